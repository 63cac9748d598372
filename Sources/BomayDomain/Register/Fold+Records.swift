// SPDX-License-Identifier: Apache-2.0

extension Register {
  mutating func foldPilots(_ action: Action, _ at: inout Footprint) -> Bool {
    switch action {
    case .adoptModel(let change): state(.modelAdopted, intern(change.model), record: action, &at)
    case .widenModel(let change): state(.modelWidened, intern(change.model), record: action, &at)
    case .notBegun(let change):
      let key = NumberPair(first: intern(change.model), second: intern(change.locality))
      state(.notBegun, modelLocalities.intern(key), record: action, &at)
    case .startPilot(let change):
      let pilot = intern(change.pilot)
      state(.pilot, pilot, record: action, &at)
      let key = NumberPair(first: intern(change.model), second: intern(change.locality))
      _ = modelLocalities.intern(key)
    case .announceStop(let change): state(.pilotAnnounced, intern(change.pilot), record: action, &at)
    case .stopPilot(let change): state(.pilotStopped, intern(change.pilot), record: action, &at)
    case .makePermanent(let change): state(.pilotPermanent, intern(change.pilot), 1, &at)
    case .extendPilot(let change): state(.pilotEnds, intern(change.pilot), record: action, &at)
    case .reviewPilot(let change): state(.pilotReview, intern(change.pilot), record: action, &at)
    default: return false
    }
    return true
  }

  mutating func foldRecords(_ action: Action, _ at: inout Footprint) {
    switch action {
    case .observe(let new):
      _ = intern(new.indicator)
      state(.observation, intern(new.observation), record: action, &at)
    case .figure(let new): state(.figure, intern(new.figure), record: action, &at)
    case .setTarget(let new):
      _ = intern(new.indicator)
      state(.target, intern(new.target), record: action, &at)
    case .limit(let new):
      _ = intern(new.indicator)
      state(.limit, intern(new.limit), record: action, &at)
    case .closePeriod(let change): state(.periodClosed, intern(change.unit), record: action, &at)
    case .issueDirective(let new): state(.directive, intern(new.directive), record: action, &at)
    case .reportDirective(let change): state(.directiveReport, intern(change.directive), record: action, &at)
    case .completeDirective(let change): state(.directiveDone, intern(change.directive), record: action, &at)
    case .programme(let new): state(.programme, intern(new.programme), record: action, &at)
    case .principle(let new): state(.principle, intern(new.principle), record: action, &at)
    case .training(let new): state(.training, intern(new.training), record: action, &at)
    case .registerDocument(let new):
      state(.document, intern(new.document), record: action, &at)
      for other in new.amends { amend(other, by: new.document, &at) }
      for other in new.replaces { repeal(other, by: new.document, at: new.from, &at) }
    case .amendDocument(let change): amend(change.document, by: change.by, &at)
    case .repealDocument(let change): repeal(change.document, by: change.by, at: nil, &at)
    case .source(let new): state(.source, intern(new.source), record: action, &at)
    case .statement(let new): state(.statement, intern(new.statement), record: action, &at)
    case .reading(let new): state(.reading, intern(new.reading), record: action, &at)
    case .judgeReading(let change): state(.readingStatus, intern(change.reading), record: action, &at)
    default: preconditionFailure("\(action.kind) has no fold")
    }
  }

  private mutating func amend(_ document: Identifier<Document>, by other: Identifier<Document>, _ at: inout Footprint) {
    state(.documentAmended, intern(document), intern(other), &at)
  }

  /// A replaced document leaves force when the one that replaces it comes into force.
  private mutating func repeal(
    _ document: Identifier<Document>, by other: Identifier<Document>?, at day: Bound?, _ at: inout Footprint
  ) {
    let from = at.from
    at.from = day ?? from
    state(.documentRepealed, intern(document), other.map { intern($0) } ?? Register.noValue, &at)
    at.from = from
  }
}
