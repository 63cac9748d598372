// SPDX-License-Identifier: Apache-2.0

/// Everything that a decision can do. The raw value is the word that files and the log use.
public enum ChangeKind: String, Sendable, CaseIterable {
  case establish
  case rename
  case recode
  case reclassify
  case transfer
  case relate
  case unrelate
  case area
  case merge
  case absorb
  case divide
  case separate
  case rearrange
  case dissolve
  case restore
  case createPost = "create-post"
  case abolishPost = "abolish-post"
  case oneHolder = "one-holder"
  case separatePosts = "separate-posts"
  case person
  case identify
  case appoint
  case elect
  case designate
  case second
  case relieve
  case rotate
  case assignQuota = "assign-quota"
  case headcount
  case movement
  case reduce
  case allowance
  case adoptModel = "adopt-model"
  case startPilot = "start-pilot"
  case notBegun = "not-begun"
  case reviewPilot = "review-pilot"
  case extendPilot = "extend-pilot"
  case widenModel = "widen-model"
  case announceStop = "announce-stop"
  case stopPilot = "stop-pilot"
  case makePermanent = "make-permanent"
  case observe
  case figure
  case setTarget = "set-target"
  case limit
  case closePeriod = "close-period"
  case issueDirective = "issue-directive"
  case reportDirective = "report-directive"
  case completeDirective = "complete-directive"
  case programme
  case principle
  case training
  case registerDocument = "register-document"
  case amendDocument = "amend-document"
  case repealDocument = "repeal-document"
  case source
  case statement
  case reading
  case judgeReading = "judge-reading"
}

/// One thing that a decision does. The fold, the checks and the reports each answer for every case.
public indirect enum Action: Hashable, Sendable {
  case establish(Establish)
  case rename(Rename)
  case recode(Recode)
  case reclassify(Reclassify)
  case transfer(Transfer)
  case relate(Relate)
  case unrelate(Unrelate)
  case area(ChangeArea)
  case merge(Merge)
  case absorb(Absorb)
  case divide(Divide)
  case separate(Separate)
  case rearrange(Rearrange)
  case dissolve(Dissolve)
  case restore(Restore)
  case createPost(CreatePost)
  case abolishPost(AbolishPost)
  case oneHolder(OneHolder)
  case separatePosts(SeparatePosts)
  case person(IntroducePerson)
  case identify(Identify)
  case appoint(Appoint)
  case elect(Elect)
  case designate(Designate)
  case second(Second)
  case relieve(Relieve)
  case rotate(Rotate)
  case assignQuota(AssignQuota)
  case headcount(RecordHeadcount)
  case movement(StaffMovement)
  case reduce(ReductionCase)
  case allowance(GrantAllowance)
  case adoptModel(AdoptModel)
  case startPilot(StartPilot)
  case notBegun(NotBegun)
  case reviewPilot(ReviewPilot)
  case extendPilot(ExtendPilot)
  case widenModel(WidenModel)
  case announceStop(AnnounceStop)
  case stopPilot(StopPilot)
  case makePermanent(MakePermanent)
  case observe(Observe)
  case figure(DefineFigure)
  case setTarget(SetTarget)
  case limit(SetLimit)
  case closePeriod(ClosePeriod)
  case issueDirective(IssueDirective)
  case reportDirective(ReportDirective)
  case completeDirective(CompleteDirective)
  case programme(DeclareProgramme)
  case principle(StatePrinciple)
  case training(RecordTraining)
  case registerDocument(RegisterDocument)
  case amendDocument(AmendDocument)
  case repealDocument(RepealDocument)
  case source(AddSource)
  case statement(CiteStatement)
  case reading(Read)
  case judgeReading(JudgeReading)
}

extension Action {
  public var kind: ChangeKind {
    switch self {
    case .establish: .establish
    case .rename: .rename
    case .recode: .recode
    case .reclassify: .reclassify
    case .transfer: .transfer
    case .relate: .relate
    case .unrelate: .unrelate
    case .area: .area
    case .merge: .merge
    case .absorb: .absorb
    case .divide: .divide
    case .separate: .separate
    case .rearrange: .rearrange
    case .dissolve: .dissolve
    case .restore: .restore
    case .createPost: .createPost
    case .abolishPost: .abolishPost
    case .oneHolder: .oneHolder
    case .separatePosts: .separatePosts
    case .person: .person
    case .identify: .identify
    case .appoint: .appoint
    case .elect: .elect
    case .designate: .designate
    case .second: .second
    case .relieve: .relieve
    case .rotate: .rotate
    case .assignQuota: .assignQuota
    case .headcount: .headcount
    case .movement: .movement
    case .reduce: .reduce
    case .allowance: .allowance
    case .adoptModel: .adoptModel
    case .startPilot: .startPilot
    case .notBegun: .notBegun
    case .reviewPilot: .reviewPilot
    case .extendPilot: .extendPilot
    case .widenModel: .widenModel
    case .announceStop: .announceStop
    case .stopPilot: .stopPilot
    case .makePermanent: .makePermanent
    case .observe: .observe
    case .figure: .figure
    case .setTarget: .setTarget
    case .limit: .limit
    case .closePeriod: .closePeriod
    case .issueDirective: .issueDirective
    case .reportDirective: .reportDirective
    case .completeDirective: .completeDirective
    case .programme: .programme
    case .principle: .principle
    case .training: .training
    case .registerDocument: .registerDocument
    case .amendDocument: .amendDocument
    case .repealDocument: .repealDocument
    case .source: .source
    case .statement: .statement
    case .reading: .reading
    case .judgeReading: .judgeReading
    }
  }

