import StuntHTTP
import StuntTestSupport
import Synchronization
import Testing

@testable import StuntSockets

/// Requests to other servers: each test has a receiver on loopback, and time that it moves itself.
@Suite struct CourierTests {
  /// A courier, and the results that it told.
  struct Sender {
    let courier: Courier
    let clock = ManualClock()
    private let stream: AsyncStream<OutgoingResult>
    private let continuation: AsyncStream<OutgoingResult>.Continuation

    init(_ limits: CourierLimits = CourierLimits(), faults: SystemFaults? = nil) throws {
      (stream, continuation) = AsyncStream.makeStream(of: OutgoingResult.self)
      courier = try Courier.start(
        limits: limits, clock: .manual(clock), system: SystemCalls(faults: faults), onTime: { _ in .never })
    }

    func send(_ path: String, to port: UInt16, host: String = "127.0.0.1", timeout: Int = 1_000) {
      let text = "POST /\(path) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"
      courier.send(
        OutgoingRequest(host: host, port: port, bytes: Array(text.utf8), timeoutMilliseconds: timeout)
      ) { [continuation] in continuation.yield($0) }
    }

    func results(_ count: Int = 1) async -> [OutgoingResult] {
      var results: [OutgoingResult] = []
      for await result in stream {
        results.append(result)
        if results.count == count { break }
      }
      return results
    }
  }

  @Test(arguments: ["127.0.0.1", "localhost", "hook.localhost"])
  func `a message is carried, and its answer's status comes back`(host: String) async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    let sender = try Sender()
    defer { sender.courier.stop() }
    sender.send("hook", to: rim.listener.address.port, host: host)
    #expect(await sender.results() == [.answered(200)])
    #expect(rim.service.seen.requests == 1)
  }

  @Test func `a port where nobody listens cannot be reached`() async throws {
    let rim = try Rim(.automatic)
    let port = rim.listener.address.port
    rim.listener.stop(withinSeconds: 0)
    let sender = try Sender()
    defer { sender.courier.stop() }
    sender.send("hook", to: port)
    guard case .failed(.unreachable("127.0.0.1", port, let failure)) = await sender.results()[0] else {
      Issue.record("it was reached")
      return
    }
    #expect(failure.call == .connect)
  }

  @Test func `a name without an address is named`() async throws {
    let sender = try Sender()
    defer { sender.courier.stop() }
    sender.send("hook", to: 1, host: "no..name")
    #expect(await sender.results() == [.failed(.nameUnknown("no..name"))])
  }

  @Test func `a receiver that hangs up gave no answer`() async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    let sender = try Sender()
    defer { sender.courier.stop() }
    for path in ["lost", "reset", "cut/20"] { sender.send(path, to: rim.listener.address.port) }
    #expect(await sender.results(3) == Array(repeating: .failed(.brokenOff), count: 3))
  }

  @Test func `a receiver that says nothing is given up in time`() async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    let sender = try Sender()
    defer { sender.courier.stop() }
    sender.send("delay/1000", to: rim.listener.address.port, timeout: 30_000)
    await rim.reach("a held reply") { $0.holding == 1 }
    sender.clock.advance(seconds: 29)
    sender.send("hook", to: rim.listener.address.port)
    #expect(await sender.results() == [.answered(200)])
    sender.clock.advance(seconds: 1)
    #expect(await sender.results() == [.failed(.timedOut(milliseconds: 30_000))])
  }

  @Test func `no more connections than the limit, the others wait their turn`() async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    var limits = CourierLimits()
    limits.connections = 1
    let sender = try Sender(limits)
    defer { sender.courier.stop() }
    sender.send("delay/10", to: rim.listener.address.port, timeout: 60_000)
    sender.send("hook", to: rim.listener.address.port, timeout: 60_000)
    await rim.reach("a held reply") { $0.holding == 1 }
    #expect(rim.service.seen.requests == 1)
    rim.clock.advance(seconds: 10)
    #expect(await sender.results(2) == [.answered(200), .answered(200)])
  }

  @Test func `more that wait than the limit fail at once`() async throws {
    var limits = CourierLimits()
    limits.waiting = 0
    let sender = try Sender(limits)
    defer { sender.courier.stop() }
    sender.send("hook", to: 1)
    #expect(await sender.results() == [.failed(.tooMany(limit: 0))])
  }

  @Test func `of an answer that is too long the status counts`() async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    var limits = CourierLimits()
    limits.answerBytes = 1_000
    let sender = try Sender(limits)
    defer { sender.courier.stop() }
    sender.send("size/100000", to: rim.listener.address.port)
    #expect(await sender.results() == [.answered(200)])
  }

  @Test func `what is under way ends with the courier`() async throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    let sender = try Sender()
    sender.send("delay/1000", to: rim.listener.address.port)
    await rim.reach("a held reply") { $0.holding == 1 }
    sender.courier.stop()
    #expect(await sender.results() == [.failed(.stopped)])
  }

  @Test func `the courier calls when the time has come`() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: MonotonicInstant.self)
    let clock = ManualClock()
    let courier = try Courier.start(clock: .manual(clock)) { now in
      continuation.yield(now)
      return .never
    }
    defer { courier.stop() }
    let due = clock.now.advanced(seconds: 5)
    courier.wake(at: due)
    clock.advance(seconds: 4)
    clock.advance(seconds: 1)
    var instants = stream.makeAsyncIterator()
    #expect(await instants.next() == due)
  }

  @Test(arguments: [
    (OutgoingFailure.nameUnknown("a"), "no address is known for \"a\"; mend the URL, or use an IP address"),
    (.brokenOff, "the receiver ended the connection without an answer"),
    (.timedOut(milliseconds: 5), "the receiver did not answer within 5 ms"),
    (.unreadable("x"), "the receiver's answer is no HTTP: x"),
    (.tooMany(limit: 3), "more than 3 messages wait to be sent"), (.stopped, "the server was stopped first"),
  ])
  func `each failure is a sentence`(failure: OutgoingFailure, sentence: String) {
    #expect(failure.description == sentence)
  }

  @Test func `an unreachable receiver is named with the system's reason`() {
    let failure = OutgoingFailure.unreachable(host: "h", port: 9, SystemFailure(.connect, 111))
    #expect(failure.description.hasPrefix("h port 9 cannot be reached: the system call 'connect' failed"))
    #expect(failure.description.hasSuffix("start the receiver first"))
  }
}
