// SPDX-License-Identifier: Apache-2.0
import BomayApp
import BomayDomain
import BomayStore

/// What the world, or a file, may refuse, told in words and with the status that scripts see.
extension Catalogue {
  /// Does what may be refused.
  func refusing<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as StoreError {
      throw Failure(message: text(error), status: 3)
    } catch let error as SessionError {
      throw Failure(message: text(error), status: 3)
    } catch let error as LogFileFault {
      throw Failure(message: text(error), status: 1)
    }
  }

  func text(_ error: StoreError) -> String {
    switch error {
    case .notFound(let path): term("store.notFound", ["path": path])
    case .alreadyThere(let path): term("store.alreadyThere", ["path": path])
    case .notARegister(let path): term("store.notARegister", ["path": path])
    case .newer(let path, let format): term("store.newer", ["path": path, "format": String(format)])
    case .damaged(let path, let problem): term("store.damaged", ["path": path, "problem": problem])
    case .moved(let from, let to): term("store.moved", ["from": from.description, "to": to.description])
    case .full(let path): term("store.full", ["path": path])
    case .readOnly(let path): term("store.readOnly", ["path": path])
    case .busy(let path): term("store.busy", ["path": path])
    case .unreachable(let path, let problem): term("store.unreachable", ["path": path, "problem": problem])
    case .unconfirmed(let path): term("store.unconfirmed", ["path": path])
    case .failed(let path, let problem): term("store.failed", ["path": path, "problem": problem])
    }
  }

  func text(_ error: MomentFault) -> String {
    switch error {
    case .notADay(let text): term("cli.not-a-day", ["text": text])
    case .noSuchRevision(let text, let head): term("cli.no-such-revision", ["text": text, "head": head.description])
    case .notARevision(let text): term("cli.not-a-revision", ["text": text])
    }
  }

  func text(_ error: SessionError) -> String {
    switch error {
    case .store(let inner): text(inner)
    case .damaged(let revision): term("store.damagedEntry", ["revision": String(revision)])
    case .newer(let revision, let what): term("store.newerEntry", ["revision": String(revision), "what": what])
    }
  }

  private func text(_ fault: LogFileFault) -> String {
    switch fault {
    case .notALog: term("log-file.notALog")
    case .newer(let format): term("log-file.newer", ["format": String(format)])
    case .line(let number): term("log-file.line", ["line": String(number)])
    case .cut(let lines, let promised):
      term("log-file.cut", ["lines": String(lines), "promised": String(promised)])
    case .root(let found, let promised): term("log-file.root", ["found": found, "promised": promised])
    }
  }
}
