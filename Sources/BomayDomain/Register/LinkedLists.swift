// SPDX-License-Identifier: Apache-2.0

/// Many short lists of numbers, one for each owner, in one array: appending costs no allocation of its
/// own, and the last appended can be taken back.
struct LinkedLists: Sendable {
  private struct Link: BitwiseCopyable, Sendable {
    let item: Int32
    let owner: Int32
    let previous: Int32
  }

  private var links = RunArray<Link>()
  private var tails: ContiguousArray<Int32> = []

  init() {}

  var count: Int { links.count }

  mutating func append(_ item: Int32, to owner: Int32) {
    let place = Int(owner)
    while tails.count <= place { tails.append(-1) }
    let link = Int32(truncatingIfNeeded: links.count)
    links.append(Link(item: item, owner: owner, previous: tails[place]))
    tails[place] = link
  }

  /// Takes back what was appended after the first `count`.
  mutating func truncate(to count: Int) {
    for place in stride(from: links.count - 1, through: count, by: -1) {
      tails[Int(links[place].owner)] = links[place].previous
    }
    links.truncate(to: count)
  }

  /// The owner's items in the order appended; none for an owner that has none.
  subscript(owner: Int) -> [Int32] {
    var found: [Int32] = []
    var place = owner < tails.count ? tails[owner] : -1
    while place >= 0 {
      found.append(links[Int(place)].item)
      place = links[Int(place)].previous
    }
    found.reverse()
    return found
  }

  func write(to snapshot: inout SnapshotWriter) {
    snapshot.write(links)
    snapshot.write(trimming: tails)
  }

  init(from snapshot: inout SnapshotReader) throws(SnapshotFault) {
    links = try snapshot.runs()
    tails = try snapshot.array()
  }
}
