/// The address and port of one end of a connection, IPv4 or IPv6.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  /// Which protocol carries the address.
  package enum Family: UInt8, Sendable {
    case v4, v6
  }

  /// IPv4 or IPv6.
  package let family: Family
  /// The port; 0 in an address to listen on means any free one.
  package let port: UInt16
  /// The number of the interface of a link-local IPv6 address; zero elsewhere.
  package let scope: UInt32
  /// The address in network order: the first four bytes for IPv4, all sixteen for IPv6.
  let high: UInt64
  let low: UInt64

  init(v4 address: UInt32, port: UInt16) {
    self.init(family: .v4, high: UInt64(address) << 32, low: 0, port: port, scope: 0)
  }

  init(family: Family, high: UInt64, low: UInt64, port: UInt16, scope: UInt32) {
    self.family = family
    self.high = high
    self.low = low
    self.port = port
    self.scope = scope
  }

  /// Whether the address stands for every interface of the machine.
  package var isWildcard: Bool { high == 0 && low == 0 }

  /// The address without the port, IPv6 without brackets.
  package var host: String { SystemCalls.text(of: self) }

  /// `127.0.0.1:4010` or `[::1]:4010`, as a URL wants it.
  package var description: String {
    family == .v4 ? "\(host):\(port)" : "[\(host)]:\(port)"
  }
}
