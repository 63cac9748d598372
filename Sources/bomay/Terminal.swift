// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the program is printed on.
enum Terminal {
  static let isOutputATerminal = isatty(1) == 1
  static let isErrorATerminal = isatty(2) == 1

  /// Columns of the terminal; `nil` where the output goes elsewhere and need not be wrapped.
  static var width: Int? {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), columns >= 40 {
      return columns
    }
    guard isOutputATerminal else { return nil }
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 40 else { return 100 }
    return Int(size.ws_col)
  }

  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  static func write(bytes: [UInt8]) {
    FileHandle.standardOutput.write(Data(bytes))
  }

  static func complain(_ text: String) {
    FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  /// Wraps the text in the escape of a colour, on a terminal only.
  static func colour(_ text: String, _ code: Int) -> String {
    let isPlain = ProcessInfo.processInfo.environment["NO_COLOR"] != nil
    return isErrorATerminal && !isPlain ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  static func leave(_ status: Int32) -> Never {
    Foundation.exit(status)
  }
}

/// Tells on the terminal that something long is under way, once it has taken a second; nothing elsewhere.
final class Progress: Sendable {
  private let what: String
  private let start = DispatchTime.now()
  private let state = Mutex(State())

  private struct State {
    var done: Int?
    var isShown = false
    var isFinished = false
  }

  private init(_ what: String) {
    self.what = what
    // Where nobody looks, nothing is told and no clock runs.
    guard Terminal.isErrorATerminal else { return }
    Thread.detachNewThread { [weak self] in
      Thread.sleep(forTimeInterval: 1)
      while let progress = self, progress.show() { Thread.sleep(forTimeInterval: 0.25) }
    }
  }

  /// Does the work, and tells of it meanwhile.
  static func during<Value, Fault>(
    _ what: String, _ work: (Progress) throws(Fault) -> Value
  ) throws(Fault) -> Value {
    let progress = Progress(what)
    defer { progress.finish() }
    return try work(progress)
  }

  /// How far the work has come, where it can be counted.
  func tick(_ done: Int) { state.withLock { $0.done = done } }

  /// - Returns: whether the work is still under way.
  private func show() -> Bool {
    state.withLock { state in
      guard !state.isFinished else { return false }
      state.isShown = true
      let seconds = (DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000_000
      let reached = state.done.map { "\($0), " } ?? ""
      FileHandle.standardError.write(Data("\r\(what) \(reached)\(seconds) s\u{1B}[K".utf8))
      return true
    }
  }

  private func finish() {
    state.withLock { state in
      state.isFinished = true
      if state.isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
  }
}
