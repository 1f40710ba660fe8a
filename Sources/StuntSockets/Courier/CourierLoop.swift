/// A courier's thread: waits, connects, writes, reads, and looks at the time.
struct CourierLoop: ~Copyable {
  let system: SystemCalls
  let clock: MonotonicClock
  let limits: CourierLimits
  let mailbox: CourierMailbox
  let onTime: @Sendable (MonotonicInstant) -> MonotonicInstant
  private var poller: PollPoller
  /// Those that have a connection, or look for an address, by a number that is never used again.
  private var exchanges: [Int: OutgoingExchange] = [:]
  private var waiting: [OutgoingExchange] = []
  private var lastNumber = 0
  private var wakeAt = MonotonicInstant.never
  private var now: MonotonicInstant
  private var isStopping = false
  private var buffer = [UInt8](repeating: 0, count: 16_384)
  /// Threads that ask the resolver, by the exchange that waits for them.
  private var resolvers: [Int: LoopThread] = [:]

  init(
    system: SystemCalls, clock: MonotonicClock, limits: CourierLimits, mailbox: CourierMailbox,
    onTime: @escaping @Sendable (MonotonicInstant) -> MonotonicInstant, poller: consuming PollPoller
  ) {
    self.system = system
    self.clock = clock
    self.limits = limits
    self.mailbox = mailbox
    self.onTime = onTime
    self.poller = poller
    now = clock.now
  }

  /// Runs until the courier is stopped.
  mutating func run() {
    while !isStopping {
      let count = (try? poller.wait(milliseconds: patience)) ?? 0
      now = clock.now
      for index in 0..<count {
        let report = poller.report(index)
        if report.token != 0 { proceed(Int(report.token)) }
      }
      obey()
      if wakeAt <= now { wakeAt = onTime(now) }
      expire()
      begin()
    }
    for exchange in exchanges.values { exchange.then(.failed(.stopped)) }
    for exchange in waiting { exchange.then(.failed(.stopped)) }
  }

  /// Milliseconds until something is due, rounded up; -1 without end.
  private var patience: Int32 {
    var next = wakeAt
    for exchange in exchanges.values { next = min(next, exchange.deadline) }
    if next <= now { return 0 }
    if next == .never || clock.isManual { return -1 }
    return Int32(clamping: (next.nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
  }

  private mutating func obey() {
    for command in mailbox.empty() {
      switch command {
      case .send(let request, let then):
        guard waiting.count < limits.waiting else {
          then(.failed(.tooMany(limit: limits.waiting)))
          continue
        }
        let deadline = now.advanced(nanoseconds: Int64(request.timeoutMilliseconds) * 1_000_000)
        waiting.append(OutgoingExchange(request, deadline: deadline, then: then))
      case .wake(let instant): wakeAt = instant
      case .found(let number, let addresses):
        resolvers.removeValue(forKey: number)?.join()
        guard let exchange = exchanges[number] else { continue }
        exchange.addresses = addresses
        guard !addresses.isEmpty else {
          end(number, .failed(.nameUnknown(exchange.request.host)))
          continue
        }
        connect(number)
      case .stop: isStopping = true
      }
    }
  }

  /// Begins exchanges as far as there are connections for them.
  private mutating func begin() {
    while !waiting.isEmpty, exchanges.count < limits.connections {
      let exchange = waiting.removeFirst()
      lastNumber += 1
      exchanges[lastNumber] = exchange
      let (host, port) = (exchange.request.host, exchange.request.port)
      if let addresses = SystemCalls.knownAddresses(of: host, port: port) {
        exchange.addresses = addresses
        connect(lastNumber)
      } else {
        resolve(lastNumber, host, port)
      }
    }
  }

  /// Asks the system's resolver, which may block, on a thread of its own.
  private mutating func resolve(_ number: Int, _ host: String, _ port: UInt16) {
    let mailbox = mailbox
    let thread = try? LoopThread.start(system) {
      mailbox.post(.found(exchange: number, SystemCalls.addresses(ofName: host, port: port)))
    }
    if let thread { resolvers[number] = thread } else { end(number, .failed(.nameUnknown(host))) }
  }

  /// Tries the next address.
  private mutating func connect(_ number: Int, after failure: SystemFailure? = nil) {
    guard let exchange = exchanges[number] else { return }
    disconnect(exchange)
    var failure = failure
    while !exchange.addresses.isEmpty {
      let address = exchange.addresses.removeFirst()
      do throws(SystemFailure) {
        let socket = OutgoingSocket(try system.connect(to: address))
        exchange.reset(socket)
        try poller.add(socket.descriptor.number, token: UInt64(number), .write)
        return
      } catch {
        exchange.socket = nil
        failure = error
      }
    }
    let request = exchange.request
    end(
      number,
      .failed(
        failure.map { .unreachable(host: request.host, port: request.port, $0) }
          ?? .nameUnknown(request.host)))
  }

  private mutating func proceed(_ number: Int) {
    guard let exchange = exchanges[number], let socket = exchange.socket else { return }
    if !exchange.isConnected {
      if let failure = system.connectFailure(socket.descriptor.number) {
        return connect(number, after: failure)
      }
      exchange.isConnected = true
    }
    if exchange.sent < exchange.request.bytes.count {
      write(number, exchange, socket)
    } else {
      read(number, exchange, socket)
    }
  }

  private mutating func write(_ number: Int, _ exchange: OutgoingExchange, _ socket: OutgoingSocket) {
    let bytes = exchange.request.bytes
    switch system.send(socket.descriptor.number, bytes, exchange.sent..<bytes.count) {
    case .bytes(let count): exchange.sent += count
    case .wouldBlock: return
    case .failed: return end(number, .failed(.brokenOff))
    }
    guard exchange.sent == bytes.count else { return }
    do throws(SystemFailure) {
      try poller.change(socket.descriptor.number, token: UInt64(number), .read)
    } catch { end(number, .failed(.brokenOff)) }
  }

  private mutating func read(_ number: Int, _ exchange: OutgoingExchange, _ socket: OutgoingSocket) {
    switch system.receive(socket.descriptor.number, into: &buffer) {
    case .bytes(0): end(number, exchange.finish())
    case .bytes(let count):
      if let result = exchange.take(buffer[..<count], bytesMax: limits.answerBytes) { end(number, result) }
    case .wouldBlock: return
    case .failed: end(number, .failed(.brokenOff))
    }
  }

  private mutating func expire() {
    for (number, exchange) in exchanges where exchange.deadline <= now {
      end(number, .failed(.timedOut(milliseconds: exchange.request.timeoutMilliseconds)))
    }
  }

  private mutating func end(_ number: Int, _ result: OutgoingResult) {
    guard let exchange = exchanges.removeValue(forKey: number) else { return }
    disconnect(exchange)
    exchange.then(result)
  }

  private mutating func disconnect(_ exchange: OutgoingExchange) {
    guard let socket = exchange.socket else { return }
    poller.remove(socket.descriptor.number)
    exchange.socket = nil
  }
}
