internal import StuntHTTP

/// One exchange, on a thread that may wait: connect, send, and hand on what comes.
struct UpstreamExchange: Sendable {
  let request: UpstreamRequest
  let call: UpstreamCall
  let observer: any UpstreamObserver
  let limits: UpstreamLimits
  let tls: TLSTrust
  let proxy: UpstreamProxy?
  let system: SystemCalls
  let wake: @Sendable () -> Void

  func run() {
    var times = UpstreamTimes(SystemCalls.now())
    do throws(UpstreamFailure) {
      var wire = try connect()
      times.reach(\.connected)
      try wire.send(request.bytes)
      times.reach(\.sent)
      try receive(&wire, &times)
    } catch {
      times.reach(\.ended)
      tell([.failed(error)], times)
    }
  }

  private var host: String { request.place.host }

  private func tell(_ events: [UpstreamEvent], _ times: UpstreamTimes) {
    guard !events.isEmpty else { return }
    observer.heard(events, times)
    call.put(events)
    wake()
  }

  // MARK: There

  private func connect() throws(UpstreamFailure) -> UpstreamWire {
    let tunnel = request.place.isSecure ? proxy.flatMap { $0.covers(request.place.host) ? $0 : nil } : nil
    let (host, port) = tunnel.map { ($0.host, $0.port) } ?? (request.place.host, request.place.port)
    var failure = UpstreamFailure.nameUnknown(host)
    for address in SystemCalls.addresses(of: host, port: port) {
      switch connection(to: address) {
      case .failure(let reason): failure = .unreachable(host: host, port: port, reason)
      case .success(let socket):
        var wire = UpstreamWire(
          socket: socket, host: request.place.host, limits: limits, call: call, system: system)
        if let reason = try wire.finishConnecting() {
          failure = .unreachable(host: host, port: port, reason)
          continue
        }
        if tunnel != nil { try wire.tunnel(to: request.place) }
        if request.place.isSecure { try wire.secure(tls) }
        return wire
      }
    }
    throw failure
  }

  private func connection(to address: SocketAddress) -> Result<OutgoingSocket, SystemFailure> {
    do throws(SystemFailure) {
      return .success(OutgoingSocket(try system.connect(to: address)))
    } catch { return .failure(error) }
  }

  // MARK: And back

  private func receive(_ wire: inout UpstreamWire, _ times: inout UpstreamTimes) throws(UpstreamFailure) {
    var httpLimits = HTTPLimits.standard
    httpLimits.bodyBytesMax = .max
    var parser = HTTPResponseParser(answering: request.method, limits: httpLimits)
    var input: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: limits.readBytes)
    var isAlone = false
    while true {
      if !isAlone, call.isCancelled {
        guard observer.goesOnAlone(times) else { return }
        isAlone = true
      }
      if !isAlone {
        try wire.waitForRoom()
        if call.isCancelled { continue }
      }
      let count: Int
      do throws(UpstreamFailure) {
        count = try wire.receive(into: &buffer, isAlone: isAlone)
      } catch {
        if error == .cancelled, !call.isStopped { continue }
        throw error
      }
      if count > 0 { input += buffer[..<count] }
      var events = try parse(&parser, &input)
      if events.contains(where: { if case .head = $0 { true } else { false } }) { times.reach(\.answered) }
      if count == 0, events.last?.isLast != true {
        guard case .end = parser.finish() else {
          tell(events, times)
          throw .brokenOff(host: host)
        }
        events.append(.end)
      }
      if events.last?.isLast == true { times.reach(\.ended) }
      tell(events, times)
      if events.last?.isLast == true { return }
    }
  }

  /// What the bytes bring; interim answers are for nobody.
  private func parse(
    _ parser: inout HTTPResponseParser, _ input: inout [UInt8]
  ) throws(UpstreamFailure) -> [UpstreamEvent] {
    var events: [UpstreamEvent] = []
    while true {
      var used = 0
      let event = unsafe input.withUnsafeBytes { unsafe parser.next($0, consumed: &used) }
      input.removeFirst(used)
      switch event {
      case .needMore: return events
      case .interim: continue
      case .head(let head): events.append(.head(head))
      case .body(let bytes): events.append(.body(bytes))
      case .end: return events + [.end]
      case .failure(let error): throw .unreadable("\(error)")
      }
    }
  }
}

extension UpstreamTimes {
  /// Notes that a point was reached now; later ones are not before it.
  mutating func reach(_ point: WritableKeyPath<UpstreamTimes, MonotonicInstant>) {
    let now = SystemCalls.now()
    let points: [WritableKeyPath<UpstreamTimes, MonotonicInstant>] = [
      \.connected, \.sent, \.answered, \.ended,
    ]
    // Not nil: all points but the first are in the list, and that one is never reached.
    for later in points[points.firstIndex(of: point)!...] { self[keyPath: later] = now }
  }
}
