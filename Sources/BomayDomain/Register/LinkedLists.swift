// SPDX-License-Identifier: Apache-2.0

/// Many short lists of numbers, one for each owner, in one flat array: appending costs no allocation
/// of its own, and the last appended can be taken back.
struct LinkedLists: Sendable {
  private struct Link: Sendable {
    let item: Int32
    let owner: Int32
    let previous: Int32
    var next: Int32
  }

  private var links: ContiguousArray<Link> = []
  private var heads: ContiguousArray<Int32> = []
  private var tails: ContiguousArray<Int32> = []

  var count: Int { links.count }

  mutating func append(_ item: Int32, to owner: Int32) {
    let place = Int(owner)
    if heads.count <= place {
      heads.append(contentsOf: repeatElement(-1, count: place + 1 - heads.count))
      tails.append(contentsOf: repeatElement(-1, count: place + 1 - tails.count))
    }
    let link = Int32(truncatingIfNeeded: links.count)
    let tail = tails[place]
    links.append(Link(item: item, owner: owner, previous: tail, next: -1))
    if tail >= 0 { links[Int(tail)].next = link } else { heads[place] = link }
    tails[place] = link
  }

  /// Takes back what was appended after the first `count`.
  mutating func truncate(to count: Int) {
    while links.count > count {
      let link = links.removeLast()
      tails[Int(link.owner)] = link.previous
      if link.previous >= 0 { links[Int(link.previous)].next = -1 } else { heads[Int(link.owner)] = -1 }
    }
  }

  /// The owner's items in the order appended; none for an owner that has none.
  subscript(owner: Int) -> Items {
    Items(lists: self, link: owner < heads.count ? heads[owner] : -1)
  }

  struct Items: Sequence, IteratorProtocol {
    fileprivate let lists: LinkedLists
    fileprivate var link: Int32

    mutating func next() -> Int32? {
      guard link >= 0 else { return nil }
      let found = lists.links[Int(link)]
      link = found.next
      return found.item
    }
  }
}
