import Dispatch
package import StuntHTTP
package import StuntSockets
import Synchronization

/// A way into a double without a socket: requests as values, answers as the pieces that a connection would carry.
///
/// A class, because exchanges on several threads wait at it for the double's time to move.
package final class InProcessDoor: Sendable {
  private let service: any Service
  private let time: Time
  private let waiting = Mutex<[ObjectIdentifier: DispatchSemaphore]>([:])

  /// A door to a service that nobody listens for.
  package convenience init(_ service: any Service) { self.init(service, time: .machine) }

  /// A door whose waits are of a kind.
  init(_ service: any Service, time: Time) {
    self.service = service
    self.time = time
  }

  /// What an answer that goes on later waits for.
  enum Time: Sendable {
    /// The machine's clock.
    case machine
    /// Nothing: this moves the double's own clock, and the machine's stays where it began.
    case moved(@Sendable () -> Void)
  }

  /// How an answer ended.
  package enum Ending: Hashable, Sendable {
    case whole
    /// The connection broke: before the first byte, or in the middle.
    case broken
  }

  /// Sends a request, and gives each part of its answer as it comes; waits on the caller's thread.
  ///
  /// - Parameter isCancelled: Asked before each piece; true leaves the rest.
  package func exchange(
    _ request: HTTPRequest, isCancelled: () -> Bool, deliver: (HTTPResponseParser.Event) -> Void
  ) -> Ending {
    var reader = AnswerReader(answering: request.method)
    let last = send(request, isCancelled: isCancelled) { reader.read($0, deliver) }
    guard let last, last.cutAfter == nil, last.ending != .reset, reader.finish(deliver) else {
      return .broken
    }
    return .whole
  }

  /// Sends a request, and gives its answer's bytes as they come; the last disposition, or nil when it was given up.
  ///
  /// Pauses within a trickled answer are left out: its pieces come at once.
  ///
  /// - Parameter take: Takes bytes; false leaves the rest.
  func send(
    _ request: HTTPRequest, isCancelled: () -> Bool = { false }, take: (ArraySlice<UInt8>) -> Bool
  ) -> Disposition? {
    let semaphore = DispatchSemaphore(value: 0)
    let id = ObjectIdentifier(semaphore)
    waiting.withLock { $0[id] = semaphore }
    defer { _ = waiting.withLock { $0.removeValue(forKey: id) } }
    var output = OutputBuffer()
    var disposition = service.respond(to: request, connection: Self.connection, now: now, into: &output)
    var waits = 0
    while true {
      let bytes = output.allBytes
      let isTaken = take(bytes.prefix(disposition.cutAfter ?? .max))
      guard case .resume(let token, let instant) = disposition.ending else {
        return isTaken ? disposition : nil
      }
      waits += 1
      guard isTaken, wait(until: instant, waits, semaphore, isCancelled) else {
        service.abandon(token)
        return nil
      }
      output = OutputBuffer()
      disposition = service.resume(token, connection: Self.connection, now: now, into: &output)
    }
  }

  private var now: MonotonicInstant {
    switch time {
    case .machine: MonotonicClock.system.now
    case .moved: Self.beginning
    }
  }

  /// Where time stands that is only moved.
  static let beginning = MonotonicInstant(nanoseconds: 0)

  /// Lets every exchange that waits look at the time again.
  func wake() {
    for semaphore in waiting.withLock({ Array($0.values) }) { semaphore.signal() }
  }

  /// Waits until an instant, or until somebody wakes us; false when the exchange was given up.
  private func wait(
    until instant: MonotonicInstant, _ waits: Int, _ semaphore: DispatchSemaphore, _ isCancelled: () -> Bool
  ) -> Bool {
    if case .moved(let move) = time {
      move()
      return waits <= Limits.inProcessWaitsMax
    }
    while !isCancelled() {
      let missing = instant.nanoseconds - MonotonicClock.system.now.nanoseconds
      guard missing > 0 else { return true }
      // A given-up exchange is noticed within a tenth of a second.
      let pause = DispatchTime.now() + .nanoseconds(Int(min(missing, 100_000_000)))
      if semaphore.wait(timeout: pause) == .success { return true }
    }
    return false
  }

  private static let connection: ConnectionInfo = {
    guard let address = try? SocketAddress(listening: "127.0.0.1:0") else {
      preconditionFailure("it is an address")
    }
    return ConnectionInfo(remote: address, local: address, loop: 0)
  }()
}

/// Reads the pieces of one answer.
private struct AnswerReader {
  private var parser: HTTPResponseParser
  private var rest: [UInt8] = []

  init(answering method: HTTPMethod) {
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = .max
    parser = HTTPResponseParser(answering: method, limits: limits)
  }

  /// Takes more bytes; false when they are no answer.
  mutating func read(_ bytes: ArraySlice<UInt8>, _ deliver: (HTTPResponseParser.Event) -> Void) -> Bool {
    rest += bytes
    while true {
      var consumed = 0
      let event = rest.withUnsafeBytes { parser.next($0, consumed: &consumed) }
      rest.removeFirst(consumed)
      switch event {
      case .needMore: return true
      case .failure: return false
      case .end:
        deliver(event)
        return true
      case .head, .interim, .body: deliver(event)
      }
    }
  }

  /// Tells the end of an answer that a closed connection ends; false where more was announced.
  mutating func finish(_ deliver: (HTTPResponseParser.Event) -> Void) -> Bool {
    guard case .end = parser.finish() else { return false }
    deliver(.end)
    return true
  }
}
