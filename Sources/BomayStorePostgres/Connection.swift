// SPDX-License-Identifier: Apache-2.0
import CPostgres

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the server, or the way to it, has refused.
struct Fault: Error {
  /// The five letters of SQLSTATE; empty where the server never answered.
  let state: String
  let message: String
  /// Whether the connection is gone: what was under way may be tried again on another.
  let isLost: Bool
}

/// One connection of libpq. Its calls block; whoever shares it holds a lock.
///
/// Everything that libpq can be told is told by it: the address, the variables `PG…` of the environment,
/// the password file, the service file, certificates.
final class Connection {
  let address: Address
  private var handle: OpaquePointer?
  /// Warnings of the server since they were last asked for.
  private let warnings = Warnings()
  /// Statements that each new connection begins with.
  private let opening: [String]
  private let patience: UInt32

  /// How long a lost server is waited for, in microseconds: half a minute, in which a standby takes over.
  static let patience: UInt32 = 30_000_000

  /// - Throws: a ``Fault`` when the server cannot be reached or lets nobody in; it is not tried again.
  init(to address: Address, opening: [String] = [], patience: UInt32 = Connection.patience) throws {
    self.address = address
    self.patience = patience
    self.opening = opening
    try connect()
  }

  deinit { PQfinish(handle) }

  private func connect() throws {
    PQfinish(handle)
    handle = nil
    let settings = [
      ("dbname", address.text), ("fallback_application_name", "bomay"), ("client_encoding", "UTF8"),
    ]
    handle = withStrings(settings.map(\.0)) { keys in
      withStrings(settings.map(\.1)) { values in PQconnectdbParams(keys, values, 1) }
    }
    guard PQstatus(handle) == CONNECTION_OK else { throw fault() }
    PQsetNoticeReceiver(handle, { Warnings.receive($0, $1) }, Unmanaged.passUnretained(warnings).toOpaque())
    try execute(Connection.durable)
    for statement in opening { try execute(statement) }
  }

  /// An answer means "on the disk", also of the synchronous standby where there is one.
  private static let durable = """
    SELECT set_config('synchronous_commit', 'on', false)
      WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply')
    """

  /// Connects anew after a loss, waiting longer from one attempt to the next.
  ///
  /// - Throws: the ``Fault`` of the last attempt.
  func reconnect() throws {
    var pause: UInt32 = 50_000
    var waited: UInt32 = 0
    while true {
      do {
        return try connect()
      } catch let fault as Fault {
        guard fault.isLost, waited < patience else { throw fault }
      }
      usleep(pause)
      waited += pause
      pause = min(pause * 2, 3_000_000)
    }
  }

  // MARK: Asking

  /// Runs statements that take no values, in one round trip, and gives the answer of the last, as text.
  @discardableResult
  func execute(_ statements: String) throws -> Answer {
    try checked(PQexec(handle, statements))
  }

  /// Runs one statement. Values and answer go over the wire as they are, without being written as text.
  @discardableResult
  func run(_ statement: String, _ values: [Value] = []) throws -> Answer {
    let bytes = values.map(\.bytes)
    let lengths = bytes.map { Int32($0?.count ?? 0) }
    // One buffer for all, so that the values stay where they are; an empty value needs a place as well.
    let all: [UInt8] = bytes.reduce(into: []) { $0 += ($1 ?? []) + [0] }
    return try all.withUnsafeBufferPointer { buffer in
      var offset = 0
      let places: [UnsafePointer<CChar>?] = bytes.map { value in
        defer { offset += (value?.count ?? 0) + 1 }
        guard value != nil, let base = buffer.baseAddress else { return nil }
        return UnsafeRawPointer(base + offset).assumingMemoryBound(to: CChar.self)
      }
      let binary = [Int32](repeating: 1, count: values.count)
      return try checked(PQexecParams(handle, statement, Int32(values.count), nil, places, lengths, binary, 1))
    }
  }

