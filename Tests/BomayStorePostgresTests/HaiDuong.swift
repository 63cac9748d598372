// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite

/// The register of Hai Duong, made once in SQLite.
struct HaiDuong: Sendable {
  let entries: [StoredEntry]
  let register: Register
  let tree: MerkleTree

  static let made: Result<HaiDuong, any Error> = Result {
    let session = try DemoRegister.make(in: SQLiteLogStore.inMemory()) { _, _ in }
    var entries: [StoredEntry] = []
    try session.store.entries(after: .zero) { entries += $0 }
    return HaiDuong(entries: entries, register: session.register, tree: try session.store.tree())
  }

  func copy(to store: any LogStore) throws { try store.append(entries, personal: [], after: .zero) }
}
