// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// A tree of text that somebody wrote, each part with its place, whatever the format was.
public struct Node: Hashable, Sendable {
  public indirect enum Content: Hashable, Sendable {
    /// Every scalar is text; `isQuoted` tells `"40"` from `40`.
    case scalar(String, isQuoted: Bool)
    case list([Node])
    case map([Pair])
    case empty
  }

  public struct Pair: Hashable, Sendable {
    public var key: String
    public var keySpan: SourceSpan?
    public var value: Node
    public init(key: String, keySpan: SourceSpan?, value: Node) {
      self.key = key
      self.keySpan = keySpan
      self.value = value
    }
  }

  public var content: Content
  public var span: SourceSpan?

  public init(_ content: Content, at span: SourceSpan? = nil) {
    self.content = content
    self.span = span
  }

  public var text: String? { if case .scalar(let text, _) = content { text } else { nil } }
  public var list: [Node]? { if case .list(let items) = content { items } else { nil } }
  public var pairs: [Pair]? { if case .map(let pairs) = content { pairs } else { nil } }

  public subscript(key: String) -> Node? { pairs?.first { $0.key == key }?.value }
}

/// Gathers faults, so that one run reports them all.
public final class DiagnosticSink {
  public private(set) var diagnostics: [Diagnostic] = []
  public init() {}

  public func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  func fault(_ code: String, at span: SourceSpan?, _ values: [String: MessageValue] = [:]) {
    report(Diagnostic(.error, code: code, at: span, values: values))
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