  /// The action with every field blank, for a visitor to fill in.
  public init(blank kind: ChangeKind) {
    switch kind {
    case .establish: self = .establish(Establish())
    case .rename: self = .rename(Rename())
    case .recode: self = .recode(Recode())
    case .reclassify: self = .reclassify(Reclassify())
    case .transfer: self = .transfer(Transfer())
    case .relate: self = .relate(Relate())
    case .unrelate: self = .unrelate(Unrelate())
    case .area: self = .area(ChangeArea())
    case .merge: self = .merge(Merge())
    case .absorb: self = .absorb(Absorb())
    case .divide: self = .divide(Divide())
    case .separate: self = .separate(Separate())
    case .rearrange: self = .rearrange(Rearrange())
    case .dissolve: self = .dissolve(Dissolve())
    case .restore: self = .restore(Restore())
    case .createPost: self = .createPost(CreatePost())
    case .abolishPost: self = .abolishPost(AbolishPost())
    case .oneHolder: self = .oneHolder(OneHolder())
    case .separatePosts: self = .separatePosts(SeparatePosts())
    case .person: self = .person(IntroducePerson())
    case .identify: self = .identify(Identify())
    case .appoint: self = .appoint(Appoint())
    case .elect: self = .elect(Elect())
    case .designate: self = .designate(Designate())
    case .second: self = .second(Second())
    case .relieve: self = .relieve(Relieve())
    case .rotate: self = .rotate(Rotate())
    case .assignQuota: self = .assignQuota(AssignQuota())
    case .headcount: self = .headcount(RecordHeadcount())
    case .movement: self = .movement(StaffMovement())
    case .reduce: self = .reduce(ReductionCase())
    case .allowance: self = .allowance(GrantAllowance())
    case .adoptModel: self = .adoptModel(AdoptModel())
    case .startPilot: self = .startPilot(StartPilot())
    case .notBegun: self = .notBegun(NotBegun())
    case .reviewPilot: self = .reviewPilot(ReviewPilot())
    case .extendPilot: self = .extendPilot(ExtendPilot())
    case .widenModel: self = .widenModel(WidenModel())
    case .announceStop: self = .announceStop(AnnounceStop())
    case .stopPilot: self = .stopPilot(StopPilot())
    case .makePermanent: self = .makePermanent(MakePermanent())
    case .observe: self = .observe(Observe())
    case .figure: self = .figure(DefineFigure())
    case .setTarget: self = .setTarget(SetTarget())
    case .limit: self = .limit(SetLimit())
    case .closePeriod: self = .closePeriod(ClosePeriod())
    case .issueDirective: self = .issueDirective(IssueDirective())
    case .reportDirective: self = .reportDirective(ReportDirective())
    case .completeDirective: self = .completeDirective(CompleteDirective())
    case .programme: self = .programme(DeclareProgramme())
    case .principle: self = .principle(StatePrinciple())
    case .training: self = .training(RecordTraining())
    case .registerDocument: self = .registerDocument(RegisterDocument())
    case .amendDocument: self = .amendDocument(AmendDocument())
    case .repealDocument: self = .repealDocument(RepealDocument())
    case .source: self = .source(AddSource())
    case .statement: self = .statement(CiteStatement())
    case .reading: self = .reading(Read())
    case .judgeReading: self = .judgeReading(JudgeReading())
    }
  }

