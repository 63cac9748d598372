// SPDX-License-Identifier: Apache-2.0
import BomayStoreSQLite
import BomayTesting
import Foundation
import Testing

@Suite("The register file, as any store")
struct ConformanceTests {
  @Test("keeps what every store promises", arguments: StorePromise.all)
  func promises(promise: StorePromise) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bomay-promise-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("r.bomay").path
    try promise.hold(
      StorePlace(create: { try SQLiteLogStore.create(at: path) }, open: { try SQLiteLogStore.open(at: path) }))
  }
}