  /// Copies rows into a table: one stream, however many there are.
  func copy(into table: String, _ columns: [String], _ rows: some Sequence<[Value]>) throws {
    guard
      PQresultStatus(
        try checked(PQexec(handle, "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"))
          .result) == PGRES_COPY_IN
    else { throw fault() }
    var stream = CopyStream()
    for row in rows {
      stream.append(row)
      if stream.bytes.count > 1 << 16 {
        try put(stream.bytes)
        stream.bytes.removeAll(keepingCapacity: true)
      }
    }
    stream.end()
    try put(stream.bytes)
    guard PQputCopyEnd(handle, nil) == 1 else { throw fault() }
    var failure: (any Error)?
    while let result = PQgetResult(handle) {
      do { try checked(result) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
  }

  private func put(_ bytes: [UInt8]) throws {
    let sent = bytes.withUnsafeBytes {
      PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
    }
    guard sent == 1 else { throw fault() }
  }

  /// Ends the transaction durably.
  ///
  /// - Throws: also when the server gave up waiting for its standby, which it only warns of.
  func commit() throws {
    warnings.list.removeAll()
    let answer = try execute("COMMIT")
    guard answer.tag == "COMMIT" else { throw Fault(state: "40000", message: answer.tag, isLost: false) }
    if let warning = warnings.list.first { throw Fault(state: "01000", message: warning, isLost: true) }
  }

  /// Does `body` in a transaction of its own: all of it durably, or nothing.
  func transact(_ body: () throws -> Void) throws {
    do {
      try execute("BEGIN")
      try body()
      try commit()
    } catch {
      rollBack()
      throw error
    }
  }

  /// Takes back what is under way, if the connection still stands.
  func rollBack() {
    if PQtransactionStatus(handle) != PQTRANS_IDLE { PQclear(PQexec(handle, "ROLLBACK")) }
  }

  // MARK: Notifications

  /// Waits for a notification.
  ///
  /// - Returns: whether one has come; all that have come are taken.
  func awaitNotification(milliseconds: Int32) throws -> Bool {
    if try takeNotifications() { return true }
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    guard descriptor.fd >= 0 else { throw fault(isLost: true) }
    guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
    return try takeNotifications()
  }

  private func takeNotifications() throws -> Bool {
    guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { throw fault(isLost: true) }
    var any = false
    while let notification = PQnotifies(handle) {
      PQfreemem(notification)
      any = true
    }
    return any
  }

  // MARK: Faults

  @discardableResult
  private func checked(_ result: OpaquePointer?) throws -> Answer {
    guard let result else { throw fault(isLost: true) }
    let answer = Answer(result)
    switch PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_EMPTY_QUERY: return answer
    default:
      let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
      let message = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) }
      throw Fault(
        state: state, message: message ?? lastMessage,
        isLost: PQstatus(handle) != CONNECTION_OK || Connection.isShutdown(state))
    }
  }

  private func fault(isLost: Bool? = nil) -> Fault {
    Fault(state: "", message: lastMessage, isLost: isLost ?? (PQstatus(handle) != CONNECTION_OK))
  }

  private var lastMessage: String {
    let lines = String(cString: PQerrorMessage(handle)).split { $0.isNewline || $0 == "\t" }
    return lines.joined(separator: " ")
  }

  /// The server is being stopped, has crashed, or is not up yet.
  private static func isShutdown(_ state: String) -> Bool { ["57P01", "57P02", "57P03"].contains(state) }
}

/// Warnings as they come in; libpq hands them to a function of C.
private final class Warnings {
  var list: [String] = []

  static func receive(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let context, let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))),
      String(cString: severity) == "WARNING"
    else { return }
    let message = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) } ?? ""
    Unmanaged<Warnings>.fromOpaque(context).takeUnretainedValue().list.append(message)
  }
}

/// Calls `body` with the strings as C has them, and a nought pointer after the last.
private func withStrings<T>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> T
) -> T {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  let places = copies.map { $0.map { UnsafePointer($0) } } + [nil]
  return places.withUnsafeBufferPointer { buffer in
    withUnsafePointer(to: nil as UnsafePointer<CChar>?) { body(buffer.baseAddress ?? $0) }
  }
}