  public mutating func visit<V: FieldVisitor>(_ fields: inout V) {
    switch self {
    case .establish(var record):
      record.visit(&fields)
      self = .establish(record)
    case .rename(var record):
      record.visit(&fields)
      self = .rename(record)
    case .recode(var record):
      record.visit(&fields)
      self = .recode(record)
    case .reclassify(var record):
      record.visit(&fields)
      self = .reclassify(record)
    case .transfer(var record):
      record.visit(&fields)
      self = .transfer(record)
    case .relate(var record):
      record.visit(&fields)
      self = .relate(record)
    case .unrelate(var record):
      record.visit(&fields)
      self = .unrelate(record)
    case .area(var record):
      record.visit(&fields)
      self = .area(record)
    case .merge(var record):
      record.visit(&fields)
      self = .merge(record)
    case .absorb(var record):
      record.visit(&fields)
      self = .absorb(record)
    case .divide(var record):
      record.visit(&fields)
      self = .divide(record)
    case .separate(var record):
      record.visit(&fields)
      self = .separate(record)
    case .rearrange(var record):
      record.visit(&fields)
      self = .rearrange(record)
    case .dissolve(var record):
      record.visit(&fields)
      self = .dissolve(record)
    case .restore(var record):
      record.visit(&fields)
      self = .restore(record)
    case .createPost(var record):
      record.visit(&fields)
      self = .createPost(record)
    case .abolishPost(var record):
      record.visit(&fields)
      self = .abolishPost(record)
    case .oneHolder(var record):
      record.visit(&fields)
      self = .oneHolder(record)
    case .separatePosts(var record):
      record.visit(&fields)
      self = .separatePosts(record)
    case .person(var record):
      record.visit(&fields)
      self = .person(record)
    case .identify(var record):
      record.visit(&fields)
      self = .identify(record)
    case .appoint(var record):
      record.visit(&fields)
      self = .appoint(record)
    case .elect(var record):
      record.visit(&fields)
      self = .elect(record)
    case .designate(var record):
      record.visit(&fields)
      self = .designate(record)
    case .second(var record):
      record.visit(&fields)
      self = .second(record)
    case .relieve(var record):
      record.visit(&fields)
      self = .relieve(record)
    case .rotate(var record):
      record.visit(&fields)
      self = .rotate(record)
    case .assignQuota(var record):
      record.visit(&fields)
      self = .assignQuota(record)
    case .headcount(var record):
      record.visit(&fields)
      self = .headcount(record)
    case .movement(var record):
      record.visit(&fields)
      self = .movement(record)
    case .reduce(var record):
      record.visit(&fields)
      self = .reduce(record)
    case .allowance(var record):
      record.visit(&fields)
      self = .allowance(record)
    case .adoptModel(var record):
      record.visit(&fields)
      self = .adoptModel(record)
    case .startPilot(var record):
      record.visit(&fields)
      self = .startPilot(record)
    case .notBegun(var record):
      record.visit(&fields)
      self = .notBegun(record)
    case .reviewPilot(var record):
      record.visit(&fields)
      self = .reviewPilot(record)
    case .extendPilot(var record):
      record.visit(&fields)
      self = .extendPilot(record)
    case .widenModel(var record):
      record.visit(&fields)
      self = .widenModel(record)
    case .announceStop(var record):
      record.visit(&fields)
      self = .announceStop(record)
    case .stopPilot(var record):
      record.visit(&fields)
      self = .stopPilot(record)
    case .makePermanent(var record):
      record.visit(&fields)
      self = .makePermanent(record)
    case .observe(var record):
      record.visit(&fields)
      self = .observe(record)
    case .figure(var record):
      record.visit(&fields)
      self = .figure(record)
    case .setTarget(var record):
      record.visit(&fields)
      self = .setTarget(record)
    case .limit(var record):
      record.visit(&fields)
      self = .limit(record)
    case .closePeriod(var record):
      record.visit(&fields)
      self = .closePeriod(record)
    case .issueDirective(var record):
      record.visit(&fields)
      self = .issueDirective(record)
    case .reportDirective(var record):
      record.visit(&fields)
      self = .reportDirective(record)
    case .completeDirective(var record):
      record.visit(&fields)
      self = .completeDirective(record)
    case .programme(var record):
      record.visit(&fields)
      self = .programme(record)
    case .principle(var record):
      record.visit(&fields)
      self = .principle(record)
    case .training(var record):
      record.visit(&fields)
      self = .training(record)
    case .registerDocument(var record):
      record.visit(&fields)
      self = .registerDocument(record)
    case .amendDocument(var record):
      record.visit(&fields)
      self = .amendDocument(record)
    case .repealDocument(var record):
      record.visit(&fields)
      self = .repealDocument(record)
    case .source(var record):
      record.visit(&fields)
      self = .source(record)
    case .statement(var record):
      record.visit(&fields)
      self = .statement(record)
    case .reading(var record):
      record.visit(&fields)
      self = .reading(record)
    case .judgeReading(var record):
      record.visit(&fields)
      self = .judgeReading(record)
    }
  }
}
