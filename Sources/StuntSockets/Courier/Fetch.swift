internal import StuntHTTP

/// One request to another server and its whole answer, on the thread that asks: for commands, which wait anyway.
package struct Fetch {
  private let request: OutgoingRequest
  private let bytesMax: Int
  private let deadline: MonotonicInstant
  private let system: SystemCalls
  private let clock: MonotonicClock

  /// The status and the content of an answer.
  package struct Answer: Sendable, Equatable {
    package let status: Int
    package let content: [UInt8]
  }

  /// Sends a GET that says `Connection: close`, and waits for the answer.
  ///
  /// - Parameter bytesMax: Bytes of the content that are taken; more of them are a failure.
  package static func answer(
    to request: OutgoingRequest, bytesMax: Int, clock: MonotonicClock = .system,
    system: SystemCalls = SystemCalls()
  ) throws(OutgoingFailure) -> Answer {
    let deadline = clock.now.advanced(nanoseconds: Int64(request.timeoutMilliseconds) * 1_000_000)
    return try Fetch(request: request, bytesMax: bytesMax, deadline: deadline, system: system, clock: clock)
      .answer()
  }

  private func answer() throws(OutgoingFailure) -> Answer {
    var failure = OutgoingFailure.nameUnknown(request.host)
    for address in SystemCalls.addresses(of: request.host, port: request.port) {
      let attempt = connection(to: address)
      switch attempt {
      case .failure(let reason): failure = reason
      case .success(let socket):
        try send(socket)
        return try receive(socket)
      }
    }
    throw failure
  }

  private func connection(to address: SocketAddress) -> Result<OutgoingSocket, OutgoingFailure> {
    let socket: OutgoingSocket
    do throws(SystemFailure) {
      socket = OutgoingSocket(try system.connect(to: address))
    } catch { return .failure(unreachable(error)) }
    do throws(OutgoingFailure) {
      try wait(socket, .write)
    } catch { return .failure(error) }
    return system.connectFailure(socket.descriptor.number).map { .failure(unreachable($0)) }
      ?? .success(socket)
  }

  private func unreachable(_ failure: SystemFailure) -> OutgoingFailure {
    .unreachable(host: request.host, port: request.port, failure)
  }

  /// Waits until the socket can be written or read.
  private func wait(_ socket: OutgoingSocket, _ interest: Interest) throws(OutgoingFailure) {
    do throws(SystemFailure) {
      var poller = try PollPoller(system: system)
      try poller.add(socket.descriptor.number, token: 1, interest)
      repeat {
        let rest = deadline.nanoseconds - clock.now.nanoseconds
        guard rest > 0 else { break }
        if try poller.wait(milliseconds: Int32(clamping: (rest + 999_999) / 1_000_000)) > 0 { return }
      } while true
    } catch { throw unreachable(error) }
    throw .timedOut(milliseconds: request.timeoutMilliseconds)
  }

  private func send(_ socket: OutgoingSocket) throws(OutgoingFailure) {
    var sent = 0
    while sent < request.bytes.count {
      switch system.send(socket.descriptor.number, request.bytes, sent..<request.bytes.count) {
      case .bytes(let count): sent += count
      case .wouldBlock: try wait(socket, .write)
      case .failed: throw .brokenOff
      }
    }
  }

  private func receive(_ socket: OutgoingSocket) throws(OutgoingFailure) -> Answer {
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = bytesMax
    var reader = AnswerReader(parser: HTTPResponseParser(answering: .get, limits: limits))
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      switch system.receive(socket.descriptor.number, into: &buffer) {
      case .bytes(0): return try reader.finish()
      case .bytes(let count): if let answer = try reader.take(buffer[..<count]) { return answer }
      case .wouldBlock: try wait(socket, .read)
      case .failed: throw .brokenOff
      }
    }
  }
}

/// Puts an answer together from the bytes that come.
private struct AnswerReader {
  var parser: HTTPResponseParser
  private var input: [UInt8] = []
  private var status = 0
  private var content: [UInt8] = []

  init(parser: HTTPResponseParser) { self.parser = parser }

  mutating func take(_ bytes: ArraySlice<UInt8>) throws(OutgoingFailure) -> Fetch.Answer? {
    input += bytes
    while true {
      var used = 0
      let event = unsafe input.withUnsafeBytes { unsafe parser.next($0, consumed: &used) }
      input.removeFirst(used)
      switch event {
      case .needMore: return nil
      case .interim: continue
      case .head(let head): status = head.status.code
      case .body(let bytes): content += bytes
      case .end: return Fetch.Answer(status: status, content: content)
      case .failure(let error): throw .unreadable("\(error)")
      }
    }
  }

  mutating func finish() throws(OutgoingFailure) -> Fetch.Answer {
    guard case .end = parser.finish() else { throw .brokenOff }
    return Fetch.Answer(status: status, content: content)
  }
}
