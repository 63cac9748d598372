// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

/// Records and charters of a snapshot in the form of the log, names of persons among them.
public struct CanonicalSnapshots: SnapshotCoding {
  public init() {}

  public func encode(_ record: Action) -> [UInt8] { EntryCoding.writeWhole(Change(record)) }

  public func records(_ bytes: [UInt8], ends: [Int]) throws(SnapshotFault) -> any StoredRecords {
    guard zip([0] + ends, ends).allSatisfy({ $0 <= $1 }), ends.last ?? 0 == bytes.count else { throw SnapshotFault() }
    return CanonicalRecords(bytes: bytes, ends: ends)
  }

  public func charter(_ text: String) throws(SnapshotFault) -> Charter {
    do {
      let sink = DiagnosticSink()
      guard let charter = readCharter(try JSONReader.read(Array(text.utf8)), into: sink), !sink.hasErrors else {
        throw SnapshotFault()
      }
      return charter
    } catch {
      throw SnapshotFault()
    }
  }
}

/// Records that lie as bytes until they are asked for: few are.
private struct CanonicalRecords: StoredRecords {
  let bytes: [UInt8]
  let ends: [Int]

  var count: Int { ends.count }

  func bytes(at place: Int) -> ArraySlice<UInt8> { bytes[(place > 0 ? ends[place - 1] : 0)..<ends[place]] }

  func record(at place: Int) -> Action {
    guard let change = EntryCoding.readWhole(bytes(at: place)) else {
      preconditionFailure("a record of a snapshot that is not as it was written")
    }
    return change.action
  }
}
