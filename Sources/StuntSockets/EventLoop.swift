internal import StuntHTTP
internal import Synchronization

/// What the loops of one listener share.
final class LoopGroup: Sendable {
  let mailboxes: [Mailbox]
  /// Open connections of all loops.
  let open = Atomic<Int>(0)

  init(_ mailboxes: [Mailbox]) { self.mailboxes = mailboxes }
}

/// What a loop works with.
struct LoopSettings: Sendable {
  let system: SystemCalls
  let clock: MonotonicClock
  let limits: SocketLimits
  let httpLimits: HTTPLimits
  let service: any Service
  /// The address that the listener is bound to.
  let address: SocketAddress
}

/// One thread's loop: waits, reads, lets the service answer, writes.
///
/// Each of these is done for a batch of connections before the next begins: the system's code for receiving, the
/// service's and the system's for sending are together larger than a processor's nearest caches.
///
/// A value that lives on its thread's stack, so that nothing of it is shared and no access is checked at run time.
/// The first loop also accepts, and deals connections out in turn: with a listener in every loop (`EPOLLEXCLUSIVE`)
/// one loop takes most of them, and with `SO_REUSEPORT` a second process could take the same port unnoticed.
struct EventLoop<P: Poller & ~Copyable>: ~Copyable {
  let settings: LoopSettings
  let system: SystemCalls
  let group: LoopGroup
  let index: Int
  var poller: P
  var listener: Descriptor?
  var connections = ConnectionTable()
  var timers = TimerHeap()
  var timeouts: TimeoutWheel
  /// What the connections of a batch sent, one behind the other.
  var readBuffer: [UInt8]
  /// Bytes of `readBuffer` that are in use.
  var filled = 0
  /// Who sent them.
  var arrivals: [Arrival] = []
  var output = OutputBuffer()
  /// Whose replies stand in `output`, in that order.
  var replies: [ReadyReply] = []
  /// The parser of all connections that are between two messages.
  var parser: HTTPRequestParser
  var now: MonotonicInstant
  /// Connections whose next requests have been read already, as poll tokens.
  var ready: [UInt64] = []
  /// Slots whose service waits.
  var waiting: [Int32] = []
  /// Slots whose time has come; kept for its room.
  var due: [Int] = []
  var isRung = false
  var wakesSeen = 0
  /// When to accept again after a pause; `.never` while accepting.
  var acceptAgain = MonotonicInstant.never
  var nextLoop = 0
  var isStopping = false
  var stopDeadline = MonotonicInstant.never
  var requests = 0

  static var listenerToken: UInt64 { .max }
  static var bellToken: UInt64 { .max - 1 }

  /// Makes a loop of a poller that `register` was called with.
  init(
    _ settings: LoopSettings, _ group: LoopGroup, index: Int, poller: consuming P,
    listener: consuming Descriptor?
  ) {
    self.settings = settings
    self.system = settings.system
    self.group = group
    self.index = index
    self.poller = poller
    self.listener = listener
    now = settings.clock.now
    timeouts = TimeoutWheel(now: now)
    readBuffer = [UInt8](repeating: 0, count: settings.limits.readBufferBytes)
    parser = HTTPRequestParser(limits: settings.httpLimits)
  }

  /// Has the poller watch the mailbox and, in the loop that accepts, the listener.
  static func register(
    _ poller: inout P, _ mailbox: Mailbox, _ listener: borrowing Descriptor?
  ) throws(SystemFailure) {
    try poller.add(mailbox.descriptor, token: bellToken, .read)
    switch listener {
    case .none: break
    case .some(let descriptor): try poller.add(descriptor.number, token: listenerToken, .read)
    }
  }

  var mailbox: Mailbox { group.mailboxes[index] }

  /// Runs until the loop was told to stop and its last connection is gone.
  mutating func run() {
    while !isStopping || connections.count > 0 {
      let count = wait()
      now = settings.clock.now
      for index in 0..<count {
        dispatch(poller.report(index))
        if isBatchFull { serveBatch() }
      }
      serveBatch()
      if !ready.isEmpty { serveReady() }
      if timers.next <= now { fireTimers() }
      if timeouts.next <= now { expireTimeouts() }
      if acceptAgain <= now { resumeAccepting() }
      // Last, so that a command finds everything done that had arrived before it.
      if isRung { obey() }
      if stopDeadline <= now { dropAll() }
    }
  }

  private mutating func wait() -> Int {
    do throws(SystemFailure) {
      return try poller.wait(milliseconds: patience)
    } catch {
      SystemCalls.pause()
      isRung = true
      return 0
    }
  }

  /// Milliseconds until something is due, rounded up; -1 without end.
  private var patience: Int32 {
    guard ready.isEmpty else { return 0 }
    let next = min(min(timers.next, timeouts.next), min(acceptAgain, stopDeadline))
    if next <= now { return 0 }
    if next == .never || settings.clock.isManual { return -1 }
    return Int32(clamping: (next.nanoseconds - now.nanoseconds + 999_999) / 1_000_000)
  }

  @inline(__always)
  private mutating func dispatch(_ report: Readiness) {
    if report.token == Self.bellToken {
      isRung = true
    } else if report.token == Self.listenerToken {
      accept()
    } else if let slot = connections.slot(report.token) {
      proceed(slot, report)
    }
  }

  @inline(__always)
  private mutating func proceed(_ slot: Int, _ report: Readiness) {
    switch connections[slot].phase {
    case .reading:
      if report.isReadable || report.isBroken { read(slot) }
    case .writing:
      flush(slot)
    case .holding:
      if report.isBroken { drop(slot) }
    case .waiting:
      if report.isBroken { drop(slot) } else { probe(slot) }
    case .draining:
      drain(slot)
    case .free:
      break
    }
  }
}

// Connections from their arrival to their end.
extension EventLoop where P: ~Copyable {
  /// Begins to serve a connection.
  mutating func adopt(_ socket: ConnectedSocket) {
    let slot = connections.insert(socket)
    do throws(SystemFailure) {
      try poller.add(connections[slot].descriptor, token: connections.pollToken(slot), .read)
    } catch {
      return drop(slot)
    }
    connections[slot].interest = .read
    timeouts.set(slot, now.advanced(seconds: settings.limits.idleSeconds))
  }

  /// Says what to watch a connection for; false if the system refused and the connection was dropped.
  @discardableResult
  mutating func watch(_ slot: Int, for interest: Interest) -> Bool {
    guard connections[slot].interest != interest else { return true }
    connections[slot].interest = interest
    do throws(SystemFailure) {
      try poller.change(connections[slot].descriptor, token: connections.pollToken(slot), interest)
      return true
    } catch {
      drop(slot)
      return false
    }
  }

  /// Closes a connection at once and forgets it.
  mutating func drop(_ slot: Int) {
    if connections[slot].phase == .waiting {
      leaveWaiting(slot)
      settings.service.abandon(connections[slot].token)
    } else if let pending = connections[slot].pending {
      abandon(pending.ending)
    }
    timers.clear(slot)
    timeouts.set(slot, .never)
    poller.remove(connections[slot].descriptor)
    connections.remove(slot)
    group.open.subtract(1, ordering: .relaxed)
    if acceptAgain != .never { acceptAgain = now }
  }

  /// Tells the service that a reply which was to go on will not.
  func abandon(_ ending: Disposition.Ending) {
    if case .resume(let token, _) = ending { settings.service.abandon(token) }
  }

  mutating func dropAll() {
    for slot in connections.slots.indices where connections[slot].phase != .free { drop(slot) }
  }
}
