internal import Synchronization

/// Carries requests to other servers, on a thread of its own: connections, names and time limits block nobody.
///
/// A class because it owns a thread: whoever starts one has to stop it. The loops of a listener know nothing of it, so
/// that a server without outgoing requests pays nothing for it; a receiver may be served by those very loops.
package final class Courier: Sendable {
  private let mailbox: CourierMailbox
  private let thread: Mutex<LoopThread?>

  /// Starts the thread.
  ///
  /// - Parameter onTime: Called on the courier's thread when the instant has come that `wake` gave; returns the next one.
  package static func start(
    limits: CourierLimits = CourierLimits(), clock: MonotonicClock = .system,
    system: SystemCalls = SystemCalls(),
    onTime: @escaping @Sendable (MonotonicInstant) -> MonotonicInstant
  ) throws(SystemFailure) -> Courier {
    let mailbox = try CourierMailbox(system: system)
    if case .manual(let clock) = clock { clock.whenMoved { mailbox.ring() } }
    var poller = try PollPoller(system: system)
    try poller.add(mailbox.descriptor, token: 0, .read)
    let box = CourierBox(
      CourierLoop(
        system: system, clock: clock, limits: limits, mailbox: mailbox, onTime: onTime, poller: poller))
    return Courier(mailbox, try LoopThread.start(system) { box.run() })
  }

  private init(_ mailbox: CourierMailbox, _ thread: LoopThread) {
    self.mailbox = mailbox
    self.thread = Mutex(thread)
  }

  /// Sends a request; tells once, on the courier's thread, what came of it.
  package func send(_ request: OutgoingRequest, then: @escaping @Sendable (OutgoingResult) -> Void) {
    mailbox.post(.send(request, then))
  }

  /// Has `onTime` called at an instant, in place of the one that was asked for before.
  package func wake(at instant: MonotonicInstant) {
    mailbox.post(.wake(instant))
  }

  /// Gives up all requests and waits for the thread; must not be called on it.
  package func stop() {
    mailbox.post(.stop)
    thread.withLock { $0.take() }?.join()
  }
}

/// Carries a loop to its thread, since a closure that escapes cannot consume what it captures.
private final class CourierBox: Sendable {
  private let loop: Mutex<CourierLoop?>

  init(_ loop: consuming sending CourierLoop) { self.loop = Mutex(loop) }

  func run() {
    var loop = loop.withLock { $0.take() }
    loop?.run()
  }
}

/// Where other threads leave word for a courier.
///
/// A class because the courier and the others share it.
final class CourierMailbox: Sendable {
  /// What is asked of a courier.
  enum Command: Sendable {
    case send(OutgoingRequest, @Sendable (OutgoingResult) -> Void)
    case wake(MonotonicInstant)
    /// The addresses of the name that an exchange waits for.
    case found(exchange: Int, [SocketAddress])
    case stop
  }

  private struct Content {
    var commands: [Command] = []
    var isRung = false
  }

  private let content = Mutex(Content())
  private let bell: Pipe

  init(system: SystemCalls) throws(SystemFailure) {
    bell = try system.pipe()
  }

  var descriptor: Int32 { bell.reading.number }

  func post(_ command: Command) { enqueue(command) }

  /// Ends the courier's sleep.
  func ring() { enqueue(nil) }

  private func enqueue(_ command: Command?) {
    let isFirst = content.withLock { content in
      if let command { content.commands.append(command) }
      defer { content.isRung = true }
      return !content.isRung
    }
    if isFirst { SystemCalls.ring(bell.writing.number) }
  }

  /// Takes all that was left; whoever writes afterwards rings again.
  func empty() -> [Command] {
    SystemCalls.hush(bell.reading.number)
    return content.withLock { content in
      defer { content = Content() }
      return content.commands
    }
  }
}
