// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// The register of Hai Duong, made from the decision files that come with the program. Its entries
/// carry fixed moments, so that it is the same to the byte wherever it is made.
public enum DemoRegister {
  /// The day of its overview: the end of the month in which the pilots were to stop.
  public static let day = Day(year: 2022, month: 10, day: 31) ?? Bound.distantPast
  static let start = morning(of: day)
  /// What happened after that day, by the number of its files: recorded on the day after it took effect.
  private static let later = [
    "80": Day(year: 2024, month: 12, day: 2), "90": Day(year: 2025, month: 7, day: 2),
  ].compactMapValues { $0.map(morning) }
  /// Without machine and version: the entries are the same wherever and whenever they are made.
  static let author = Recorder(name: "bomay demo")

  private static func morning(of day: Day) -> Instant { Instant(seconds: Int64(day.ordinal) * 86_400 + 8 * 3600) }

  /// Records the charter and every batch of files.
  ///
  /// - Parameters:
  ///   - end: the last day of recording that is wanted; all of them where none is given.
  ///   - refused: called with the outcome of a batch that had errors; making goes no further.
  public static func make(
    in store: any LogStore, until end: Day? = nil, refused: (Outcome, [InputFile]) -> Void
  ) throws -> RegisterSession {
    let session = try RegisterSession.open(store)
    guard let bytes = Resources.bytes("charters/vn.yaml") else {
      throw StoreError.notFound(path: "charters/vn.yaml")
    }
    let (charter, diagnostics) = CharterFile.read(bytes, name: "charters/vn.yaml")
    guard let charter else {
      refused(
        Outcome(diagnostics: diagnostics, recorded: nil, moment: nil),
        [InputFile(name: "charters/vn.yaml", bytes: bytes)])
      return session
    }
    try session.adopt(charter, at: start, by: author)
    for (index, batch) in try batches().enumerated() {
      let instant = later[batch.number] ?? Instant(seconds: start.seconds + Int64(index + 1) * 60)
      if let end, end < instant.day { break }
      let outcome = try session.record(batch.files, at: instant, by: author)
      if outcome.recorded == nil {
        refused(outcome, batch.files)
        return session
      }
    }
    return session
  }

  /// The decision files, in the order of their names; those that begin with the same number belong
  /// together.
  private static func batches() throws -> [(number: String, files: [InputFile])] {
    var batches: [(number: String, files: [InputFile])] = []
    for path in Resources.files(in: "registers/hai-duong") {
      guard let bytes = Resources.bytes(path) else { throw StoreError.notFound(path: path) }
      let number = String(path.split(separator: "/").last?.prefix(2) ?? "")
      if batches.last?.number == number {
        batches[batches.count - 1].files.append(InputFile(name: path, bytes: bytes))
      } else {
        batches.append((number, [InputFile(name: path, bytes: bytes)]))
      }
    }
    return batches
  }
}
