// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayStore
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer with what caches need to know about it.
struct Reply: Sendable {
  var status = HTTPResponse.Status.ok
  var type: String
  var body: String
  var language: String?
  /// More headers by their names.
  var headers: [String: String] = [:]

  /// The answer, compressed where the asker takes it so, or 304 where the asker has it already.
  func response(to request: Request) -> Response { rendered(for: request).response(to: request) }

  /// As it is sent to whoever takes what the sender of the request takes.
  func rendered(for request: Request) -> RenderedReply {
    // A page with the token of a form must not let its length tell of it.
    let isSecret = headers["Cache-Control"] == "no-store" && type == Reply.html
    let isZipped = !isSecret && Gzip.isWanted(request.headers[.acceptEncoding], type: type, size: body.utf8.count)
    let digest = digest
    var fields: HTTPFields = [:]
    fields[.cacheControl] = "private, no-cache"
    fields[.vary] = "Accept-Language, Accept, Accept-Encoding"
    if let language { fields[.contentLanguage] = language }
    for (name, value) in headers { if let name = HTTPField.Name(name) { fields[name] = value } }
    let zipped = isZipped ? Gzip.compressed([UInt8](body.utf8)) : nil
    // Each coding of an answer has a mark of its own, as it has bytes of its own.
    let tag = "\"\(digest)\(zipped == nil ? "" : "-gzip")\""
    // A mark that the answer was given, as that of a revision, stays.
    if headers["ETag"] == nil { fields[.eTag] = tag }
    return RenderedReply(
      status: status, type: type, fields: fields, tag: tag, isZipped: zipped != nil,
      body: zipped.map { ByteBuffer(bytes: $0) } ?? ByteBuffer(string: body))
  }

  /// Half of the SHA-256 of the body, in hexadecimal.
  private var digest: String {
    String(sha256([UInt8](body.utf8)).prefix(32))
  }
}

/// An answer as its bytes.
struct RenderedReply: Sendable {
  let status: HTTPResponse.Status
  let type: String
  let fields: HTTPFields
  /// Of the bytes.
  let tag: String
  let isZipped: Bool
  let body: ByteBuffer

  /// The answer, or 304 where the asker has it already.
  func response(to request: Request) -> Response {
    var fields = fields
    let isReading = request.method == .get || request.method == .head
    if status == .ok, isReading, Self.names(tag, in: request.headers[.ifNoneMatch]) {
      fields[.eTag] = tag
      return Response(status: .notModified, headers: fields)
    }
    fields[.contentType] = type
    if isZipped { fields[.contentEncoding] = "gzip" }
    return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: body))
  }

  private static func names(_ tag: String, in header: String?) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { item in
      let item = item.filter { $0 != " " }
      return item == "*" || item == tag || item == "W/" + tag
    }
  }
}

extension Reply {
  static let html = "text/html; charset=utf-8"
  static let json = "application/json"
  static let csv = "text/csv; charset=utf-8"
}
