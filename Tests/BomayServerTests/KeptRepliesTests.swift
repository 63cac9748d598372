// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import HTTPTypes
import NIOCore
import Testing

@testable import BomayServer

@Suite("Answers given again")
struct KeptRepliesTests {
  private func key(_ address: String, head: Int32 = 1) -> KeptReplies.Key {
    KeptReplies.Key(
      head: Revision(head), view: .whole, caller: .keeper, today: ServerFixture.today, language: "vi",
      address: address, isZipped: false)
  }

  private func reply(_ size: Int) -> RenderedReply {
    RenderedReply(
      status: .ok, type: Reply.json, fields: [:], tag: "\"x\"", isZipped: false,
      body: ByteBuffer(repeating: 65, count: size))
  }

  @Test("last for seconds, and no longer where the clock is put back")
  func seconds() {
    let replies = KeptReplies()
    replies.keep(reply(3), [Identifier(rawValue: "p")], for: key("/"), at: 100)
    #expect(replies.reply(key("/"), at: 100)?.persons == [Identifier(rawValue: "p")])
    #expect(replies.reply(key("/"), at: 104) != nil)
    for other in [99, 105, 1_000] as [Int64] { #expect(replies.reply(key("/"), at: other) == nil, "\(other)") }
    #expect(replies.reply(key("/", head: 2), at: 100) == nil)
    #expect(replies.reply(key("/?"), at: 100) == nil)
    replies.keep(reply(4), [], for: key("/"), at: 200)
    #expect(replies.size == (1, 4))
  }

  @Test("are bounded in number and in bytes, the oldest leave first")
  func bounds() {
    let replies = KeptReplies()
    for number in 0..<1_000 { replies.keep(reply(10), [], for: key("/\(number)"), at: 0) }
    #expect(replies.size == (KeptReplies.most, 10 * KeptReplies.most))
    #expect(replies.reply(key("/0"), at: 0) == nil && replies.reply(key("/999"), at: 0) != nil)
    replies.keep(reply(KeptReplies.largest + 1), [], for: key("/large"), at: 0)
    #expect(replies.reply(key("/large"), at: 0) == nil)
    for number in 0..<200 { replies.keep(reply(KeptReplies.largest), [], for: key("/l\(number)"), at: 0) }
    #expect(replies.size.bytes <= KeptReplies.mostBytes && replies.size.count > 1)
  }

  @Test("are the same, in each coding and language, and tell who has them already")
  func same() async throws {
    let headers: [HTTPFields] = [[:], [.acceptEncoding: "gzip"], [.acceptLanguage: "en"]]
    for uri in ["/units/tu-ky?on=2022-10-31", "/api/v1/pilots?on=2022-10-31"] {
      var tags: Set<String> = []
      for header in headers {
        let first = try await ServerFixture.get(uri, header)
        let again = try await ServerFixture.get(uri, header)
        #expect(first.status == 200 && first.bytes == again.bytes && first.headers == again.headers)
        let tag = try #require(again.header("ETag"))
        tags.insert(tag)
        var known = header
        known[.ifNoneMatch] = tag
        #expect(try await ServerFixture.get(uri, known).status == 304)
      }
      // Data in another language has other words on pages alone.
      #expect(tags.count == (uri.hasPrefix("/api") ? 2 : 3), "\(tags)")
    }
  }

  @Test("are of the register as it stands")
  func recorded() async throws {
    let fixture = try RecordingFixture()
    let uris = ["/units/tu-ky?lang=en", "/api/v1/units/tu-ky", "/"]
    for uri in uris { #expect(try await !fixture.get(uri).text.contains("Ten Moi"), "\(uri)") }
    let body = RecordingInterfaceTests.rename("r-1", "Ten Moi")
    #expect(try await fixture.decide(body, kind: "application/json").status == 201)
    for uri in uris { #expect(try await fixture.get(uri).text.contains("Ten Moi"), "\(uri)") }
    #expect(try await !fixture.get("/units/tu-ky?known_at=244").text.contains("Ten Moi"))
  }
}
