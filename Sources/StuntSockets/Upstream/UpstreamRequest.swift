package import StuntHTTP

/// A request to somebody else's server, whole, and where it goes.
package struct UpstreamRequest: Sendable {
  /// Where a server is.
  package struct Place: Hashable, Sendable {
    /// A name, or an address without brackets.
    package let host: String
    package let port: UInt16
    /// Whether TLS goes before HTTP.
    package let isSecure: Bool

    /// A place from its parts.
    package init(host: String, port: UInt16, isSecure: Bool) {
      self.host = host
      self.port = port
      self.isSecure = isSecure
    }
  }

  package let place: Place
  package let method: HTTPMethod
  /// The whole HTTP/1.1 message; it says `Connection: close`.
  package let bytes: [UInt8]

  /// A request from its parts.
  package init(to place: Place, method: HTTPMethod, bytes: [UInt8]) {
    self.place = place
    self.method = method
    self.bytes = bytes
  }
}

/// A part of an answer, in the order in which they come; after an end or a failure there is none.
package enum UpstreamEvent: Sendable, Equatable {
  /// Status and fields.
  case head(HTTPResponseHead)
  /// The next bytes of the content, with chunks undone.
  case body([UInt8])
  case end
  case failed(UpstreamFailure)

  /// Whether nothing follows.
  package var isLast: Bool {
    switch self {
    case .head, .body: false
    case .end, .failed: true
    }
  }
}

/// When an exchange came how far; instants that did not come about are those before them.
package struct UpstreamTimes: Sendable, Equatable {
  package var began: MonotonicInstant
  package var connected: MonotonicInstant
  package var sent: MonotonicInstant
  /// When the head was there.
  package var answered: MonotonicInstant
  package var ended: MonotonicInstant

  init(_ instant: MonotonicInstant) {
    (began, connected, sent, answered, ended) = (instant, instant, instant, instant, instant)
  }
}

/// Hears of an exchange on its thread, before anybody can take the parts.
package protocol UpstreamObserver: Sendable {
  /// Takes the parts that one read brought; the times are those so far.
  func heard(_ events: [UpstreamEvent], _ times: UpstreamTimes)

  /// Says whether the answer is read to its end although nobody takes it.
  func goesOnAlone(_ times: UpstreamTimes) -> Bool
}

/// Why there is no answer, or no whole one.
package enum UpstreamFailure: Error, Sendable, Equatable {
  /// No address is known for the name.
  case nameUnknown(String)
  case unreachable(host: String, port: UInt16, SystemFailure)
  /// The connection ended before the answer did.
  case brokenOff(host: String)
  /// No byte came for so long.
  case silent(host: String, seconds: Int)
  /// The answer is no HTTP.
  case unreadable(String)
  /// TLS could not be had, or did not come about.
  case insecure(host: String, TLSFailure)
  /// The proxy does not connect us; its status line.
  case proxyRefused(String)
  /// So many exchanges are under way already.
  case tooMany(limit: Int)
  /// A thread, or what it needs, could not be had.
  case system(SystemFailure)
  /// It was given up.
  case cancelled
}

extension UpstreamFailure: CustomStringConvertible {
  /// One sentence.
  package var description: String {
    switch self {
    case .nameUnknown(let name):
      "no address is known for \"\(name)\"; is there a way to the network, and is the name right?"
    case .unreachable(let host, let port, let failure):
      "\(host) port \(port) cannot be reached: \(failure)"
    case .brokenOff(let host): "\(host) ended the connection in the middle of its answer, or before it"
    case .silent(let host, let seconds): "\(host) sent nothing for \(seconds) s"
    case .unreadable(let reason): "the answer is no HTTP/1.1: \(reason)"
    case .insecure(let host, let failure): "no secure connection to \(host): \(failure)"
    case .proxyRefused(let line): "the proxy of HTTPS_PROXY refused: \(line)"
    case .tooMany(let limit): "\(limit) exchanges are under way already; wait for one of them to end"
    case .system(let failure): "\(failure)"
    case .cancelled: "the client went away first"
    }
  }
}

/// How much an upstream client does at a time.
package struct UpstreamLimits: Sendable, Equatable {
  /// Exchanges under way, each with a thread: far more than a client has connections.
  package var exchanges = 128
  /// Bytes of an answer that wait to be taken; then reading pauses.
  package var waitingBytes = 1 << 20
  /// Seconds in which a connection must come about.
  package var connectSeconds = 30
  /// Seconds without a byte; runs that answer at their end take minutes.
  package var silentSeconds = 900
  /// Bytes that are read at once.
  package var readBytes = 65_536

  /// The limits as their comments give them.
  package init() {}
}
