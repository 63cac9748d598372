// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

extension Answers {
  public var models: [Identifier<Model>] { (moment.charter?.models ?? []).map(\.id) }

  /// The model with this identifier; a bare `M1` of which there are several levels is the one listed
  /// first in the charter.
  public func model(named text: String) -> Identifier<Model>? {
    models.first { $0.rawValue == text } ?? models.first { $0.rawValue.hasPrefix(text + "-") }
  }

  /// The identifier that was most likely meant.
  public func nearestIdentifier(to text: String) -> String? {
    let subjects: [Subject] = [
      .unit, .post, .person, .document, .pilot, .decision, .directive, .reading, .figure, .target, .observation, .model,
    ]
    return nearest(to: text, among: subjects.flatMap { moment.register.known($0) })
  }

  /// Whether it has been recorded, though not yet at the revision asked about.
  public func isKnownLater(_ id: String) -> Bool {
    let latest = Answers(moment.register.asOf(moment.day, knownAt: moment.register.head), words)
    return moment.revision < moment.register.head
      && (latest.nearestIdentifier(to: id) == id || latest.model(named: id) != nil)
  }

  /// The kind or level that was most likely meant.
  public func nearestKind(to text: String) -> String? { nearest(to: text, among: moment.countable) }

  /// The overview for machines.
  public var overviewJSON: String {
    func rows(_ table: Table) -> String { table.json }
    return """
      {"on":"\(moment.day)","knownAt":\(moment.revision.number),
      "coverage":\(rows(coverage(models))),
      "pilots":\(rows(pilots())),
      "targets":\(rows(targets())),
      "directives":\(rows(directives())),
      "obligations":\(rows(obligations(all: false))),
      "balances":\(rows(balances()))}
      """
  }
}
