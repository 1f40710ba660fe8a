/// Ports of this machine's own address, for programs that are told where to listen.
package enum LocalPort {
  /// A port that nobody listens on; another program may still take it before its user does.
  package static func free(system: SystemCalls = SystemCalls()) -> UInt16? {
    let any = SocketAddress(v4: 0x7F00_0001, port: 0)
    guard let socket = try? system.listen(at: any, backlog: 1) else { return nil }
    return try? system.localAddress(socket.number).port
  }

  /// Whether somebody listens on a port.
  package static func isTaken(_ port: UInt16, system: SystemCalls = SystemCalls()) -> Bool {
    do throws(SystemFailure) {
      _ = try system.listen(at: SocketAddress(v4: 0x7F00_0001, port: port), backlog: 1)
      return false
    } catch { return true }
  }
}
