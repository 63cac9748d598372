// SPDX-License-Identifier: Apache-2.0
import BomayApp
import HTTPTypes
import Hummingbird
import Synchronization

/// What the server counts of itself, in the text format of Prometheus (version 0.0.4).
///
/// Routes are templates and methods those that are known, so that no request adds a line of its own.
final class Metrics: Sendable {
  private struct Kind: Hashable, Comparable {
    let route: String
    let method: String
    let status: Int

    static func < (left: Kind, right: Kind) -> Bool {
      (left.route, left.method, left.status) < (right.route, right.method, right.status)
    }
  }

  private struct Histogram {
    /// One more than there are bounds: the last is of what took longer.
    var counts = Array(repeating: 0, count: Metrics.bounds.count + 1)
    var sum = 0.0

    mutating func add(_ seconds: Double) {
      counts[Metrics.bounds.firstIndex { seconds <= $0 } ?? Metrics.bounds.count] += 1
      sum += seconds
    }
  }

  private struct State {
    var requests: [Kind: Int] = [:]
    var durations: [String: Histogram] = [:]
    /// By routes as the router writes them, as many as there are.
    var templates: [String?: String] = [:]
  }

  /// Upper bounds of the buckets, in seconds.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
  static let type = "text/plain; version=0.0.4; charset=utf-8"
  private let state = Mutex(State())

  private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .delete, .options, .patch]

  /// - Parameters:
  ///   - path: the route as the router writes it; `nil` where there is none.
  ///   - seconds: from when the request was read until its answer was made.
  func count(path: String?, method: HTTPRequest.Method, status: Int, seconds: Double) {
    let method = Metrics.methods.contains(method) ? method.rawValue : "other"
    state.withLock { state in
      let route = state.templates[path] ?? Counter.template(path)
      state.templates[path] = route
      state.requests[Kind(route: route, method: method, status: status), default: 0] += 1
      state.durations[route, default: Histogram()].add(seconds)
    }
  }

  /// What is so at the moment, beside what was counted.
  struct Gauges {
    let revision: Int
    let listeners: Int
    let openingTook: Double
  }

  func text(_ gauges: Gauges, _ words: Catalogue) -> String {
    let state = state.withLock { $0 }
    var text = head("http_requests_total", "counter", words)
    for (kind, count) in state.requests.sorted(by: { $0.key < $1.key }) {
      let labels = "route=\"\(Metrics.escaped(kind.route))\",method=\"\(kind.method)\",status=\"\(kind.status)\""
      text += "bomay_http_requests_total{\(labels)} \(count)\n"
    }
    text += head("http_request_duration_seconds", "histogram", words)
    for (route, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
      text += lines(of: histogram, "route=\"\(Metrics.escaped(route))\"")
    }
    text += head("register_revision", "gauge", words) + "bomay_register_revision \(gauges.revision)\n"
    text += head("events_listeners", "gauge", words) + "bomay_events_listeners \(gauges.listeners)\n"
    text += head("register_open_seconds", "gauge", words) + "bomay_register_open_seconds \(gauges.openingTook)\n"
    return text
  }

  private func head(_ name: String, _ type: String, _ words: Catalogue) -> String {
    "# HELP bomay_\(name) \(words.term("metrics.\(name)"))\n# TYPE bomay_\(name) \(type)\n"
  }

  private func lines(of histogram: Histogram, _ label: String) -> String {
    let name = "bomay_http_request_duration_seconds"
    var text = ""
    var count = 0
    for (bound, number) in zip(Metrics.bounds, histogram.counts) {
      count += number
      text += "\(name)_bucket{\(label),le=\"\(bound)\"} \(count)\n"
    }
    count += histogram.counts[Metrics.bounds.count]
    text += "\(name)_bucket{\(label),le=\"+Inf\"} \(count)\n"
    return text + "\(name)_sum{\(label)} \(histogram.sum)\n\(name)_count{\(label)} \(count)\n"
  }

  static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

/// Counts each request, refused ones too.
struct Counter: RouterMiddleware {
  typealias Context = ServedContext
  let metrics: Metrics
  /// Nanoseconds of a clock that only goes forward.
  let ticks: @Sendable () -> UInt64

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = ticks()
    let response = try await next(request, context)
    metrics.count(
      path: context.endpointPath, method: request.method, status: response.status.code,
      seconds: Double(ticks() &- start) / 1_000_000_000)
    return response
  }

  /// The route as the OpenAPI document writes it: `/units/{id}` for `/units/:id`; `none` where there is none.
  static func template(_ path: String?) -> String {
    guard let path, path != "NotFound" else { return "none" }
    let parts = path.split(separator: "/").map { part in
      part.hasPrefix(":") ? "{\(part.dropFirst())}" : part.hasPrefix("${") ? String(part.dropFirst()) : String(part)
    }
    return "/" + parts.joined(separator: "/")
  }
}
