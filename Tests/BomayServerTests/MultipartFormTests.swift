// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import BomayServer

@Suite("Forms with files")
struct MultipartFormTests {
  private static let kind = "multipart/form-data; boundary=----x1"

  private func read(_ text: String, _ type: String = kind) -> MultipartForm? {
    MultipartForm(Array(text.utf8), type: type)
  }

  private static let good =
    "------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n------x1\r\n"
    + "Content-Disposition: form-data; name=\"t\"; filename=\"b%22.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    + "x,y\r\n--\r\n------x1--\r\n"

  @Test("are read as a browser writes them")
  func asWritten() throws {
    let form = try #require(read(Self.good))
    #expect(form.parts.map(\.name) == ["a", "t"])
    #expect(form["a"]?.text == "one\r\ntwo" && form["a"]?.file == nil)
    #expect(form["t"]?.text == "x,y\r\n--" && form["t"]?.file == "b\".csv")
    #expect(try #require(read(Self.good, "Multipart/Form-Data; boundary=\"----x1\"")).parts.count == 2)
    let empty = "------x1\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n------x1--"
    #expect(read(empty)?["f"]?.bytes.isEmpty == true)
  }

  /// What a browser would have written, with one thing otherwise.
  private static let changes: [(what: String, by: String)] = [
    ("name=\"a\"", "name=a"), ("name=\"a\"", "name=\"\""), ("name=\"a\"", "name=\"a\"; name=\"b\""),
    ("name=\"a\"", "name=\"a\"; filename*=utf-8''x"), ("form-data;", "attachment;"), ("\r\n\r\n", "\n\n"),
    ("Content-Type: text/csv", "Content-Transfer-Encoding: base64"), ("Content-Type: text/csv", "no colon"),
    ("Content-Type: text/csv", "Content-Type: " + String(repeating: "x", count: 3000)), ("------x1--", "------x1-"),
  ]

  @Test("are refused where a browser would not have written them", arguments: 0..<10)
  func changed(place: Int) {
    let change = Self.changes[place]
    #expect(read(Self.good.replacing(change.what, with: change.by)) == nil, "\(change)")
  }

  @Test("are refused where more or less was sent, or the type names no boundary of theirs")
  func whole() {
    for text in ["", "x" + Self.good, Self.good + "x", String(Self.good.dropLast(3))] { #expect(read(text) == nil) }
    let long = "multipart/form-data; boundary=" + String(repeating: "a", count: 71)
    for type in [
      "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=----x1", long,
      "multipart/form-data; boundary=----x2", "multipart/form-data; boundary=a\"b",
    ] { #expect(read(Self.good, type) == nil, "\(type)") }
  }

  @Test("have so many parts at most, with heads so long at most")
  func bounds() {
    func read(_ text: String) -> MultipartForm? {
      MultipartForm(Array(text.utf8), type: Self.kind, limits: MultipartForm.Limits(parts: 2, head: 60))
    }
    let part = "------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"
    #expect(read(part + part + "------x1--")?.parts.count == 2)
    #expect(read(part + part + part + "------x1--") == nil)
    let long = part.replacing("\"a\"", with: "\"\(String(repeating: "a", count: 60))\"")
    #expect(read(long + "------x1--") == nil)
  }

  @Test(
    "are refused where a part is not a part",
    arguments: [
      "--b", "--b\n", "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b", "--b\n\nx\n--b--",
      "--b\nContent-Type: x\n\nx\n--b--", "--b\nContent-Disposition: form-data; name=\"a\nContent-Type: x\n\nx\n--b--",
      "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--bb\n--b--",
      "preamble\n--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n--b--",
    ])
  func parts(text: String) {
    let body = Array(text.replacing("\n", with: "\r\n").utf8)
    #expect(MultipartForm(body, type: "multipart/form-data; boundary=b") == nil)
  }

  @Test("hold contents byte for byte, and heads in any order")
  func contents() throws {
    let text = """
      --b
      Content-Disposition: form-data; name="text"

      a
      -- b is no end
      --b
      Content-Type: application/yaml
      content-disposition: form-data; name="fi%22le"; filename="t\u{1EE9}.yaml"


      --b--

      """
    let body = Array(text.replacing("\n", with: "\r\n").utf8)
    let form = try #require(MultipartForm(body, type: "multipart/form-data;charset=utf-8; boundary=\"b\""))
    #expect(form.parts.map(\.name) == ["text", "fi\"le"])
    #expect(form.parts.map(\.file) == [nil, "t\u{1EE9}.yaml"])
    #expect(form["text"]?.text == "a\r\n-- b is no end")
    #expect(MultipartForm(Array("--b--".utf8), type: "multipart/form-data; boundary=b")?.parts.isEmpty == true)
  }

  @Test("read nothing beyond their bounds, whatever is cut off or put in", arguments: 0..<60)
  func cut(place: Int) {
    let bytes = Array(Self.good.utf8)
    let end = place * bytes.count / 60
    #expect(MultipartForm(Array(bytes[..<end]), type: Self.kind) == nil)
    var changed = bytes
    changed[end] = 0xFF
    if let form = MultipartForm(changed, type: Self.kind) { #expect(form.parts.count <= 2) }
  }
}
