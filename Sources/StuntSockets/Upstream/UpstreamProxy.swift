/// A proxy that connects to secure servers for us, as environments name it: `HTTPS_PROXY` and `NO_PROXY`.
package struct UpstreamProxy: Sendable, Equatable {
  let host: String
  let port: UInt16
  private let exceptions: [String]

  /// A proxy at a place, for all hosts but these, and those whose names end with them.
  package init(host: String, port: UInt16, exceptions: [String] = []) {
    self.host = host
    self.port = port
    self.exceptions = exceptions.map { ($0.hasPrefix(".") ? $0.dropFirst() : $0[...]).lowercased() }
  }

  /// Whether a host is reached through it; this machine never is.
  package func covers(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" || host.hasPrefix("127.") { return false }
    return !exceptions.contains { $0 == "*" || host == $0 || host.hasSuffix("." + $0) }
  }
}
