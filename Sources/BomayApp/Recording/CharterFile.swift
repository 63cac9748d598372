// SPDX-License-Identifier: Apache-2.0
public import BomayDomain
import BomayInterchange

/// Charter files.
public enum CharterFile {
  /// The charter in the file, or `nil` and its faults.
  public static func read(_ bytes: [UInt8], name: String) -> (Charter?, [Diagnostic]) {
    let sink = DiagnosticSink()
    let charter = readCharter(bytes, file: name, into: sink)
    return (sink.hasErrors ? nil : charter, sink.diagnostics)
  }
}

/// The published description of decision files.
public enum DecisionFiles {
  /// JSON Schema, 2020-12.
  public static var schema: String { DecisionSchema.text }
}
