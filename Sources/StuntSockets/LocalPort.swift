import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ports of this machine's own address, for programs that are told where to listen.
package enum LocalPort {
  /// The ports that are handed out: below those that Linux (32768 on) and Apple systems (49152 on) give to whoever asks for
  /// any, so that no server, and no connection of a client, comes by one before its user does.
  package static let handedOut: Range<UInt16> = 20_000..<32_000

  /// How many ports this process has tried.
  private static let tried = Atomic<UInt32>(0)

  /// A port that nobody listens on, and that this process hands out once in twelve thousand times; nil where all are taken.
  package static func free(system: SystemCalls = SystemCalls()) -> UInt16? {
    // Processes that run side by side begin at places of their own.
    let first = UInt32(truncatingIfNeeded: getpid()) &* 769
    for _ in handedOut {
      let number = first &+ tried.wrappingAdd(1, ordering: .relaxed).oldValue
      let port = handedOut.lowerBound + UInt16(number % UInt32(handedOut.count))
      if !isTaken(port, system: system) { return port }
    }
    return nil
  }

  /// Whether somebody listens on a port.
  package static func isTaken(_ port: UInt16, system: SystemCalls = SystemCalls()) -> Bool {
    do throws(SystemFailure) {
      _ = try system.listen(at: SocketAddress(v4: 0x7F00_0001, port: port), backlog: 1)
      return false
    } catch { return true }
  }
}
