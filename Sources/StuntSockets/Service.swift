package import StuntHTTP

/// What a service may know of the connection that a request came by.
package struct ConnectionInfo: Sendable, Equatable {
  /// The address of the client's end.
  package let remote: SocketAddress
  /// The address of our end, also where a wildcard is listened to.
  package let local: SocketAddress
  /// The number of the loop, from 0, that serves the connection as long as it lives.
  package let loop: Int

  /// A connection's facts, for a loop, or for a test that has no connection.
  package init(remote: SocketAddress, local: SocketAddress, loop: Int) {
    self.remote = remote
    self.local = local
    self.loop = loop
  }
}

/// Who answers requests. Each call runs to its end on a loop's thread, and all others of that loop wait for it.
///
/// A service appends the bytes of a whole response, head and body, and says what is to happen with them. It knows
/// the method, so it leaves the body out for HEAD; it writes `Connection: close` where `request.isKeepAlive` is
/// false or where it ends the connection itself.
package protocol Service: Sendable {
  /// Answers one request, which is handed over.
  func respond(
    to request: consuming HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition

  /// Goes on with a reply that ended with `.resume`: its time has come, or `wakeContinuations()` was called.
  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition

  /// Forgets a token whose connection went away; it is not resumed again.
  func abandon(_ token: UInt64)

  /// Answers bytes that are no request; the connection is closed after it.
  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer)
}
