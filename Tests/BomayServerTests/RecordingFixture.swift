// SPDX-License-Identifier: Apache-2.0
import BomayAccess
import BomayApp
import BomayDomain
import BomayStoreSQLite
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import BomayServer

/// A server that records, over a copy of the demo register.
struct RecordingFixture: Sendable {
  let path: String
  let server: RegisterServer
  /// What stands for a session in the forms of who has none.
  private let visit = Token().text

  /// One in which nothing is recorded.
  static let untouched = Result { try RecordingFixture() }

  static let recorder = Recorder(name: "keeper", host: "desk", software: "bomay test")

  init(recorder: Recorder? = RecordingFixture.recorder, seconds: @escaping @Sendable () -> Int64 = { 1_668_074_400 })
    throws
  {
    path = try ServerFixture.copy()
    var protection = Protection()
    protection.keeperRecords = recorder != nil
    server = try RegisterServer(
      RegisterSession.open(SQLiteLogStore.open(at: path)), language: "vi", today: { ServerFixture.today },
      seconds: seconds, ticks: { 0 }, openingTook: 0.25, protection: protection, recorder: recorder ?? "")
  }

  /// What stands in the store, whatever the server thinks.
  func head() throws -> Int32 { try SQLiteLogStore.open(at: path).head().number }

  func post(_ uri: String, _ body: String, _ headers: HTTPFields = [:]) async throws -> ServerFixture.Got {
    try await send(uri, Array(body.utf8), headers)
  }

  func send(_ uri: String, _ body: [UInt8], _ headers: HTTPFields = [:]) async throws -> ServerFixture.Got {
    var headers = headers
    headers[.cookie] = "bomay-visit=\(visit)"
    let sent = headers
    return try await server.application(host: "127.0.0.1", port: 0).test(.router) { client in
      try await client.execute(uri: uri, method: .post, headers: sent, body: ByteBuffer(bytes: body)) { response in
        ServerFixture.Got(
          status: response.status.code, headers: response.headers, bytes: Array(buffer: response.body))
      }
    }
  }

  func get(_ uri: String) async throws -> ServerFixture.Got {
    try await ServerFixture.get(uri, [.cookie: "bomay-visit=\(visit)"], from: server)
  }

  /// Posts a decision document to the interface.
  func decide(
    _ body: String, onto revision: String? = "\"244\"", key: String? = nil, preview: Bool = false,
    kind: String = "application/yaml", _ more: HTTPFields = [:]
  ) async throws -> ServerFixture.Got {
    var headers = more
    headers[.contentType] = kind
    if let revision { headers[.ifMatch] = revision }
    if let key { headers[try #require(HTTPField.Name("Idempotency-Key"))] = key }
    return try await post("/api/v1/decisions?lang=en\(preview ? "&preview=true" : "")", body, headers)
  }
}

extension ServerFixture.Got {
  func json() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text.prefix(400))")
  }

  var problem: String? {
    get throws { (try json()["type"] as? String)?.replacing("urn:bomay:problem:", with: "") }
  }
}

extension RecordingFixture {
  /// The token that a page gives its form.
  func token(_ uri: String) async throws -> String {
    let page = try await get(uri)
    let found = try #require(page.text.firstMatch(of: /name="csrf" value="([^"]+)"/), "\(page.status)")
    return String(found.1)
  }

  /// Sends a form with files, as a browser does.
  func upload(
    _ uri: String, _ fields: [(String, String)], file: (name: String, bytes: [UInt8])? = nil
  ) async throws -> ServerFixture.Got {
    let boundary = "----test"
    var body: [UInt8] = []
    for (name, value) in fields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8)
      body += Array(value.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n").utf8) + [13, 10]
    }
    if let file {
      let disposition = "form-data; name=\"file\"; filename=\"\(file.name)\""
      body += Array("--\(boundary)\r\nContent-Disposition: \(disposition)\r\n\r\n".utf8) + file.bytes + [13, 10]
    }
    body += Array("--\(boundary)--\r\n".utf8)
    return try await send(uri, body, [.contentType: "multipart/form-data; boundary=\(boundary)"])
  }

  /// Sends a form without files.
  func submit(_ uri: String, _ fields: [(String, String)]) async throws -> ServerFixture.Got {
    let pairs = fields.map { (name: $0.0, value: $0.1) }
    return try await post(uri, Query.text(pairs), [.contentType: "application/x-www-form-urlencoded"])
  }
}

extension ServerFixture.Got {
  /// The hidden fields of the form for recording, to be sent on.
  var hidden: [(String, String)] {
    text.matches(of: /<input type="hidden" name="(csrf|seen|revision)" value="([^"]*)">/).map {
      (String($0.1), String($0.2))
    }
  }
}
