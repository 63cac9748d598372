// SPDX-License-Identifier: Apache-2.0

/// Every rule that is built, by what it looks at.
enum RuleBook {
  static let units: [any UnitRule.Type] = [
    OrphanUnit.self, UnsettledChildren.self, ParentCycle.self, ParentKind.self, KindOutOfTime.self, TwinUnits.self,
    UnsettledPosts.self, BodiesOutliveArea.self, TooManyCells.self, DestinationElsewhere.self,
    ChangeOutsideLife.self, QuotaExceeded.self, ChildrenExceedQuota.self, StaffMovementBalance.self,
    BelowMinimumSize.self, ResultQuotaExceeds.self, LifeOutOfOrder.self, TooFewMembers.self, BelowUsualMembers.self,
    MembersUnaccounted.self,
  ]
  static let posts: [any PostRule.Type] = [
    HoldingOverlap.self, HolderOfEndedPost.self, PostOfEndedUnit.self, Incompatible.self,
    CombinationWithoutModel.self, LongVacant.self, RoleKind.self, SurplusDeputies.self,
  ]
  static let persons: [any PersonRule.Type] = [
    TwoMainPosts.self, TooManyTitles.self, IncompatiblePosts.self, TermEnds.self, TermLimit.self,
    RotationTerm.self, TwoAllowances.self, AccessionUnexplained.self, LeavesWithoutHolding.self,
    AgeBeforeTermEnds.self,
  ]
  static let decisions: [any DecisionRule.Type] = [
    NoLegalBasis.self, EffectiveBeforeSigned.self, LateEntry.self, MergeOfOne.self,
    DivideIntoOne.self, PilotIncomplete.self, StopIncomplete.self, BarePercent.self, TargetIncomplete.self,
    LeadCount.self, RotationInPlace.self, DocumentNotInForce.self, ClassifiedDocument.self, BrokenExpression.self,
    SelfSuccession.self, ClosedPeriod.self,
  ]
  static let register: [any RegisterRule.Type] = [
    BalanceOpen.self, PilotOrder.self, StillOneHolder.self, BasisEnded.self, NoReview.self, PilotLevel.self,
    DeclaredDiffers.self, TwoPilots.self, FigureDiffers.self, DenominatorChanged.self, NotMaintained.self,
    WordsInSum.self, LocalityRows.self, MechanicalCut.self, MixedSum.self, ValueJump.self, DirectiveOverdue.self,
    DirectiveOrphaned.self, AddressedToEnded.self, DeadlineAfterBasis.self, SameDocument.self, LowerAmendsHigher.self,
    TypeAndIssuer.self, LimitExceeded.self, RivalReadings.self, DeputiesAboveNorm.self, SpanOutsideSource.self,
  ]

  static var all: [any Rule.Type] {
    units as [any Rule.Type] + posts as [any Rule.Type] + persons as [any Rule.Type]
      + decisions as [any Rule.Type] + register as [any Rule.Type]
  }
}

/// A rule as the handbook lists it.
public struct RuleEntry: Hashable, Sendable {
  public let code: String
  public let rule: String
  public let severity: Severity
}

extension Register {
  /// The rules that are built, in the order of the rule book.
  public static var rules: [RuleEntry] {
    RuleBook.all.map { RuleEntry(code: $0.code, rule: $0.rule, severity: $0.severity) }
  }
}
