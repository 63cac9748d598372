// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
public import BomayStore

/// The register of Hai Duong, made from the decision files that come with the program. Its entries
/// carry fixed moments, so that it is the same to the byte wherever it is made.
public enum DemoRegister {
  /// The day of its overview: the end of the month in which the pilots were to stop.
  public static let day = Day(year: 2022, month: 10, day: 31) ?? Bound.distantPast
  static let start = Instant(seconds: Int64(day.ordinal) * 86_400 + 8 * 3600)
  static let author = "bomay demo"

  /// Records the charter and every batch of files.
  ///
  /// - Parameter refused: called with the outcome of a batch that had errors; making goes no further.
  public static func make(
    in store: any LogStore, refused: (Outcome, [InputFile]) -> Void
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
      let instant = Instant(seconds: start.seconds + Int64(index + 1) * 60)
      let outcome = try session.record(batch, at: instant, by: author)
      if outcome.recorded == nil {
        refused(outcome, batch)
        return session
      }
    }
    return session
  }

  /// The decision files, in the order of their names; those that begin with the same number belong
  /// together.
  private static func batches() throws -> [[InputFile]] {
    var batches: [(number: Substring, files: [InputFile])] = []
    for path in Resources.files(in: "registers/hai-duong") {
      guard let bytes = Resources.bytes(path) else { throw StoreError.notFound(path: path) }
      let number = path.split(separator: "/").last?.prefix(2) ?? ""
      if batches.last?.number == number {
        batches[batches.count - 1].files.append(InputFile(name: path, bytes: bytes))
      } else {
        batches.append((number, [InputFile(name: path, bytes: bytes)]))
      }
    }
    return batches.map(\.files)
  }
}
