// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

/// Where the parts of a decision file stand in its tree, as JSON Pointers (RFC 6901). Of a YAML file with
/// several documents the first step is the number of the document, counted from 0.
public struct DocumentPlaces: Sendable {
  private struct Place: Hashable {
    let line: Int
    let column: Int
  }

  private var pointers: [Place: String] = [:]

  /// Reads as much of the file as can be read; what is wrong with it is told elsewhere.
  public init(_ file: InputFile) {
    let roots = readYAML(file.bytes, file: file.name, into: DiagnosticSink())
    for (number, root) in roots.enumerated() { note(root, roots.count > 1 ? "/\(number)" : "") }
  }

  /// The pointer of the part that begins at the place; `nil` where none does.
  public func pointer(of span: SourceSpan?) -> String? {
    span.flatMap { pointers[Place(line: $0.line, column: $0.column)] }
  }

  private mutating func note(_ node: Node, _ pointer: String) {
    note(node.span, pointer)
    for (number, item) in (node.list ?? []).enumerated() { note(item, "\(pointer)/\(number)") }
    for pair in node.pairs ?? [] {
      let key = pair.key.replacing("~", with: "~0").replacing("/", with: "~1")
      note(pair.keySpan, "\(pointer)/\(key)")
      note(pair.value, "\(pointer)/\(key)")
    }
  }

  /// The outermost part that begins there.
  private mutating func note(_ span: SourceSpan?, _ pointer: String) {
    guard let span else { return }
    let place = Place(line: span.line, column: span.column)
    if pointers[place] == nil { pointers[place] = pointer }
  }
}
