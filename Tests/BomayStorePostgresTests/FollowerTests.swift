// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStorePostgres
import BomayTesting
import Foundation
import Testing

@Suite("Whoever follows a register on PostgreSQL")
struct FollowerTests {
  /// Follows until the register has so many entries, or somebody has failed, and gives its digest.
  private func follow(_ address: String, until head: Int32, _ failures: Gathered) throws -> String {
    let store = try PostgresLogStore.open(at: address)
    let follower = try PostgresLogFollower(of: store)
    let session = try RegisterSession.open(store)
    while session.register.head.number < head, failures.all.isEmpty {
      if try follower.wait(milliseconds: 1000) { try session.follow() }
    }
    return session.register.digest
  }

  @Test("hears of what another appends")
  func hears() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    let follower = try PostgresLogFollower(of: store)
    #expect(try follower.wait(milliseconds: 60_000), "what came before it listened")
    #expect(try !follower.wait(milliseconds: 0))
    try PostgresLogStore.open(at: database.address).append(StorePromise.entries(1...2), personal: [], after: .zero)
    #expect(try follower.wait(milliseconds: 60_000))
    #expect(try !follower.wait(milliseconds: 0))
  }

  @Test("is not woken by an append that was refused")
  func refused() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    let follower = try PostgresLogFollower(of: store)
    #expect(try follower.wait(milliseconds: 0))
    #expect(throws: StoreError.self) {
      try store.append(StorePromise.entries(1...1) + StorePromise.entries(1...1), personal: [], after: .zero)
    }
    #expect(try !follower.wait(milliseconds: 200))
  }

  @Test("misses nothing that is appended while its connection is cut")
  func cut() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let store = try PostgresLogStore.create(at: database.address)
    let follower = try PostgresLogFollower(of: store)
    #expect(try follower.wait(milliseconds: 0))
    for round in 0..<Int32(5) {
      try database.cutAll()
      try store.append(
        StorePromise.entries((round + 1)...(round + 1)), personal: [], after: Revision(round))
      #expect(try follower.wait(milliseconds: 60_000), "round \(round)")
      #expect(try store.head() == Revision(round + 1))
    }
  }

  @Test("ends with the digest that the others have, when three write and read at once and are cut off meanwhile")
  func threeAtOnce() throws {
    guard let database = try PostgresHere.server()?.database() else { return }
    let address = database.address
    let start = try RegisterSession.open(PostgresLogStore.create(at: address))
    let bytes = try #require(Resources.bytes("charters/vn.yaml"))
    let (read, _) = CharterFile.read(bytes, name: "vn")
    let charter = try #require(read)
    try start.adopt(charter, at: Instant(seconds: 1_600_000_000), by: "test")
    let (outcomes, digests) = (Gathered(), Gathered())
    DispatchQueue.concurrentPerform(iterations: 7) { worker in
      do {
        switch worker {
        case 0..<3: try write(12, as: worker, to: address, outcomes)
        case 3..<6:
          let digest = try follow(address, until: 37, outcomes)
          digests.add(digest)
        default:
          for _ in 0..<4 {
            usleep(150_000)
            try database.cutAll()
          }
        }
      } catch {
        outcomes.add("worker \(worker): \(error)")
      }
    }
    #expect(outcomes.all == [])
    try start.follow()
    #expect(start.register.head == Revision(37))
    #expect(digests.all == Array(repeating: start.register.digest, count: 3))
    #expect(try start.store.verify().altered.isEmpty)
  }

  /// Records decisions one by one; who is told that the log moved follows and tries again.
  private func write(_ count: Int, as writer: Int, to address: String, _ outcomes: Gathered) throws {
    let session = try RegisterSession.open(PostgresLogStore.open(at: address))
    for number in 0..<count {
      let file = InputFile(
        name: "\(writer)-\(number).yaml",
        bytes: Array(
          """
          decision: d-\(writer)-\(number)
          rests: reading
          effective: 2020-01-01
          changes:
            - {establish: u-\(writer)-\(number), kind: so, name: Unit \(number)}
          """.utf8))
      let outcome = try record(file, in: session, by: Recorder(name: "writer \(writer)"))
      if outcome.recorded == nil { outcomes.add("\(outcome.diagnostics.map(\.code))") }
    }
  }

  private func record(_ file: InputFile, in session: RegisterSession, by author: Recorder) throws -> Outcome {
    while true {
      do {
        return try session.record([file], at: Instant(seconds: 1_600_000_100), by: author)
      } catch {
        guard case .store(.moved) = error else { throw error }
      }
      try session.follow()
    }
  }
}
