// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayApp
import BomayDomain
import BomayStore
import BomayStorePostgres

struct ViewsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "views",
    abstract: "Fill the tables that others ask in SQL, of a register on PostgreSQL.",
    discussion: """
      The views are in the schema bomay_views: units, posts, holdings, pilots, targets, directives. Names of
      persons are in bomay_persons. Each row holds over the days in "valid" and was known over "known".

      Example: bomay views refresh --register postgresql://db.example/province
      """,
    subcommands: [Refresh.self, Follow.self])

  struct Refresh: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fill in what has been recorded since the last time.")
    @OptionGroup var register: RegisterOptions
    @Flag(name: .customLong("all"), help: "Fill them from the beginning.") var all = false

    func run() throws {
      let words = try register.words()
      let views = try Views(register)
      let revision = try words.refusing { try views.refresh(all: all) }
      Terminal.write(words.term("cli.views-filled", ["revision": revision.description]) + "\n")
    }
  }

  struct Follow: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fill them in, and again with each entry that anybody records, until it is stopped.")
    @OptionGroup var register: RegisterOptions

    func run() throws {
      let words = try register.words()
      let views = try Views(register)
      try words.refusing {
        let follower = try PostgresLogFollower(of: views.store)
        while true {
          // After a quiet minute the log is asked all the same.
          _ = try follower.wait(milliseconds: 60_000)
          try views.session.follow()
          _ = try views.refresh(all: false)
        }
      }
    }
  }
}

/// A register and the tables that are kept beside its log.
private struct Views {
  let session: RegisterSession
  let store: PostgresLogStore

  init(_ register: RegisterOptions) throws {
    session = try register.open()
    guard let store = session.store as? PostgresLogStore else {
      throw Failure(message: try register.words().term("cli.views-on-server"), status: 2)
    }
    self.store = store
  }

  /// - Returns: the revision that the tables have come to.
  func refresh(all: Bool) throws -> Revision {
    var at = all ? .zero : try store.viewsRevision()
    if at == .zero {
      return try store.fillViews { take in try StateTables(session.register).forEachStep(after: .zero, take) }
    }
    try StateTables(session.register).forEachStep(after: at) { step in
      // Where another process fills them as well, it goes on from here.
      if try store.write(step, after: at) { at = step.revision }
    }
    return at
  }
}
