// SPDX-License-Identifier: Apache-2.0

/// Why a snapshot cannot be read: its bytes are not those of a register.
public struct SnapshotFault: Error, Hashable, Sendable {
  public init() {}
}

/// Writes arrays of plain values as they lie in memory, each with its count before it.
struct SnapshotWriter {
  private let sink: (UnsafeRawBufferPointer) -> Void

  init(_ sink: @escaping (UnsafeRawBufferPointer) -> Void) { self.sink = sink }

  func write(raw bytes: UnsafeRawBufferPointer) { if !bytes.isEmpty { sink(bytes) } }

  func write(_ number: Int64) { withUnsafeBytes(of: number) { sink($0) } }

  func write<Element: BitwiseCopyable>(_ values: ContiguousArray<Element>) {
    write(Int64(values.count))
    values.withUnsafeBytes { write(raw: $0) }
  }

  /// Without the places at the end that hold -1: what was tried and taken back may have made room there.
  func write(trimming places: ContiguousArray<Int32>) {
    let count = places.lastIndex { $0 != -1 }.map { $0 + 1 } ?? 0
    write(Int64(count))
    places.withUnsafeBytes { write(raw: UnsafeRawBufferPointer(rebasing: $0[..<(count * MemoryLayout<Int32>.stride)])) }
  }

  func write<Element: BitwiseCopyable>(_ values: RunArray<Element>) {
    write(Int64(values.count))
    values.forEachRun { write(raw: $0) }
  }

  func write<Number: FixedWidthInteger & BitwiseCopyable>(lists: some Collection<[Number]>) {
    write(ContiguousArray(lists.map { Int64($0.count) }))
    write(ContiguousArray(lists.joined()))
  }

  func write(_ text: String) { write(ContiguousArray(text.utf8)) }
}

/// Reads what ``SnapshotWriter`` has written, and never beyond the end.
struct SnapshotReader {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  mutating func raw(_ length: Int) throws(SnapshotFault) -> UnsafeRawBufferPointer {
    guard length >= 0, length <= bytes.count - place else { throw SnapshotFault() }
    defer { place += length }
    return UnsafeRawBufferPointer(rebasing: bytes[place..<place + length])
  }

  mutating func number() throws(SnapshotFault) -> Int64 {
    try raw(MemoryLayout<Int64>.size).loadUnaligned(as: Int64.self)
  }

  private mutating func elements<Element: BitwiseCopyable>(
    _ type: Element.Type
  ) throws(SnapshotFault) -> UnsafeRawBufferPointer {
    guard let count = Int(exactly: try number()) else { throw SnapshotFault() }
    let (length, isTooLong) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard !isTooLong else { throw SnapshotFault() }
    return try raw(length)
  }

  mutating func array<Element: BitwiseCopyable>() throws(SnapshotFault) -> ContiguousArray<Element> {
    let part = try elements(Element.self)
    let count = part.count / MemoryLayout<Element>.stride
    return ContiguousArray(unsafeUninitializedCapacity: count) { elements, filled in
      UnsafeMutableRawBufferPointer(elements).copyMemory(from: part)
      filled = count
    }
  }

  mutating func runs<Element: BitwiseCopyable>() throws(SnapshotFault) -> RunArray<Element> {
    RunArray(bytes: try elements(Element.self))
  }

  mutating func lists<Number: FixedWidthInteger & BitwiseCopyable>() throws(SnapshotFault) -> [[Number]] {
    let counts: ContiguousArray<Int64> = try array()
    let numbers: ContiguousArray<Number> = try array()
    var found: [[Number]] = []
    found.reserveCapacity(counts.count)
    var start = 0
    for count in counts {
      guard count >= 0, count <= Int64(numbers.count - start) else { throw SnapshotFault() }
      found.append(Array(numbers[start..<start + Int(count)]))
      start += Int(count)
    }
    guard start == numbers.count else { throw SnapshotFault() }
    return found
  }

  mutating func text() throws(SnapshotFault) -> String {
    String(decoding: try elements(UInt8.self), as: UTF8.self)
  }
}
