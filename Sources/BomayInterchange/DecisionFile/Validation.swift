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

/// What the change cannot do without; `nil` when it has it.
private func lacking(_ action: Action) -> String? {
  switch action {
  case .oneHolder(let change): Set(change.posts).count == 2 && change.posts.count == 2 ? nil : "POST, POST"
  case .separatePosts(let change): Set(change.posts).count == 2 && change.posts.count == 2 ? nil : "POST, POST"
  case .transfer(let change): (change.to == nil) == change.among.isEmpty ? "to | among" : nil
  case .absorb(let change): (change.into == nil) == change.among.isEmpty ? "into | among" : nil
  case .observe(let change):
    change.value == nil && change.range == nil && change.words == nil ? "value | range | words" : nil
  case .person(let change): change.commitment == nil ? nil : "name"
  case .identify(let change): change.attributes.isEmpty || change.commitment != nil ? "name" : nil
  default: nil
  }
}
