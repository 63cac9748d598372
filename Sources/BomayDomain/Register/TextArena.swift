// SPDX-License-Identifier: Apache-2.0

/// The bytes of many texts, in runs of 64 KiB: growing moves nothing that is there. A text never lies
/// across two runs; one that is longer than a run has one of its own.
struct TextArena: Sendable {
  private var runs: ContiguousArray<ContiguousArray<UInt8>> = []

  private static var shift: UInt32 { 16 }
  private static var size: Int { 1 << shift }

  init() {}

  /// - Returns: where the text starts; the length is its owner's to remember.
  mutating func append(_ text: String) -> UInt32 {
    let length = text.utf8.count
    if runs.isEmpty || runs[runs.count - 1].count + length > Self.size || runs[runs.count - 1].count >= Self.size {
      // What a long text takes beyond its run is counted as runs without bytes, so that places stay true.
      if let last = runs.last {
        for _ in 0..<(max(0, last.count - 1) >> Self.shift) { runs.append([]) }
      }
      runs.append([])
    }
    let run = runs.count - 1
    let start = UInt32(run) << Self.shift | UInt32(runs[run].count)
    runs[run].append(contentsOf: text.utf8)
    return start
  }

  @inline(__always)
  private func withBytes<T>(at start: UInt32, length: UInt32, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    runs[Int(start >> Self.shift)].withUnsafeBufferPointer { bytes in
      let place = Int(start) & (Self.size - 1)
      return body(UnsafeBufferPointer(rebasing: bytes[place..<place + Int(length)]))
    }
  }

  func text(at start: UInt32, length: UInt32) -> String {
    withBytes(at: start, length: length) { String(decoding: $0, as: UTF8.self) }
  }

  func isSame(_ text: String, at start: UInt32, length: UInt32) -> Bool {
    let utf8 = text.utf8
    guard utf8.count == Int(length) else { return false }
    return withBytes(at: start, length: length) { own in
      utf8.withContiguousStorageIfAvailable { $0.elementsEqual(own) } ?? utf8.elementsEqual(own)
    }
  }

  /// Forgets what was appended from this place on.
  mutating func truncate(to start: UInt32) {
    let run = Int(start >> Self.shift)
    let place = Int(start) & (Self.size - 1)
    runs.removeLast(runs.count - run - 1)
    runs[run].removeLast(runs[run].count - place)
    while let last = runs.last, last.isEmpty { runs.removeLast() }
  }

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(ContiguousArray(runs.map { Int64($0.count) }))
    for run in runs { run.withUnsafeBytes { snapshot.write(raw: $0) } }
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    for length in try snapshot.array() as ContiguousArray<Int64> {
      guard let length = Int(exactly: length) else { throw SnapshotFault() }
      let bytes = try snapshot.raw(length)
      runs.append(ContiguousArray(bytes))
    }
  }
}
