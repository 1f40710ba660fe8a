import Foundation
import StuntSockets
import StuntTestSupport
import Testing

@Suite struct StopTests {
  /// Stops on a thread of its own: it waits, and the threads of the tests are few.
  private func stop(_ rim: Rim, withinSeconds seconds: Int) -> AsyncStream<Void> {
    let listener = rim.listener
    return AsyncStream { continuation in
      Thread.detachNewThread {
        listener.stop(withinSeconds: seconds)
        continuation.finish()
      }
    }
  }

  @Test(arguments: PollerKind.available, [1, 3])
  func `idle connections end at once, and nobody listens any more`(_ poller: PollerKind, _ loops: Int)
    async throws
  {
    let rim = try Rim(poller, loops: loops)
    let clients = try (0..<5).map { _ in try rim.connect() }
    await rim.reach("five connections") { $0.idle == 5 }
    rim.listener.stop(withinSeconds: 100)
    for client in clients { #expect(try client.receiveToEnd() == ([], .closed)) }
    #expect(throws: RawClientError.self) { _ = try rim.connect() }
    rim.listener.stop(withinSeconds: 0)
  }

  @Test(arguments: PollerKind.available)
  func `what is in flight is finished first`(_ poller: PollerKind) async throws {
    let rim = try Rim(poller)
    let (held, partial, slow) = (
      try rim.connect(), try rim.connect(), try rim.connect(receiveBufferBytes: 4_096)
    )
    try held.send("GET /delay/5 HTTP/1.1\r\nHost: a\r\n\r\n")
    try partial.send("GET /partial HT")
    try slow.send("GET /media HTTP/1.1\r\nHost: a\r\n\r\n")
    await rim.reach("three busy connections") { $0.holding == 1 && $0.reading == 1 && $0.writing == 1 }
    let stopped = stop(rim, withinSeconds: 60)
    slow.widen()
    #expect(try slow.receiveResponse().body.count == TestService.media.count + 4)
    #expect(try slow.receiveToEnd() == ([], .closed))
    try partial.send("TP/1.1\r\nHost: a\r\n\r\n")
    #expect(try partial.receiveResponse().text == "GET /partial 0 ")
    #expect(try partial.receiveToEnd() == ([], .closed))
    rim.clock.advance(seconds: 5)
    #expect(try held.receiveResponse().text == "GET /delay/5 0 ")
    #expect(try held.receiveToEnd() == ([], .closed))
    for await _ in stopped {}
  }

  @Test(arguments: PollerKind.available)
  func `what is not finished by the deadline is cut`(_ poller: PollerKind) async throws {
    let rim = try Rim(poller)
    let (held, stream) = (try rim.connect(), try rim.connect())
    try held.send("GET /delay/500 HTTP/1.1\r\nHost: a\r\n\r\n")
    await rim.reach("a held reply") { $0.holding == 1 }
    try stream.send("GET /stream/-1 HTTP/1.1\r\nHost: a\r\n\r\n")
    await rim.reach("a waiting reply") { $0.waiting == 1 }
    let stopped = stop(rim, withinSeconds: 60)
    await rim.reach("no listener") { !$0.isAccepting }
    rim.clock.advance(seconds: 60)
    #expect(try held.receiveToEnd().bytes.isEmpty)
    _ = try stream.receiveToEnd()
    for await _ in stopped {}
    #expect(rim.service.seen.abandoned == [2])
  }
}
