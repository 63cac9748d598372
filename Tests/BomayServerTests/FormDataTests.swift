// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@testable import BomayServer

@Suite("Forms with files")
struct FormDataTests {
  private static let kind = "multipart/form-data; boundary=----x1"

  private func read(_ text: String, _ type: String = kind) -> FormData? { FormData(Array(text.utf8), type: type) }

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

  @Test("have a bounded number of parts")
  func many() {
    let part = "------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"
    #expect(read(String(repeating: part, count: FormData.mostParts) + "------x1--")?.parts.count == 64)
    #expect(read(String(repeating: part, count: FormData.mostParts + 1) + "------x1--") == nil)
  }

  @Test("read nothing beyond their bounds, whatever is cut off or put in", arguments: 0..<60)
  func cut(place: Int) {
    let bytes = Array(Self.good.utf8)
    let end = place * bytes.count / 60
    #expect(FormData(Array(bytes[..<end]), type: Self.kind) == nil)
    var changed = bytes
    changed[end] = 0xFF
    if let form = FormData(changed, type: Self.kind) { #expect(form.parts.count <= 2) }
  }
}
