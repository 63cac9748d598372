// SPDX-License-Identifier: Apache-2.0
import BomayApp
import Foundation
import HTTPTypes
import Testing

@testable import BomayServer

@Suite("The page that converts a table, and lineage by name")
struct ConvertPageTests {
  private func send(
    _ fields: [(name: String, value: String)], file: String? = nil, to address: String = "/convert?lang=en"
  ) async throws -> ServerFixture.Got {
    var body = ""
    for field in fields {
      body += "--b\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n"
    }
    body +=
      "--b\r\nContent-Disposition: form-data; name=\"table\"; filename=\"\(file == nil ? "" : "t.csv")\"\r\n"
      + "Content-Type: text/csv\r\n\r\n\(file ?? "")\r\n--b--\r\n"
    return try await ServerFixture.request(
      .post, address, [.contentType: "multipart/form-data; boundary=b"], body: body)
  }

  private static let span = [("kind", "commune"), ("from", "2019-12-01"), ("to", "2019-12-02")]

  @Test("shows what a pasted table becomes, and gives it as a file")
  func pasted() async throws {
    let text = "code\tpeople\tname\r\n10693\t1200\tAn, B\r\n"
    let page = try await send(Self.span + [("pasted", text), ("format", "page")])
    #expect(page.status == 200, "\(page.text.suffix(3000))")
    #expect(page.text.contains("1 line was carried over") && page.text.contains("1200"))
    #expect(page.text.contains("10693\t1200") && page.text.contains("selected>"))
    let file = try await send(Self.span + [("pasted", text), ("format", "csv")])
    #expect(file.status == 200 && file.header("Content-Type") == "text/csv; charset=utf-8")
    #expect(file.header("Content-Disposition") == "attachment; filename=\"converted-2019-12-02.csv\"")
    #expect(file.text.contains("\r\n10693,") && file.text.contains("1200"))
  }

  @Test("takes a file, and says all faults at once with the form as it was filled in")
  func file() async throws {
    let good = try await send(Self.span + [("pasted", "")], file: "ma,dan\n10693,7\n")
    #expect(good.status == 200 && good.text.contains("1 line was carried over"))
    let bad = try await send(Self.span + [("pasted", "")], file: "ma,dan\n00000,1\n10693,2\n10693,3\n")
    #expect(bad.status == 422 && bad.text.contains("The table cannot be converted"))
    #expect(bad.text.contains("Line 2:") && bad.text.contains("Line 4:") && bad.text.contains("value=\"2019-12-02\""))
    let none = try await send(Self.span + [("pasted", "")])
    #expect(none.status == 400 && none.text.contains("Give a value for Table"))
    let day = try await send([("kind", "commune"), ("from", "x"), ("to", "2019-12-02")], file: "ma,dan\n10693,7\n")
    #expect(day.status == 400 && day.text.contains("is no day"))
  }

  @Test("takes nothing that is not its form, and markup stays text")
  func strict() async throws {
    let plain = try await ServerFixture.request(
      .post, "/convert", [.contentType: "application/x-www-form-urlencoded"], body: "a=b")
    #expect(plain.status == 415)
    let broken = try await ServerFixture.request(
      .post, "/convert?lang=en", [.contentType: "multipart/form-data; boundary=b"], body: "--b\r\nx")
    #expect(broken.status == 400 && broken.text.contains("The form cannot be read"))
    #expect(try await send(Self.span + [("other", "x")], file: "a").status == 400)
    let hostile = "code,people\n<script>,1\n\"><img src=x>,2\n"
    let page = try await send(Self.span + [("pasted", hostile), ("key", "\"><b>")])
    #expect(!page.text.contains("<script") && !page.text.contains("<img") && !page.text.contains("\"><b>"))
  }

  @Test("reads cells out of a spreadsheet as a table")
  func cells() {
    #expect(ConvertPage.commas("a\tb\n1\tx, y\r\n2\t\"z\"") == "a,b\n1,\"x, y\"\n2,\"\"\"z\"\"\"")
    #expect(ConvertPage.commas("a,b\n1\t2,3") == "a,b\n1\t2,3")
    #expect(ConvertPage.cells("1,\"x, \"\"y\"\"\",") == ["1", "x, y", ""])
  }

  @Test("lineage is asked for by name, and several of the name are offered")
  func byName() async throws {
    let span = "from=2018-01-01&to=2025-07-01&lang=en"
    let many = try await ServerFixture.get("/lineage?q=kinh+mon&\(span)")
    #expect(many.status == 200 && many.text.contains("units found"))
    let link = try #require(many.links.first { $0.hasPrefix("/lineage?unit=") })
    let one = try await ServerFixture.get(link)
    #expect(one.status == 200 && one.text.contains("<h2><a href=\"/units/"))
    #expect(try await ServerFixture.get("/lineage?q=zzzz&\(span)").text.contains("No unit bears or bore"))
    let known = try await ServerFixture.get("/lineage?unit=c10693&\(span)")
    #expect(known.text.contains("<svg") && known.text.contains("name=\"q\" value=\""))
    #expect(try await ServerFixture.get("/lineage?q=kinh+mon").status == 400)
  }
}
