/// A request to somebody else's server, and how long that may take.
package struct OutgoingRequest: Sendable, Equatable {
  /// A name, or an address without brackets.
  package let host: String
  package let port: UInt16
  /// The whole HTTP/1.1 message.
  package let bytes: [UInt8]
  /// From now until the last byte of the answer.
  package let timeoutMilliseconds: Int

  /// A request from its parts; its method is POST, and it says `Connection: close`.
  package init(host: String, port: UInt16, bytes: [UInt8], timeoutMilliseconds: Int) {
    self.host = host
    self.port = port
    self.bytes = bytes
    self.timeoutMilliseconds = timeoutMilliseconds
  }
}

/// What came of a request.
package enum OutgoingResult: Sendable, Equatable {
  /// The status of the answer.
  case answered(Int)
  case failed(OutgoingFailure)
}

/// Why a request was not answered.
package enum OutgoingFailure: Error, Sendable, Equatable {
  /// No address is known for the name.
  case nameUnknown(String)
  case unreachable(host: String, port: UInt16, SystemFailure)
  /// The connection ended before the answer did.
  case brokenOff
  case timedOut(milliseconds: Int)
  /// The answer is no HTTP.
  case unreadable(String)
  /// Too many requests wait already.
  case tooMany(limit: Int)
  /// The courier was stopped first.
  case stopped
}

extension OutgoingFailure: CustomStringConvertible {
  /// One sentence.
  package var description: String {
    switch self {
    case .nameUnknown(let name): "no address is known for \"\(name)\"; mend the URL, or use an IP address"
    case .unreachable(let host, let port, let failure):
      "\(host) port \(port) cannot be reached: \(failure); start the receiver first"
    case .brokenOff: "the receiver ended the connection without an answer"
    case .timedOut(let milliseconds): "the receiver did not answer within \(milliseconds) ms"
    case .unreadable(let reason): "the receiver's answer is no HTTP: \(reason)"
    case .tooMany(let limit): "more than \(limit) messages wait to be sent"
    case .stopped: "the server was stopped first"
    }
  }
}

/// How much a courier carries.
package struct CourierLimits: Sendable, Equatable {
  /// Connections at a time: a receiver is a test, and each has a socket here.
  package var connections = 64
  /// Requests that wait for a connection; more fail at once.
  package var waiting = 10_000
  /// Bytes of an answer that are read; of a longer one the status is all that counts.
  package var answerBytes = 65_536

  /// The limits as their comments give them.
  package init() {}
}
