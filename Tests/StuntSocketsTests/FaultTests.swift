import Foundation
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

/// Every system call of a session fails once, in every way that matters: the loop must survive it.
@Suite struct FaultTests {
  private static let codes: [(name: String, code: Int32)] = [
    ("EINTR", EINTR), ("EAGAIN", EAGAIN), ("EMFILE", EMFILE), ("ECONNRESET", ECONNRESET), ("ENOMEM", ENOMEM),
  ]

  @Test(arguments: PollerKind.available, codes)
  func `the loop survives the failure of any system call`(
    _ poller: PollerKind, _ failure: (name: String, code: Int32)
  ) async throws {
    let count = SystemFaults.counting()
    await runSession(poller, count)
    #expect(count.seen > 30)
    for number in 0..<count.seen {
      let faults = SystemFaults(failing: number, with: failure.code)
      await runSession(poller, faults, "call \(number) with \(failure.name)")
    }
  }

  /// Starts, talks, checks that a fresh client is served, and stops.
  private func runSession(_ poller: PollerKind, _ faults: SystemFaults, _ label: Comment = "no fault") async {
    let rim: Rim
    do {
      rim = try Rim(poller, loops: 2, system: SystemCalls(faults: faults))
    } catch {
      return #expect(faults.fired == 1 && error is SocketError, "\(label): \(error)")
    }
    await talk(rim, label)
    faults.disarm()
    // Accepting may be paused for a while.
    await settle(rim)
    rim.clock.advance(seconds: 1)
    await check(rim, label)
    rim.listener.stop(withinSeconds: 0)
  }

  /// Uses every kind of call; a client may see any failure of its own connection, but silence.
  private func talk(_ rim: Rim, _ label: Comment) async {
    await attempt(rim, label) {
      let client = try rim.connect()
      try client.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\nGET /c HT")
      await settle(rim)
      rim.clock.advance(seconds: 1)
      _ = (try client.receiveResponse(), try client.receiveResponse())
      try client.send("TP/1.1\r\nHost: a\r\n\r\nGET /delay/1 HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try client.receiveResponse()
      await settle(rim)
      rim.clock.advance(seconds: 1)
      _ = try client.receiveResponse()
      try client.send("GET /clip HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try client.receiveResponse()
    }
    await attempt(rim, label) {
      let client = try rim.connect()
      await settle(rim)
      rim.clock.advance(seconds: 1)
      try client.send("GET /stream/1 HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try client.receive(through: "\r\n\r\n")
      try client.send("nonsense\r\n\r\n")
      await settle(rim)
      rim.service.state.withLock { $0.events = 1 }
      rim.clock.advance(seconds: 1)
      _ = (try client.receiveChunk(), try client.receiveChunk())
      _ = try client.receiveToEnd()
    }
  }

  private func attempt(_ rim: Rim, _ label: Comment, _ body: () async throws -> Void) async {
    do {
      try await body()
    } catch RawClientError.silence(let text) {
      Issue.record("\(label) \(rim.faults?.firedCall?.rawValue ?? ""): nothing came after '\(text)'")
    } catch {
      #expect(error is RawClientError, "\(label): \(error)")
    }
  }

  private func settle(_ rim: Rim) async {
    for _ in 0..<3 { _ = await rim.snapshot() }
  }

  private func check(_ rim: Rim, _ label: Comment) async {
    do {
      let client = try rim.connect()
      try client.send("GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receiveResponse().text == "GET /after 0 ", label)
    } catch {
      Issue.record("\(label): a fresh client failed with \(error)")
    }
  }
}
