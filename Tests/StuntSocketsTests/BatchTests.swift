import Foundation
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

/// Connections that are readable together are read, answered and written to in batches.
@Suite struct BatchTests {
  private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

  /// Each change to the limits, and how many of seven requests of a hundred bytes are then answered together.
  private static let batches:
    [(name: String, together: Int, change: @Sendable (inout SocketLimits) -> Void)] = [
      ("the standard limits", 7, { _ in }),
      ("three connections", 3, { $0.batchConnections = 3 }),
      ("one connection", 1, { $0.batchConnections = 1 }),
      ("room for four requests", 3, { $0.readBufferBytes = 400 }),
      ("room for two replies", 2, { $0.outputBytes = 500 }),
    ]

  @Test(arguments: PollerKind.available, batches)
  func `so many are answered before the first reply is written`(
    _ poller: PollerKind,
    _ batch: (name: String, together: Int, change: @Sendable (inout SocketLimits) -> Void)
  ) async throws {
    let sends = SystemFaults.counting(.send)
    let limits = SocketLimits.changed(batch.change)
    try await withRim(poller, limits: limits, system: SystemCalls(faults: sends)) { rim in
      let clients = try (0..<7).map { _ in try rim.connect() }
      try await withGate(rim) {
        for client in clients {
          try client.send(
            "GET /sends/250 HTTP/1.1\r\nHost: a\r\nFill: \(String(repeating: "x", count: 56))\r\n\r\n")
        }
      }
      let seen = try clients.map { try #require(Int($0.receiveResponse().text.prefix { $0 != " " })) }
      // The reply of the gate was the first.
      #expect(seen.sorted() == (0..<7).map { 1 + $0 / batch.together * batch.together }, "\(batch.name)")
    }
  }

  /// What clients send: a part before all are there, the rest while the loop stands still.
  private static let talks: [(first: String, second: String)] = [
    ("", get("/a")), ("", get("/clip")), ("GET /half HT", "TP/1.1\r\nHost: a\r\n\r\n"), ("", get("/lost")),
    ("", get("/b") + get("/c") + get("/d")), ("", get("/cut/30")), ("", "nonsense\r\n\r\n"),
    ("", get("/size/3000000")), ("", get("/media")), ("", get("/e") + get("/clip") + get("/f")),
    ("", get("/close")), ("", get("/g") + get("/trickle/30")), ("", get("/reset")), ("", get("/h")),
    ("POST /i HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12", "345"), ("", get("/j") + "GET /k"),
    ("", get("/delay/1")), ("", get("/stream/0")), ("", get("/l")), ("", ""), ("GET /m", ""), ("", get("/n")),
  ]

  @Test(arguments: PollerKind.available, [1, 3, 8, 64])
  func `everybody gets what nobody else got, and all of it`(_ poller: PollerKind, _ together: Int)
    async throws
  {
    let limits = SocketLimits.changed { $0.batchConnections = together }
    var alone: [[UInt8]] = []
    for talk in Self.talks {
      try await withRim(poller, limits: limits) { rim in
        alone.append(contentsOf: try await receive(rim, [talk]))
      }
    }
    #expect(alone.count { !$0.isEmpty } == Self.talks.count - 3)
    try await withRim(poller, limits: limits) { rim in
      let together = try await receive(rim, Self.talks)
      #expect(together == alone)
    }
  }

  /// All that each client gets.
  private func receive(_ rim: Rim, _ talks: [(first: String, second: String)]) async throws -> [[UInt8]] {
    let clients = try talks.map { talk in
      let client = try rim.connect()
      try client.send(talk.first)
      return client
    }
    let parts = talks.count { !$0.first.isEmpty }
    await rim.reach("all connected") { $0.connections == talks.count && $0.reading == parts }
    rim.service.state.withLock { $0.events = 1 }
    try await withGate(rim) {
      for (client, talk) in zip(clients, talks) {
        try client.send(talk.second)
        client.finishSending()
      }
    }
    // More than any of the replies takes, less than any connection may be silent.
    for _ in 0..<12 {
      _ = await rim.snapshot()
      rim.clock.advance(seconds: 1)
    }
    return try clients.map { try $0.receiveToEnd().bytes }
  }

  @Test(arguments: PollerKind.available)
  func `what comes after a last reply does not touch what others sent`(_ poller: PollerKind) async throws {
    try await withRim(poller) { rim in
      let (first, refused, second) = (try rim.connect(), try rim.connect(), try rim.connect())
      try refused.send("nonsense\r\n\r\n")
      #expect(try refused.receiveResponse().status == 400)
      await rim.reach("a drained connection") { $0.draining == 1 }
      try await withGate(rim) {
        try first.send(Self.get("/first"))
        try refused.send(String(repeating: "more ", count: 100))
        try second.send(Self.get("/second"))
      }
      #expect(try first.receiveResponse().text == "GET /first 0 ")
      #expect(try second.receiveResponse().text == "GET /second 0 ")
    }
  }

  @Test(arguments: PollerKind.available, [EAGAIN, ECONNRESET])
  func `a reply that cannot be written does not disturb the others`(
    _ poller: PollerKind, _ code: Int32
  ) async throws {
    // The first reply is that of the gate.
    for number in 1...7 {
      let faults = SystemFaults(failing: number, with: code, only: .send)
      try await withRim(poller, system: SystemCalls(faults: faults)) { rim in
        let isBroken = try await talkToSeven(rim)
        #expect(isBroken == (1...7).map { $0 == number && code == ECONNRESET }, "reply \(number)")
      }
    }
  }

  /// Whether each of seven clients saw its connection break instead of its reply.
  private func talkToSeven(_ rim: Rim) async throws -> [Bool] {
    let clients = try (0..<7).map { _ in try rim.connect() }
    try await withGate(rim) {
      for (index, client) in clients.enumerated() { try client.send(Self.get("/\(index)")) }
    }
    let texts = clients.map { try? $0.receiveResponse().text }
    for (index, text) in texts.enumerated() { #expect(text == nil || text == "GET /\(index) 0 ") }
    let isBroken = texts.map { $0 == nil }
    await rim.reach("the others are connected") { $0.idle == 7 - isBroken.count { $0 } }
    return isBroken
  }

  /// Keeps the loop from reading until all that `body` sends has arrived.
  private func withGate(_ rim: Rim, _ body: () throws -> Void) async throws {
    let keeper = try rim.connect()
    let before = rim.service.seen.requests
    try keeper.send(Self.get("/gate"))
    // Only against hanging for ever, as in Rim.reach, which asks the loop.
    let start = ContinuousClock.now
    while rim.service.seen.requests == before, start.duration(to: .now) < .seconds(300) { await Task.yield() }
    try #require(rim.service.seen.requests == before + 1)
    let sent = Result { try body() }
    rim.service.gate.signal()
    try sent.get()
    #expect(try keeper.receiveResponse().text == "open")
  }
}
