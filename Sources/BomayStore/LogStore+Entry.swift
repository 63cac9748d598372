// SPDX-License-Identifier: Apache-2.0
public import BomayDomain

extension LogStore {
  /// One entry as it is stored; `nil` where the log has none. Reads no more than a run.
  public func entry(at revision: Revision) throws -> StoredEntry? {
    guard revision.number > 0 else { return nil }
    do {
      try entries(after: Revision(revision.number - 1)) { run in throw FirstOfRun(entry: run.first) }
    } catch let found as FirstOfRun {
      return found.entry?.revision == revision ? found.entry : nil
    }
    return nil
  }
}

/// Ends the reading of a log at its first run.
private struct FirstOfRun: Error { let entry: StoredEntry? }
