// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// An entry that somebody else recorded while a batch was being checked.
public struct Meanwhile: Hashable, Sendable {
  public enum Kind: String, Sendable { case charter, decision, correct, annul }

  public let revision: Revision
  public let kind: Kind
  /// Identifier of the decision, or of the charter.
  public let id: String
  /// As the decision is titled; the reason of an annulment.
  public private(set) var title: String?
  public let recordedBy: String

  init(_ entry: Entry) {
    revision = entry.revision
    recordedBy = entry.recordedBy
    switch entry.act {
    case .adopt(let charter): (kind, id, title) = (.charter, charter.id, nil)
    case .decide(let decision): (kind, id, title) = (.decision, decision.id.rawValue, decision.title)
    case .correct(let decision): (kind, id, title) = (.correct, decision.id.rawValue, decision.title)
    case .annul(let decision, let reason): (kind, id, title) = (.annul, decision.rawValue, reason)
    }
  }
}

extension Meanwhile {
  /// As it is told to who sees this much of the register.
  public func masked(by register: Register) -> Meanwhile {
    var told = self
    told.title = title.map { register.masked($0) }
    return told
  }
}

extension Catalogue {
  /// What others recorded meanwhile, a line an entry and at most so many; empty when there was nothing.
  public func told(_ meanwhile: [Meanwhile], limit: Int) -> String {
    guard !meanwhile.isEmpty else { return "" }
    var lines = [term("cli.meanwhile", ["count": String(meanwhile.count)])]
    lines += meanwhile.prefix(limit).map { entry in
      var values = ["revision": entry.revision.description, "id": entry.id, "by": entry.recordedBy]
      values["what"] = term("meanwhile.\(entry.kind.rawValue)")
      values["title"] = entry.title
      return "  " + term("cli.meanwhile-entry", values)
    }
    if meanwhile.count > limit {
      lines.append("  " + term("cli.meanwhile-more", ["count": String(meanwhile.count - limit)]))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
