// SPDX-License-Identifier: Apache-2.0
import BomayDomain

/// Faults that the fields of a change have together, each well written by itself. What is in the log
/// already is never judged by these.
func validate(_ document: DecisionDocument, into sink: DiagnosticSink) {
  guard document.verb != .annul else { return }
  let fallback = document.content.effective ?? document.content.signedOn
  for written in document.changes {
    switch written.body {
    case .change(let change):
      shares(change.action, written, into: sink)
      lacking(change.action).map { sink.fault("incomplete-change", at: written.span, ["lacking": .list([$0])]) }
      period(change, written, fallback, into: sink)
      if case .figure(let figure) = change.action, let text = figure.published, PublishedNumber.hasStrayPoint(text) {
        sink.fault("stray-point", at: written.spans["published"] ?? written.span, ["text": .text(text)])
      }
    case .apply(_, _, let effective):
      if effective == nil, fallback == nil { sink.fault("no-effective-day", at: written.span) }
    }
  }
}

private func period(_ change: Change, _ written: WrittenChange, _ fallback: Bound?, into sink: DiagnosticSink) {
  guard let from = change.effective ?? fallback else {
    sink.fault("no-effective-day", at: written.span)
    return
  }
  guard let until = change.until, until.latest <= from.earliest else { return }
  sink.fault(
    "empty-period", at: written.spans["until"] ?? written.span, ["from": .bound(from), "until": .bound(until)])
}

/// Shares are from nought to one, and those of one unit are no more than all of it.
private func shares(_ action: Action, _ written: WrittenChange, into sink: DiagnosticSink) {
  // What ends passes all of itself on.
  var ending: Set<String> = []
  switch action {
  case .divide(let change): ending = [change.unit.rawValue]
  case .rearrange(let change): ending = Set(change.units.map(\.rawValue)).subtracting(change.keep.map(\.rawValue))
  default: break
  }
  let given: [(unit: String, share: Share)] =
    switch action {
    case .divide(let change): change.into.map { (change.unit.rawValue, $0.share) }
    case .separate(let change): change.into.map { (change.unit.rawValue, $0.share) }
    case .rearrange(let change): change.links.map { ($0.from.rawValue, $0.share) }
    default: []
    }
  for (unit, parts) in Dictionary(grouping: given, by: \.unit) {
    guard let wrong = impossibleShares(parts.map(\.share), isEnding: ending.contains(unit)) else { continue }
    sink.sharesOutOfRange(wrong, of: unit, at: written.span)
    return
  }
}

/// The first shares, of anything, of the people or of the ground, by which a unit passes on more than all of
/// itself, or less than nothing, or not all though it ends and each is told; `nil` where there are none.
func impossibleShares(_ parts: [Share], isEnding: Bool) -> [Rational]? {
  for measure in [\Share.any, \Share.population, \Share.area] as [KeyPath<Share, Rational?>] {
    let known = parts.compactMap { $0[keyPath: measure] }
    let sum = known.reduce(Rational(0)) { $0 + $1 }
    let isShort = isEnding && known.count == parts.count && sum < Rational(1)
    if isShort || known.contains(where: { $0 < Rational(0) }) || Rational(1) < sum { return known }
  }
  return nil
}

extension DiagnosticSink {
  func sharesOutOfRange(_ shares: [Rational], of unit: String, at span: SourceSpan?) {
    fault("share-out-of-range", at: span, ["unit": .text(unit), "shares": .list(shares.map(\.description))])
  }
}

/// What the change cannot do without; `nil` when it has it.
private func lacking(_ action: Action) -> String? {
  switch action {
  case .oneHolder(let change): Set(change.posts).count == 2 && change.posts.count == 2 ? nil : "POST, POST"
  case .separatePosts(let change): Set(change.posts).count == 2 && change.posts.count == 2 ? nil : "POST, POST"
  case .transfer(let change): (change.to == nil) == change.among.isEmpty ? "to | among" : nil
  case .absorb(let change): (change.into == nil) == change.among.isEmpty ? "into | among" : nil
  case .rearrange(let change): isComplete(change) ? nil : "links: {from, to}"
  case .observe(let change):
    change.value == nil && change.range == nil && change.words == nil ? "value | range | words" : nil
  case .person(let change): change.commitment == nil ? nil : "name"
  case .identify(let change): change.attributes.isEmpty || change.commitment != nil ? "name" : nil
  default: nil
  }
}

/// Every link begins at a unit of the change, every unit that ends has one, and only its own units live on.
private func isComplete(_ change: Rearrange) -> Bool {
  let units = Set(change.units)
  let linked = Set(change.links.map(\.from))
  return linked.isSubset(of: units) && units.subtracting(change.keep).isSubset(of: linked)
    && Set(change.keep).isSubset(of: units)
}

extension ImportedHistory {
  /// The faults that the decisions of an import have each by itself, as decision files are checked.
  public func check(into sink: DiagnosticSink) {
    for document in documents { validate(document, into: sink) }
  }
}
