internal import StuntHTTP

/// One request on its way, and its answer on the way back.
///
/// A class, so that it can hold a descriptor; it never leaves the courier's thread.
final class OutgoingExchange {
  let request: OutgoingRequest
  let then: @Sendable (OutgoingResult) -> Void
  let deadline: MonotonicInstant
  /// The addresses that were not tried yet.
  var addresses: [SocketAddress] = []
  var socket: OutgoingSocket?
  var sent = 0
  var isConnected = false
  /// The answer's status, once its head is there.
  var status: Int?
  private var parser = HTTPResponseParser(answering: .post)
  private var input: [UInt8] = []
  private var answerBytes = 0

  init(
    _ request: OutgoingRequest, deadline: MonotonicInstant, then: @escaping @Sendable (OutgoingResult) -> Void
  ) {
    self.request = request
    self.deadline = deadline
    self.then = then
  }

  /// Begins anew with another address.
  func reset(_ socket: OutgoingSocket) {
    self.socket = socket
    sent = 0
    isConnected = false
    input = []
    parser = HTTPResponseParser(answering: .post)
  }

  /// Takes bytes of the answer, and tells what came of it if that is known now.
  func take(_ bytes: ArraySlice<UInt8>, bytesMax: Int) -> OutgoingResult? {
    input += bytes
    answerBytes += bytes.count
    while true {
      var used = 0
      let event = unsafe input.withUnsafeBytes { unsafe parser.next($0, consumed: &used) }
      input.removeFirst(used)
      switch event {
      case .interim: continue
      case .head(let head): status = head.status.code
      case .body: continue
      case .end: return status.map { .answered($0) } ?? .failed(.brokenOff)
      case .failure(let error): return .failed(.unreadable("\(error)"))
      case .needMore:
        guard answerBytes > bytesMax else { return nil }
        return status.map { .answered($0) }
          ?? .failed(.unreadable("its head is longer than \(bytesMax) bytes"))
      }
    }
  }

  /// Takes the end of the connection.
  func finish() -> OutgoingResult {
    if case .end = parser.finish(), let status { return .answered(status) }
    return .failed(.brokenOff)
  }
}

/// A socket that a courier has opened; closed when it is let go.
final class OutgoingSocket {
  let descriptor: Descriptor

  init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
