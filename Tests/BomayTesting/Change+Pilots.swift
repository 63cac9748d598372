// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension Change {
  public static func startPilot(_ pilot: PilotID, of model: ModelID, in locality: UnitID) -> Change {
    var record = StartPilot()
    record.pilot = pilot
    record.model = model
    record.locality = locality
    return Change(.startPilot(record))
  }

  public static func notBegun(_ model: ModelID, in locality: UnitID, reason: String? = nil) -> Change {
    var record = NotBegun()
    record.model = model
    record.locality = locality
    record.reason = reason
    return Change(.notBegun(record))
  }

  /// - Parameters:
  ///   - day: when it is planned to stop.
  ///   - due: when what replaces it is to stand.
  public static func announceStop(
    _ pilot: PilotID, by day: String, due: String? = nil
  ) throws(NoSuchDay) -> Change {
    var record = AnnounceStop()
    record.pilot = pilot
    record.by = try .of(day)
    if let due { record.terms.due = try .of(due) }
    return Change(.announceStop(record))
  }

  public static func stopPilot(
    _ pilot: PilotID, due: String? = nil, replacement: String? = nil, responsible: UnitID? = nil
  ) throws(NoSuchDay) -> Change {
    var record = StopPilot()
    record.pilot = pilot
    record.terms.replacement = replacement
    record.terms.responsible = responsible
    if let due { record.terms.due = try .of(due) }
    return Change(.stopPilot(record))
  }

  public static func makePermanent(_ pilot: PilotID) -> Change {
    var record = MakePermanent()
    record.pilot = pilot
    return Change(.makePermanent(record))
  }

  public static func observe(_ observation: Identifier<Observation>, _ value: Int64, on day: Bound) -> Change {
    var record = Observe()
    record.observation = observation
    record.indicator = Identifier(rawValue: "indicator-of-\(observation)")
    record.on = day
    record.value = Rational(value)
    return Change(.observe(record))
  }

  public static func figure(
    _ figure: Identifier<Figure>, _ expression: String, published: String? = nil, implied: Bool = false
  ) -> Change {
    var record = DefineFigure()
    record.figure = figure
    record.expression = expression
    record.published = published
    record.implied = implied
    return Change(.figure(record))
  }
}
