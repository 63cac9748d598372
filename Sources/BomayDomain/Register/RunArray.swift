// SPDX-License-Identifier: Apache-2.0

/// A long array kept in runs of one size: growing moves nothing that is there, so that a register of
/// millions of facts is never copied to make room for the next.
struct RunArray<Element: Sendable>: Sendable {
  private var runs: ContiguousArray<ContiguousArray<Element>> = []
  private(set) var count = 0

  init() {}

  private static var shift: Int { 12 }
  private static var size: Int { 1 << shift }

  @inline(__always)
  subscript(place: Int) -> Element {
    get { runs[place >> Self.shift][place & (Self.size - 1)] }
    _modify { yield &runs[place >> Self.shift][place & (Self.size - 1)] }
  }

  mutating func append(_ element: Element) {
    if count & (Self.size - 1) == 0 {
      var run: ContiguousArray<Element> = []
      run.reserveCapacity(Self.size)
      runs.append(run)
    }
    runs[count >> Self.shift].append(element)
    count += 1
  }

  /// Takes away what came after the first `count`.
  mutating func truncate(to count: Int) {
    let left = (count + Self.size - 1) >> Self.shift
    runs.removeLast(runs.count - left)
    if let last = runs.indices.last { runs[last].removeLast(runs[last].count - (count - last << Self.shift)) }
    self.count = count
  }
}

extension RunArray where Element: BitwiseCopyable {
  /// Hands out the bytes of the elements, run after run.
  func forEachRun(_ body: (UnsafeRawBufferPointer) -> Void) {
    for run in runs { run.withUnsafeBytes(body) }
  }

  /// - Parameter bytes: those of whole elements.
  init(bytes: UnsafeRawBufferPointer) {
    let stride = MemoryLayout<Element>.stride
    count = bytes.count / stride
    runs.reserveCapacity((count + Self.size - 1) / Self.size)
    var start = 0
    while start < count {
      let length = min(Self.size, count - start)
      let part = UnsafeRawBufferPointer(rebasing: bytes[start * stride..<(start + length) * stride])
      // A run is always of the full size, so that the last one goes on where it is.
      let run = ContiguousArray<Element>(unsafeUninitializedCapacity: Self.size) { elements, filled in
        UnsafeMutableRawBufferPointer(elements).copyMemory(from: part)
        filled = length
      }
      runs.append(run)
      start += length
    }
  }
}
