/// A connection to a server, plain or secure, of a thread that waits.
struct UpstreamWire {
  let socket: OutgoingSocket
  let host: String
  let limits: UpstreamLimits
  let call: UpstreamCall
  let system: SystemCalls
  private var tls: TLSSession?
  private var cipher: [UInt8] = []

  init(
    socket: OutgoingSocket, host: String, limits: UpstreamLimits, call: UpstreamCall, system: SystemCalls
  ) {
    self.socket = socket
    self.host = host
    self.limits = limits
    self.call = call
    self.system = system
  }

  private var descriptor: Int32 { socket.descriptor.number }

  /// Waits until the connection is there, or why it is not.
  func finishConnecting() throws(UpstreamFailure) -> SystemFailure? {
    try wait(.write, seconds: limits.connectSeconds, isAlone: false)
    return system.connectFailure(descriptor)
  }

  /// Has a proxy connect us to a server. RFC 9110, 9.3.6.
  func tunnel(to place: UpstreamRequest.Place) throws(UpstreamFailure) {
    let authority = "\(place.host.contains(":") ? "[\(place.host)]" : place.host):\(place.port)"
    try sendPlain(Array("CONNECT \(authority) HTTP/1.1\r\nHost: \(authority)\r\n\r\n".utf8))
    var head: [UInt8] = []
    // One byte at a time: what follows the head is the server's already, though it speaks only when spoken to.
    var byte: [UInt8] = [0]
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard head.count < limits.readBytes,
        try receivePlain(into: &byte, seconds: limits.connectSeconds, isAlone: false) > 0
      else { throw .brokenOff(host: "the proxy") }
      head += byte
    }
    let status = String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self)
    guard status.split(separator: " ").dropFirst().first?.first == "2" else { throw .proxyRefused(status) }
  }

  /// Goes over to TLS.
  mutating func secure(_ trust: TLSTrust) throws(UpstreamFailure) {
    do throws(TLSFailure) { tls = try trust.session(host: host) } catch { throw .insecure(host: host, error) }
    cipher = [UInt8](repeating: 0, count: limits.readBytes)
    while true {
      let isDone = try secured { tls throws(TLSFailure) in try tls.handshake() }
      try flush()
      if isDone { return }
      guard try read(seconds: limits.connectSeconds, isAlone: false) > 0 else {
        throw .brokenOff(host: host)
      }
    }
  }

  mutating func send(_ bytes: [UInt8]) throws(UpstreamFailure) {
    guard tls != nil else { return try sendPlain(bytes) }
    // Records of TLS are 16 KiB at most; a little at a time keeps the copies small.
    for start in stride(from: 0, to: bytes.count, by: limits.readBytes) {
      let piece = bytes[start..<min(start + limits.readBytes, bytes.count)]
      try secured { tls throws(TLSFailure) in try tls.write(Array(piece)) }
      try flush()
    }
  }

  /// Reads once; 0 at the end. A client that goes away ends the wait, unless the answer is read for its own sake.
  mutating func receive(into buffer: inout [UInt8], isAlone: Bool) throws(UpstreamFailure) -> Int {
    guard tls != nil else {
      return try receivePlain(into: &buffer, seconds: limits.silentSeconds, isAlone: isAlone)
    }
    while true {
      let result = try secured { tls throws(TLSFailure) in try tls.read(into: &buffer) }
      try flush()
      switch result {
      case .bytes(let count): return count
      case .end: return 0
      case .needMore:
        // An end without the peer's word for it may be an attack: it ends no answer that has a length.
        guard try read(seconds: limits.silentSeconds, isAlone: isAlone) > 0 else { return 0 }
      }
    }
  }

  /// Waits until what came before was taken.
  func waitForRoom() throws(UpstreamFailure) {
    while call.isFull {
      do throws(SystemFailure) {
        var poller = try PollPoller(system: system)
        try poller.add(call.bellDescriptor, token: 1, .read)
        _ = try poller.wait(milliseconds: -1)
      } catch { throw .system(error) }
      call.hush()
    }
  }

  // MARK: Bytes

  private func secured<T>(_ body: (TLSSession) throws(TLSFailure) -> T) throws(UpstreamFailure) -> T {
    // Not nil: only secure connections come here.
    do throws(TLSFailure) { return try body(tls!) } catch { throw .insecure(host: host, error) }
  }

  private func flush() throws(UpstreamFailure) {
    while let bytes = tls?.output(), !bytes.isEmpty { try sendPlain(bytes) }
  }

  /// Reads bytes of TLS once, and hands them over.
  private mutating func read(seconds: Int, isAlone: Bool) throws(UpstreamFailure) -> Int {
    let count = try receivePlain(into: &cipher, seconds: seconds, isAlone: isAlone)
    tls?.input(cipher[..<count])
    return count
  }

  private func sendPlain(_ bytes: [UInt8]) throws(UpstreamFailure) {
    var sent = 0
    while sent < bytes.count {
      switch system.send(descriptor, bytes, sent..<bytes.count) {
      case .bytes(let count): sent += count
      case .wouldBlock: try wait(.write, seconds: limits.connectSeconds, isAlone: true)
      // The server may have answered already, and read no further.
      case .failed: return
      }
    }
  }

  private func receivePlain(
    into buffer: inout [UInt8], seconds: Int, isAlone: Bool
  ) throws(UpstreamFailure) -> Int {
    while true {
      switch system.receive(descriptor, into: &buffer) {
      case .bytes(let count): return count
      case .wouldBlock: try wait(.read, seconds: seconds, isAlone: isAlone)
      case .failed: throw .brokenOff(host: host)
      }
    }
  }

  /// Waits until the socket can be read or written.
  private func wait(_ interest: Interest, seconds: Int, isAlone: Bool) throws(UpstreamFailure) {
    let deadline = SystemCalls.now().advanced(seconds: seconds)
    let isReady: Bool
    do throws(SystemFailure) {
      isReady = try wait(interest, until: deadline, isAlone: isAlone)
    } catch { throw .system(error) }
    if isReady { return }
    throw isGivenUp(isAlone) ? .cancelled : .silent(host: host, seconds: seconds)
  }

  /// Waits until the socket can be read or written; false when it cannot in time, or nobody waits for the answer.
  private func wait(
    _ interest: Interest, until deadline: MonotonicInstant, isAlone: Bool
  ) throws(SystemFailure) -> Bool {
    var poller = try PollPoller(system: system)
    try poller.add(descriptor, token: 1, interest)
    try poller.add(call.bellDescriptor, token: 2, .read)
    while true {
      let rest = deadline.nanoseconds - SystemCalls.now().nanoseconds
      guard rest > 0 else { return false }
      let count = try poller.wait(milliseconds: Int32(clamping: (rest + 999_999) / 1_000_000))
      let tokens = (0..<count).map { poller.report($0).token }
      if tokens.contains(1) { return true }
      guard tokens.contains(2) else { continue }
      call.hush()
      if isGivenUp(isAlone) { return false }
    }
  }

  private func isGivenUp(_ isAlone: Bool) -> Bool { isAlone ? call.isStopped : call.isCancelled }
}
