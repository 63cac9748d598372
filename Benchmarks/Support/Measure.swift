// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Taking times and printing them with the bar beside them.
public enum Measure {
  /// Seconds of the median of several runs.
  public static func median(_ runs: Int, _ body: () -> Void) -> Double {
    var times: [Double] = []
    for _ in 0..<runs {
      let start = DispatchTime.now().uptimeNanoseconds
      body()
      times.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9)
    }
    return times.sorted()[runs / 2]
  }

  public static func line(_ what: String, _ measured: String, bar: String) {
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    print("  \(padded(what, 52))\(padded(measured, 26))bar: \(bar)")
  }

  public static func format(_ value: Double, _ unit: String) -> String { String(format: "%.3g %@", value, unit) }

  public static func residentBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return pages * 4096
  }

  /// Seconds that one run takes.
  public static func once(_ body: () throws -> Void) rethrows -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    try body()
    return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
  }

  /// Seconds of the medians of two ways of doing a thing, taken in turn: what else the machine does meets both.
  public static func pair(
    _ runs: Int, _ one: () throws -> Void, _ other: () throws -> Void
  ) rethrows -> (one: Double, other: Double) {
    var times: [(Double, Double)] = []
    for _ in 0..<runs { times.append((try once(one), try once(other))) }
    return (times.map(\.0).sorted()[runs / 2], times.map(\.1).sorted()[runs / 2])
  }

  /// The most memory that the process has had, in bytes.
  public static func peakBytes() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return kilobytes * 1024
  }
}
