// SPDX-License-Identifier: Apache-2.0
import BomayStore
import BomayStorePostgres
import BomayStoreSQLite

/// Which store a register is in, by how it is named.
enum Stores {
  static func isOnServer(_ name: String) -> Bool { Address.names(name) }

  static func open(_ name: String) throws(StoreError) -> any LogStore {
    isOnServer(name) ? try PostgresLogStore.open(at: name) : try SQLiteLogStore.open(at: name)
  }

  static func create(_ name: String) throws(StoreError) -> any LogStore {
    isOnServer(name) ? try PostgresLogStore.create(at: name) : try SQLiteLogStore.create(at: name)
  }

  /// The name without a password that may be in it.
  static func shown(_ name: String) -> String {
    guard isOnServer(name) else { return name }
    return (try? Address(name).shown) ?? "postgresql://"
  }
}
