// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore
import BomayStoreSQLite
import Foundation
import Testing

@Suite("Personal data")
struct PersonalDataTests {
  private static let yaml = """
    decision: bo-nhiem-1
    document: ke-hoach-tinh-uy-2022
    effective: 2022-11-01
    changes:
      - person: nguoi-1
        name: Nguyen Van Thu Nghiem
        born: 1975-05-20
        local: nam-sach
      - appoint: nguoi-1
        post: nam-sach/phong-noi-vu/truong-phong
        as: main
    """

  private func names(_ session: RegisterSession) throws -> String? {
    session.register.asOf(try DemoFixture.day("2022-12-01"), knownAt: .latest).name(of: Identifier(rawValue: "nguoi-1"))
  }

  private func holds(_ session: RegisterSession) throws -> Int {
    session.register.asOf(try DemoFixture.day("2022-12-01"), knownAt: .latest)
      .holdings(of: Identifier(rawValue: "nguoi-1")).count
  }

  @Test("is kept beside the log, which holds only a commitment")
  func beside() throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(Self.yaml, in: session)
    #expect(outcome.errors == [])
    #expect(try names(session) == "Nguyen Van Thu Nghiem")
    var log = ""
    try session.store.entries(after: .zero) { for entry in $0 { log += String(decoding: entry.bytes, as: UTF8.self) } }
    #expect(!log.contains("Thu Nghiem") && !log.contains("1975-05-20") && log.contains("\"commitment\""))
    let kept = try session.store.personal()
    #expect(kept.count == 1)
    #expect(kept.allSatisfy { log.contains($0.key) && $0.value.commitment == $0.key && $0.value.salt.count == 16 })
    let again = try RegisterSession.open(session.store)
    #expect(try names(again) == "Nguyen Van Thu Nghiem")
    #expect(again.register.digest == session.register.digest)
  }

  @Test("is erased for good, and every root stays")
  func erased() throws {
    let session = try DemoFixture.session()
    _ = try DemoFixture.record(Self.yaml, in: session)
    let root = try session.store.tree().rootText
    #expect(try session.erase(Identifier(rawValue: "nguoi-1")) == 1)
    #expect(try session.store.tree().rootText == root)
    let again = try RegisterSession.open(session.store)
    #expect(try names(again) == nil)
    #expect(try holds(again) == 1)
    #expect(try session.store.personal().isEmpty)
    let file = try #require(session.store as? SQLiteLogStore).path
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: file + suffix) {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file + suffix))
      #expect(bytes.range(of: Data("Thu Nghiem".utf8)) == nil)
    }
  }

  @Test("is told to stand in words of decisions before it is erased, until they are corrected or annulled")
  func named() throws {
    let session = try DemoFixture.session()
    let person = Identifier<Person>(rawValue: "nguoi-1")
    _ = try DemoFixture.record(Self.yaml, in: session)
    func naming() throws -> [String] { try session.decisions(naming: person).own.map(\.rawValue) }
    #expect(try naming() == [], "the decision that introduces them names them beside the log")
    func saying(_ head: String, _ title: String) throws {
      let outcome = try DemoFixture.record(
        """
        \(head)
        title: \(title)
        rests: assumption
        effective: 2022-11-02
        changes:
          - observe: \(title.hasPrefix("N") ? "o-2" : "o-1")
            indicator: speeches
            in: nam-sach
            on: 2022-11-02
            words: one
        """, in: session)
      #expect(outcome.recorded != nil, "\(outcome.errors)")
    }
    try saying("decision: named-1", "Welcome to “Nguyen Van Thu Nghiem”")
    #expect(try naming() == ["named-1"])
    #expect(try session.decisions(naming: Identifier(rawValue: "nobody")).own == [])
    try saying("correct: named-1\nreason: a name", "Welcome")
    #expect(try naming() == [])
    // What is annulled says nothing more; the reason for it does, and cannot be corrected.
    try saying("decision: named-2", "Nguyen Van Thu Nghiem")
    #expect(try naming() == ["named-2"])
    let annulled = try DemoFixture.record("annul: named-2\nreason: Nguyen Van Thu Nghiem declined", in: session)
    #expect(annulled.recorded != nil, "\(annulled.errors)")
    #expect(try naming() == [])
    #expect(try session.decisions(naming: person).annulled.map(\.rawValue) == ["named-2"])
  }

  @Test("is taken out of what a finding quotes, before it is cut, and not out of what a thing is called")
  func quoted() throws {
    let session = try DemoFixture.session()
    _ = try DemoFixture.record(Self.yaml, in: session)
    let words = try #require(Catalogue("en"))
    let day = try DemoFixture.day("2022-12-01")
    // Cut after sixty letters, the name would be halved.
    let text = String(repeating: "x", count: 44) + " Nguyen Van Thu Nghiem"
    let finding = Diagnostic(.error, code: "unknown-word", values: ["text": .text(text), "key": .text("Nguyen")])
    for (register, isNamed) in [(session.register, true), (session.register.withoutPersonalData(), false)] {
      let said = words.words(finding, register.asOf(day, knownAt: register.head)).summary
      #expect(said.contains("Nguyen V") == isNamed && said.contains("[…]") != isNamed, "\(said)")
    }
  }

  @Test("that was altered beside the log is not believed")
  func altered() throws {
    let sealed = SealedAttributes(salt: [1, 2, 3], data: Array("{\"name\":\"A\"}".utf8))
    let other = SealedAttributes(salt: [1, 2, 3], data: Array("{\"name\":\"B\"}".utf8))
    #expect(sealed.commitment != other.commitment)
  }
}

