// SPDX-License-Identifier: Apache-2.0
import BomayDomain
import BomayStore
import BomayStoreSQLite
import BomayTesting
import Foundation

// Appends batch after batch to a register file until it is killed. On standard output it says `open HEAD`,
// then for each batch `begin LAST` before it appends and `done LAST` once the append has returned.

func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

func stored(_ batch: WriterBatch) -> [StoredEntry] {
  batch.revisions.map { StoredEntry(revision: Revision($0), bytes: WriterBatch.bytes($0, in: batch)) }
}

let store = try SQLiteLogStore.open(at: CommandLine.arguments[1])
var head = try store.head().number
say("open \(head)")
// Nobody is there to kill it for ever: it ends by itself at last.
for _ in 0..<500 {
  let batch = WriterBatch(after: head)
  let entries = stored(batch)
  say("begin \(batch.last)")
  try store.append(
    entries, personal: [SealedAttributes(salt: batch.salt, data: [1])], after: Revision(head))
  say("done \(batch.last)")
  head = batch.last
}
