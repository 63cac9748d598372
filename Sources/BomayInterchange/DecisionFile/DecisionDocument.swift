// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// What one document of a decision file says, with places for later messages.
public struct DecisionDocument: Hashable, Sendable {
  public enum Verb: String, Sendable { case decision, correct, annul }

  public var verb: Verb
  /// All but the changes, which are in ``changes`` until they are expanded.
  public var content: Decision
  public var changes: [WrittenChange]
  public var span: SourceSpan?
  public var spans: [String: SourceSpan]
}

/// A change as it was written: with the short forms that are expanded when it is recorded.
public struct WrittenChange: Hashable, Sendable {
  public enum Body: Hashable, Sendable {
    case change(Change)
    /// A template applied to areas.
    case apply(template: String, to: [Identifier<OrgUnit>], effective: Bound?)
  }

  public var body: Body
  public var short: ShortSettlement
  public var span: SourceSpan?
  public var spans: [String: SourceSpan]
}

/// Short forms of a settlement.
public struct ShortSettlement: Hashable, Sendable {
  /// Every child not named goes here, or is undetermined among these.
  public var childrenTo: Identifier<OrgUnit>?
  public var childrenAmong: [Identifier<OrgUnit>] = []
  /// Every post not named ends with the unit.
  public var abolishesPosts = false
  /// Bodies of an ended area follow it, slot by slot.
  public var settlesBodiesBySlot = false

  public var isEmpty: Bool { self == ShortSettlement() }
}
