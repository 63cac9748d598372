// SPDX-License-Identifier: Apache-2.0
import CZlib
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("Compressed answers")
struct GzipTests {
  private static let address = "/api/v1/units?on=2022-10-31"

  /// What gzip made, undone by zlib itself.
  private func plain(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    try #require(inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
    defer { inflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: 4 << 20)
    let size: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        return inflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : nil
      }
    }
    return Array(output.prefix(try #require(size)))
  }

  @Test("are the plain ones, smaller, with a mark of their own", arguments: [address, "/", "/assets/style.css"])
  func same(address: String) async throws {
    let whole = try await ServerFixture.get(address)
    let zipped = try await ServerFixture.get(address, [.acceptEncoding: "br, gzip;q=0.8"])
    #expect(whole.header("Content-Encoding") == nil && zipped.header("Content-Encoding") == "gzip")
    #expect(try plain(zipped.bytes) == whole.bytes && zipped.bytes.count < whole.bytes.count / 2)
    for got in [whole, zipped] {
      #expect(got.header("Vary")?.contains("Accept-Encoding") == true)
      #expect(got.header("Content-Length").map { Int($0) == got.bytes.count } ?? true)
    }
    let (one, other) = (try #require(whole.header("ETag")), try #require(zipped.header("ETag")))
    #expect(one != other)
    let again = try await ServerFixture.get(address, [.acceptEncoding: "gzip", .ifNoneMatch: other])
    #expect(again.status == 304 && again.bytes.isEmpty && again.header("ETag") == other)
    #expect(again.header("Content-Encoding") == nil)
    #expect(try await ServerFixture.get(address, [.ifNoneMatch: one]).status == 304)
    #expect(try await ServerFixture.get(address, [.acceptEncoding: "gzip", .ifNoneMatch: one]).status == 200)
    #expect(try await ServerFixture.get(address, [.ifNoneMatch: other]).status == 200)
  }

  @Test("are of every kind of answer that is long enough, save pages that caches may not keep")
  func kinds() async throws {
    let page = try await ServerFixture.get("/nowhere", [.acceptEncoding: "gzip"])
    #expect(page.status == 404 && page.header("Content-Encoding") == nil && page.header("Cache-Control") == "no-store")
    let small = try await ServerFixture.get("/health", [.acceptEncoding: "gzip"])
    #expect(small.header("Content-Encoding") == nil && small.text == "{\"status\":\"ok\"}")
    let head = try await ServerFixture.request(.head, Self.address, [.acceptEncoding: "gzip"])
    #expect(head.bytes.isEmpty && head.header("ETag")?.hasSuffix("-gzip\"") == true)
  }

  @Test(
    "are for those who take them",
    arguments: [
      ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("deflate, gzip;q=1.0", true),
      ("gzip;q=0.5, identity;q=0.5", true), ("", false), ("identity", false), ("br", false), ("gzip;q=0", false),
      ("gzip; q=0.0, *", false), ("gzip;q=0.2, identity;q=0.9", false), ("*;q=0", false), ("gzip;q=x", false),
    ])
  func accepted(header: String, isAccepted: Bool) { #expect(Gzip.isAccepted(header) == isAccepted) }

  @Test("are never event streams, pictures of other kinds or small ones")
  func never() {
    #expect(!Gzip.isWanted("gzip", type: EventStream.type, size: 1 << 20))
    #expect(!Gzip.isWanted("gzip", type: "image/png", size: 1 << 20))
    #expect(!Gzip.isWanted("gzip", type: Reply.html, size: Gzip.least - 1))
    #expect(!Gzip.isWanted(nil, type: Reply.html, size: 1 << 20))
  }
}
