// SPDX-License-Identifier: Apache-2.0

/// Words with places to fill in: `{key}`, or `{key:one|many}` for one of the words as the value is 1 or not.
enum Pattern {
  static func keys(in text: Substring) -> [String] {
    var found: [String] = []
    var rest = text
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      found.append(String(rest[rest.index(after: open)..<close].prefix { $0 != ":" }))
      rest = rest[rest.index(after: close)...]
    }
    return found
  }

  /// With the values in their places; `?` for one that is not there.
  static func filled(_ text: Substring, _ values: [String: String]) -> String {
    var result = ""
    var rest = text
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(separator: ":", maxSplits: 1)
      let value = values[String(parts.first ?? "")] ?? "?"
      let forms = parts.count > 1 ? parts[1].split(separator: "|", maxSplits: 1) : []
      result += (value == "1" ? forms.first : forms.last).map(String.init) ?? value
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
