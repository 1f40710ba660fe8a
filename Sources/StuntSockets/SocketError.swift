/// Why a listener could not be started.
package enum SocketError: Error, Equatable {
  /// There is no `:PORT` at the end.
  case addressWithoutPort(String)
  /// What follows the last colon is no number from 0 to 65535.
  case portUnreadable(String, in: String)
  /// The host is neither an IP address nor `localhost`.
  case hostUnreadable(String, in: String)
  /// An IPv6 address stands without its brackets.
  case bracketsMissing(host: String, port: UInt16)
  /// Another socket listens there already.
  case addressInUse(SocketAddress)
  /// No interface of this machine has the address.
  case addressNotHere(SocketAddress)
  /// The system lets only privileged processes listen there.
  case notPermitted(SocketAddress)
  /// The poller does not exist on this system.
  case pollerMissing(PollerKind)
  /// Anything else that the system refused.
  case system(SystemFailure)
}

extension SocketError {
  /// Finds the words for what went wrong while a listener was started.
  init(_ failure: SystemFailure, listening address: SocketAddress) {
    switch (failure.call, failure.reason) {
    case (.bind, .addressInUse), (.listen, .addressInUse): self = .addressInUse(address)
    case (.bind, .addressNotHere): self = .addressNotHere(address)
    case (.bind, .notPermitted): self = .notPermitted(address)
    default: self = .system(failure)
    }
  }
}

extension SocketError: CustomStringConvertible {
  /// A sentence with a way out.
  package var description: String {
    switch self {
    case .addressWithoutPort(let text):
      "'\(text)' has no port; write HOST:PORT, such as 127.0.0.1:4010, [::1]:4010 or localhost:0 for any free port"
    case .portUnreadable(let port, let text):
      "'\(port)' in '\(text)' is not a port; write a number from 0 to 65535, where 0 picks a free one"
    case .hostUnreadable(let host, let text):
      "'\(host)' in '\(text)' is not an IP address of this machine; write 127.0.0.1, [::1], 0.0.0.0 or localhost"
    case .bracketsMissing(let host, let port):
      "the IPv6 address '\(host)' needs brackets; write [\(host)]:\(port)"
    case .addressInUse(let address):
      "\(address) is taken: another process listens there; stop it, or listen on port 0 to get a free one"
    case .addressNotHere(let address):
      "no interface of this machine has the address \(address.host); listen on 127.0.0.1 or on 0.0.0.0"
    case .notPermitted(let address):
      "this user may not listen on port \(address.port); take a port above 1023, or port 0 to get a free one"
    case .pollerMissing(let kind):
      "the poller '\(kind.rawValue)' does not exist on this system; take 'automatic' or 'poll'"
    case .system(let failure):
      "cannot listen: \(failure)"
    }
  }
}