@Suite("Allowances and staff")
struct StaffTests {
  @Test(
    "cost by the base salary in force in the month",
    arguments: [
      ("2022-11-01", 1_452_750), ("2023-08-01", 1_755_000), ("2024-08-01", 2_281_500),
    ])
  func allowance(day: String, monthly: Int64) throws {
    let session = try DemoFixture.session()
    let outcome = try DemoFixture.record(
      """
      decision: phu-cap
      document: ke-hoach-tinh-uy-2022
      effective: 2022-11-01
      changes:
        - person: nguoi-2
        - appoint: nguoi-2
          post: nam-sach/phong-noi-vu/truong-phong
          as: main
        - allowance: nguoi-2
          post: nam-sach/thanh-tra/chanh-thanh-tra
          main: nam-sach/phong-noi-vu/truong-phong
          rule: allowance-concurrent-commune
          coefficient: "1.95"
      """, in: session)
    #expect(outcome.errors == [])
    let moment = session.register.asOf(try DemoFixture.day(day), knownAt: .latest)
    #expect(moment.allowances().first?.monthly?.rounded(decimals: 0) == monthly)
  }

  @Test("opening plus in minus out is closing, or it is refused")
  func movement() throws {
    func yaml(_ closing: Int) -> String {
      """
      decision: bien-dong
      document: ke-hoach-tinh-uy-2022
      effective: 2021-01-01
      changes:
        - movement: tinh-hai-duong/cap-uy
          category: can-bo
          period: 2016..2020
          opening: 1541
          in: 0
          out: 201
          closing: \(closing)
      """
    }
    let session = try DemoFixture.session()
    #expect(try DemoFixture.record(yaml(1341), in: session).errors == ["movement-does-not-balance"])
    #expect(try DemoFixture.record(yaml(1340), in: session).errors == [])
  }

  @Test("present above assigned is warned of, and children may not exceed the parent")
  func quota() throws {
    let session = try DemoFixture.session()
    let over = try DemoFixture.record(
      """
      decision: giao-bien-che
      document: ke-hoach-tinh-uy-2022
      effective: 2022-01-01
      changes:
        - {assign-quota: nam-sach/ubnd, category: cong-chuc, period: 2022, number: 80}
        - {assign-quota: nam-sach/phong-noi-vu, category: cong-chuc, period: 2022, number: 8}
        - {headcount: nam-sach/phong-noi-vu, category: cong-chuc, "on": 2022-06-30, number: 9}
      """, in: session)
    #expect(over.errors == [])
    let findings = session.register.asOf(try DemoFixture.day("2022-07-01"), knownAt: .latest).findings()
    #expect(findings.contains { $0.code == "quota-exceeded" })
    let exceeding = try DemoFixture.record(
      """
      decision: giao-them
      document: ke-hoach-tinh-uy-2022
      effective: 2022-01-01
      changes:
        - {assign-quota: nam-sach/thanh-tra, category: cong-chuc, period: 2022, number: 90}
      """, in: session)
    #expect(exceeding.errors.contains("children-exceed-quota"))
  }
}
