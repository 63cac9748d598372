// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// Why a source text is not taken.
public enum SourceFault: String, Error, Hashable, Sendable {
  /// No recorded source has this text.
  case unknownSource = "unknown-source"
}

extension RegisterSession {
  /// Keeps the text of a recorded source beside the log.
  ///
  /// - Throws: ``SourceFault`` when no recorded source has the SHA-256 of these bytes.
  public func addSource(_ bytes: [UInt8], today: Day) throws -> Identifier<Source> {
    let digest = sha256(bytes)
    let known = register.asOf(today, knownAt: register.head).sources()
    guard let source = known.first(where: { $0.sha256 == digest }) else { throw SourceFault.unknownSource }
    try store.addSource(bytes, sha256: digest)
    return source.source
  }

  /// The words of a statement, where the text of its source has been added.
  public func text(of id: Identifier<Statement>, at moment: AsOf) -> String? { store.text(of: id, at: moment) }
}

extension LogStore {
  /// The words of a statement, where the text of its source has been added.
  public func text(of id: Identifier<Statement>, at moment: AsOf) -> String? {
    guard let statement = moment.statement(id), let source = moment.source(statement.source),
      let bytes = try? self.source(sha256: source.sha256)
    else { return nil }
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    return statement.spans.compactMap { span in
      span.end <= scalars.count ? String(String.UnicodeScalarView(scalars[span.start..<span.end])) : nil
    }.joined(separator: " … ")
  }
}

extension Answers {
  /// Sources on record, and whether their text is here.
  public func sources(isHere: (String) -> Bool) -> Table {
    Table(
      columns: columns("source", "kind", "author", "characters", "sha256", "text"),
      rows: moment.sources().map { source in
        [
          .text(source.source.rawValue), .text(source.kind), .optional(source.author), .number(source.characters),
          .text(source.sha256), .flag(isHere(source.sha256)),
        ]
      })
  }
}
