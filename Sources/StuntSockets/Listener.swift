package import StuntHTTP
internal import Synchronization

/// A server socket and the threads that serve its connections.
///
/// A class because it owns threads: whoever starts one has to stop it.
package final class Listener: Sendable {
  /// The address that it is bound to, with the port that the system picked for port 0.
  package let address: SocketAddress
  /// The number of loops.
  package var loops: Int { group.mailboxes.count }
  private let group: LoopGroup
  private let clock: MonotonicClock
  private let threads: Mutex<[LoopThread]>

  private init(_ address: SocketAddress, _ group: LoopGroup, _ clock: MonotonicClock) {
    self.address = address
    self.group = group
    self.clock = clock
    self.threads = Mutex([])
  }

  /// Binds the address and serves it until `stop` is called.
  package static func start(
    _ address: SocketAddress, loops: Int = 1, poller: PollerKind = .automatic,
    limits: SocketLimits = .standard, httpLimits: HTTPLimits = .standard, clock: MonotonicClock = .system,
    system: SystemCalls = SystemCalls(), service: any Service
  ) throws(SocketError) -> Listener {
    precondition(loops > 0)
    guard let kind = poller.resolved else { throw .pollerMissing(poller) }
    SystemCalls.makeRoom(forDescriptors: limits.connections)
    do throws(SystemFailure) {
      let socket = try system.listen(at: address, backlog: limits.backlog)
      let bound = try system.localAddress(socket.number)
      let group = LoopGroup(try makeMailboxes(loops, system))
      let listener = Listener(bound, group, clock)
      let settings = LoopSettings(
        system: system, clock: clock, limits: limits, httpLimits: httpLimits, service: service, address: bound
      )
      try listener.launch(settings, kind, socket)
      return listener
    } catch {
      throw SocketError(error, listening: address)
    }
  }

  /// Asks the service again for every reply that waits, since what it waits for may have changed.
  ///
  /// Costs next to nothing if none waits; may be called from any thread, the service's own calls included.
  package func wakeContinuations() {
    for mailbox in group.mailboxes { mailbox.wake() }
  }

  /// Has each loop report how things stand, after everything that had arrived before was dealt with.
  package func inspect(_ report: @escaping @Sendable (LoopSnapshot) -> Void) {
    for mailbox in group.mailboxes { mailbox.post(.inspect(report)) }
  }

  /// Stops accepting, closes idle connections, lets the others finish for so long, and waits for the threads.
  ///
  /// Must not be called by a service, whose thread would wait for itself.
  package func stop(withinSeconds seconds: Int) {
    let threads = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    let deadline = clock.now.advanced(seconds: seconds)
    for mailbox in group.mailboxes { mailbox.post(.stop(deadline)) }
    for thread in threads { thread.join() }
  }

  private static func makeMailboxes(_ count: Int, _ system: SystemCalls) throws(SystemFailure) -> [Mailbox] {
    var mailboxes: [Mailbox] = []
    for _ in 0..<count { mailboxes.append(try Mailbox(system: system)) }
    return mailboxes
  }

  private func launch(
    _ settings: LoopSettings, _ kind: PollerKind, _ socket: consuming Descriptor
  ) throws(SystemFailure) {
    if case .manual(let clock) = clock {
      for mailbox in group.mailboxes { clock.whenMoved { mailbox.ring() } }
    }
    do throws(SystemFailure) {
      var listener: Descriptor? = socket
      for index in group.mailboxes.indices {
        try launch(settings, kind, index, listener.take())
      }
    } catch {
      stop(withinSeconds: 0)
      throw error
    }
  }

  private func launch(
    _ settings: LoopSettings, _ kind: PollerKind, _ index: Int, _ listener: consuming Descriptor?
  ) throws(SystemFailure) {
    let system = settings.system
    switch kind {
    case .poll: try run(PollPoller(system: system), settings, index, listener)
    #if canImport(Darwin)
      default: try run(KqueuePoller(system: system), settings, index, listener)
    #else
      default: try run(EpollPoller(system: system), settings, index, listener)
    #endif
    }
  }

  /// Makes a loop and gives it its thread.
  private func run<P: Poller & ~Copyable>(
    _ poller: consuming sending P, _ settings: LoopSettings, _ index: Int, _ listener: consuming Descriptor?
  ) throws(SystemFailure) {
    try EventLoop.register(&poller, group.mailboxes[index], listener)
    let box = LoopBox(EventLoop(settings, group, index: index, poller: poller, listener: listener))
    let thread = try LoopThread.start(settings.system) { box.run() }
    threads.withLock { $0.append(thread) }
  }
}

/// Carries a loop to its thread, since a closure that escapes cannot consume what it captures.
private final class LoopBox<P: Poller & ~Copyable>: Sendable {
  private let loop: Mutex<EventLoop<P>?>

  init(_ loop: consuming sending EventLoop<P>) { self.loop = Mutex(loop) }

  func run() {
    var loop = loop.withLock { $0.take() }
    loop?.run()
  }
}
