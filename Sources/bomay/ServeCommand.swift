// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BomayAccess
import BomayApp
import BomayDomain
import BomayOIDC
import BomayServer
import BomayStore
import Foundation

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the register in a browser, and answer programs under /api/v1.",
    discussion: """
      Without accounts it listens only where nobody but this machine comes, and only reads; with --record whoever uses
      this machine while it runs can record, under the name that "bomay record" would give. With a file
      of accounts beside the register, or one named by --accounts, whoever comes must sign in; where no administrator
      can, a link to set the first password is printed. Then accounts record that may approve, each as far as its role
      reaches.
      Entries that another process records are seen at once. Stop it with Ctrl-C or SIGTERM: answers under way are
      finished first.

      Example: bomay serve --register hai-duong.bomay
      """)

  @OptionGroup var accounts: AccountOptions
  @Flag(name: .customLong("public"), help: "Let who has not signed in read what is not personal.") var isPublic = false
  @Flag(
    name: .customLong("behind-proxy"),
    help: "A proxy stands before it that speaks TLS, hands on Host and adds X-Forwarded-For.")
  var isBehindProxy = false
  @Option(name: .customLong("tls-certificate"), help: "The server's certificate and those above it, in PEM form.")
  var certificate: String?
  @Option(name: .customLong("tls-key"), help: "The key of the certificate, in PEM form.") var key: String?
  @Option(
    name: .customLong("oidc-issuer"), help: "Take bearer tokens of this OpenID Connect provider under /api."
  )
  var issuer: String?
  @Option(name: .customLong("oidc-audience"), help: "Whom the tokens must be meant for.") var audience: String?
  @Option(name: .customLong("oidc-claim"), help: "The claim that is the name of the account.") var claim = "sub"
  @Option(
    name: .customLong("metrics-token"),
    help: "A file with a token of 16 characters or more; who sends it as a bearer token may read /metrics.")
  var metricsToken: String?
  @Option(name: .customLong("host"), help: "The address to listen on; other than of this machine only with accounts.")
  var host = "127.0.0.1"
  @Option(name: .customLong("port"), help: "The port to listen on; 0 for any that is free.") var port = 8080
  @Option(name: .customLong("show"), help: "The day that the printed address asks for, YYYY-MM-DD (default: today).")
  var shown: String?
  @Flag(name: .customLong("record"), help: "Without accounts: record what is sent by form, by file or by programs.")
  var records = false

  func run() async throws {
    let register = accounts.register
    let words = try register.words()
    let protection = try protection(words)
    guard Loopback.contains(host) || protection.mayLeaveThisMachine else {
      throw Failure(message: words.term("cli.only-loopback", ["host": host]), status: 2)
    }
    guard (0...65_535).contains(port) else {
      throw Failure(message: words.term("cli.not-a-port", ["port": String(port)]), status: 2)
    }
    let start = Clock.ticks
    let session = try register.open()
    let server = try RegisterServer(
      session, language: words.language, today: { Clock.today }, seconds: { Clock.now.seconds },
      ticks: { Clock.ticks }, openingTook: Double(Clock.ticks - start) / 1_000_000_000, protection: protection,
      recorder: Author.recorder)
    let name = host.contains(":") ? "[\(host)]" : host
    let query = shown.map { "?on=\($0)" } ?? ""
    let first = try words.keepingAccounts { try protection.accounts?.firstAdministrator(.atTerminal) }
    do {
      try await server.run(host: host, port: port) { port in
        let base = "\(certificate == nil ? "http" : "https")://\(name):\(port)"
        Terminal.write(words.term("cli.serving", ["address": "\(base)/\(query)"]) + "\n")
        if let first {
          let address = "\(base)/setup/\(first.link.text)"
          Terminal.write(words.term("accounts.first", ["name": first.name, "address": address]) + "\n")
        }
      }
    } catch {
      throw Failure(
        message: words.term("cli.cannot-serve", ["address": "\(name):\(port)", "problem": "\(error)"]), status: 3)
    }
  }

  /// Who is let in, as the options say it.
  private func protection(_ words: Catalogue) throws -> Protection {
    var protection = Protection(accounts: try accounts.forServing())
    protection.isPublic = isPublic
    protection.keeperRecords = records
    protection.isBehindProxy = isBehindProxy
    if issuer != nil || audience != nil {
      guard let issuer, let audience, protection.accounts != nil, OIDCProvider.isSecure(issuer) else {
        throw Failure(message: words.term("cli.oidc"), status: 2)
      }
      let provider = OIDCProvider(OIDCSettings(issuer: issuer, audience: audience, claim: claim))
      protection.bearer = { token, now in try await provider.account(of: token, now: now) }
    }
    protection.certificate = try ownCertificate(words)
    protection.watchingToken = try watchingToken(words)
    guard protection.accounts != nil || !(isPublic || isBehindProxy) else {
      throw Failure(message: words.term("cli.needs-accounts"), status: 2)
    }
    return protection
  }

  private func watchingToken(_ words: Catalogue) throws -> String? {
    guard let metricsToken else { return nil }
    let text = (try? String(contentsOfFile: metricsToken, encoding: .utf8))?.trimmingCharacters(in: .newlines)
    guard let text, text.utf8.count >= 16, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Failure(message: words.term("cli.metrics-token", ["path": metricsToken]), status: 2)
    }
    return text
  }

  private func ownCertificate(_ words: Catalogue) throws -> Protection.Certificate? {
    guard certificate != nil || key != nil else { return nil }
    guard let certificate, let key else { throw Failure(message: words.term("cli.certificate-and-key"), status: 2) }
    let found = Protection.Certificate(chain: certificate, key: key)
    do {
      try found.check()
    } catch {
      throw Failure(
        message: words.term(
          "cli.bad-certificate", ["certificate": certificate, "key": key, "problem": "\(error)"]), status: 2)
    }
    return found
  }
}
