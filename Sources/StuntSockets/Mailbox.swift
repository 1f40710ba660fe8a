internal import Synchronization

/// What other threads ask of a loop.
enum LoopCommand: Sendable {
  /// Serve this connection, which another loop has accepted.
  case adopt(ConnectedSocket)
  /// Finish what is in flight, at the latest at this instant, and end.
  case stop(MonotonicInstant)
  /// Say how things stand.
  case inspect(@Sendable (LoopSnapshot) -> Void)
}

/// How things stand in a loop.
package struct LoopSnapshot: Sendable, Equatable {
  /// The number of the loop, from 0.
  package var loop = 0
  /// Connections that wait for a request.
  package var idle = 0
  /// Connections in the middle of a request.
  package var reading = 0
  /// Connections whose client has to take bytes first.
  package var writing = 0
  /// Connections whose reply waits for its time.
  package var holding = 0
  /// Connections whose service waits for its time.
  package var waiting = 0
  /// Connections that were closed for writing.
  package var draining = 0
  /// Bytes of replies that the sockets have not taken.
  package var bytesHeld = 0
  /// Requests answered so far.
  package var requests = 0
  /// Whether connections are being accepted.
  package var isAccepting = false

  /// Makes the snapshot of a loop that has nothing.
  package init() {}

  /// All open connections.
  package var connections: Int { idle + reading + writing + holding + waiting + draining }
}

/// Where other threads leave word for a loop: commands behind a lock, and a pipe that ends its sleep.
///
/// A class because the loop and the others share it.
final class Mailbox: Sendable {
  private struct Content {
    var commands: [LoopCommand] = []
    var isRung = false
  }

  private let content = Mutex(Content())
  private let bell: Pipe
  /// How often somebody asked that waiting replies be looked at again.
  private let wakes = Atomic<Int>(0)
  /// Replies of the loop that wait.
  private let waiters = Atomic<Int>(0)

  init(system: SystemCalls) throws(SystemFailure) {
    bell = try system.pipe()
  }

  /// The descriptor that becomes readable when word was left.
  var descriptor: Int32 { bell.reading.number }

  func post(_ command: LoopCommand) {
    if enqueue(command) { SystemCalls.ring(bell.writing.number) }
  }

  /// Ends the loop's sleep.
  func ring() {
    if enqueue(nil) { SystemCalls.ring(bell.writing.number) }
  }

  private func enqueue(_ command: LoopCommand?) -> Bool {
    content.withLock { content in
      if let command { content.commands.append(command) }
      defer { content.isRung = true }
      return !content.isRung
    }
  }

  /// Takes all that was left; whoever writes afterwards rings again.
  func empty() -> [LoopCommand] {
    SystemCalls.hush(bell.reading.number)
    return content.withLock { content in
      defer { content = Content() }
      return content.commands
    }
  }

  /// Asks that waiting replies be looked at again; costs two memory operations if none waits.
  ///
  /// A reply that begins to wait at this very moment is not missed: it counts itself first and then compares
  /// `wakeCount` with what it was before the service decided to wait.
  func wake() {
    wakes.add(1, ordering: .sequentiallyConsistent)
    if waiters.load(ordering: .sequentiallyConsistent) > 0 { ring() }
  }

  var wakeCount: Int { wakes.load(ordering: .sequentiallyConsistent) }

  func countWaiter(_ change: Int) { waiters.add(change, ordering: .sequentiallyConsistent) }
}
