// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import BomayServer

@Suite("Forms with files")
struct MultipartFormTests {
  private static func form(_ text: String, limits: MultipartForm.Limits = .init()) -> MultipartForm? {
    MultipartForm(bytes: Array(text.replacing("\n", with: "\r\n").utf8), boundary: "b", limits: limits)
  }

  @Test("are read part by part, contents byte for byte")
  func read() throws {
    let form = try #require(
      Self.form(
        """
        --b
        Content-Disposition: form-data; name="text"

        a
        -- b is no end
        --b
        Content-Type: application/yaml
        content-disposition: form-data; name="fi%22le"; filename="t\u{1EE9}.yaml"


        --b
        Content-Disposition: form-data; name="empty"


        --b--

        """))
    #expect(form.parts.map(\.name) == ["text", "fi\"le", "empty"])
    #expect(form.parts.map(\.filename) == [nil, "t\u{1EE9}.yaml", nil])
    #expect(String(decoding: form.parts[0].bytes, as: UTF8.self) == "a\r\n-- b is no end")
    #expect(form.parts[1].bytes.isEmpty && form.parts[2].bytes.isEmpty)
    #expect(Self.form("--b--")?.parts.isEmpty == true)
  }

  @Test(
    "that are not exactly of the form are refused",
    arguments: [
      "", "--b", "--b\n", "--c\nContent-Disposition: form-data; name=\"a\"\n\nx\n--c--",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--\nmore",
      "--b\n\nx\n--b--", "--b\nContent-Type: x\n\nx\n--b--",
      "--b\nContent-Disposition: attachment; name=\"a\"\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=a\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\nContent-Type: x\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\"\nno field\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--bb\n--b--",
      "preamble\n--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--",
    ])
  func refused(text: String) { #expect(Self.form(text) == nil) }

  @Test("have so many parts at most, with heads so long at most")
  func bounds() {
    let part = "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n"
    let limits = MultipartForm.Limits(parts: 2, head: 60)
    #expect(Self.form(part + part + "--b--", limits: limits)?.parts.count == 2)
    #expect(Self.form(part + part + part + "--b--", limits: limits) == nil)
    let long = part.replacing("\"a\"", with: "\"\(String(repeating: "a", count: 60))\"")
    #expect(Self.form(long + "--b--", limits: limits) == nil)
  }

  @Test("say their boundary in the header")
  func boundary() {
    #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=----x1") == "----x1")
    #expect(MultipartForm.boundary(of: "Multipart/Form-Data;charset=utf-8; boundary=\"a b\"") == nil)
    #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=\"a=b\"") == "a=b")
    #expect(MultipartForm.boundary(of: "multipart/form-data") == nil)
    #expect(MultipartForm.boundary(of: "multipart/mixed; boundary=x") == nil)
    #expect(MultipartForm.boundary(of: "multipart/form-data; boundary=\(String(repeating: "x", count: 71))") == nil)
  }
}
