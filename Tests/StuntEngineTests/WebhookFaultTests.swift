import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// What a scenario lets go wrong with messages.
@Suite struct WebhookFaultTests {
  /// A listener with a scenario `fault`: twenty seconds of work, and what is given.
  static func listener(_ webhooks: String, clock: Clock.Mode = .auto) throws -> WebhookListener {
    try WebhookListener(
      clock: clock,
      scenarios: [
        (
          "fault",
          """
          "steps": [{ "phase": "running", "until": { "seconds": 20 } }, { "phase": "succeeded" }],
          "webhooks": \(webhooks)
          """
        )
      ])
  }

  static func isSigned(_ message: WebhookMessage, _ listener: WebhookListener) throws -> Bool {
    let secret = try #require(listener.tenant.double.webhookSettings?.secret)
    let text = "\(message.field("Note-Id") ?? "").\(message.field("Note-Time") ?? "").\(message.text)"
    let code = try Cryptography.hmacSHA256(
      key: #require(Base64.decode(secret.dropFirst(6))), message: Array(text.utf8))
    return message.field("Note-Signature") == "v1,\(Base64.encode(code))"
  }

  @Test func `duplicates come with the same id`() throws {
    var listener = try Self.listener(#"{ "duplicates": 2 }"#)
    _ = try listener.submit("fault")
    for _ in 0..<3 { listener.answer(.answered(200)) }
    #expect(listener.sent.count == 3 && listener.deliveries.count == 1)
    #expect(Set(listener.sent.map { $0.message.field("Note-Id") }).count == 1)
    #expect(listener.deliveries[0].state == .delivered)
  }

  @Test func `a late message comes after the end`() throws {
    var listener = try Self.listener(#"{ "lateSeconds": 60 }"#)
    _ = try listener.submit("fault")
    #expect(listener.sent.map(\.seconds) == [80])
  }

  @Test func `an early message comes before the end, and only once`() throws {
    var listener = try Self.listener(#"{ "earlySeconds": 15 }"#)
    let id = try listener.submit("fault")
    #expect(listener.sent.map(\.seconds) == [5])
    #expect(listener.sent[0].message.text.contains("film.done"))
    #expect(try listener.tenant.poll(id)["state"] == "working")
    listener.answer(.answered(200))
    #expect(try listener.tenant.poll(id)["state"] == "done")
    #expect(listener.sent.count == 1 && !listener.tenant.double.hasWebhookWork)
  }

  @Test func `a reordered message waits for the one about the next job`() throws {
    var listener = try Self.listener(#"{ "reordered": true }"#)
    let first = try listener.submit("fault")
    #expect(listener.sent.isEmpty)
    #expect(listener.deliveries[0].state == .held)
    let second = try listener.submit("fault")
    #expect(listener.sent.count == 1 && listener.sent[0].message.text.contains(second))
    listener.answer(.answered(200))
    #expect(listener.sent.count == 2 && listener.sent[1].message.text.contains(first))
  }

  @Test func `a tampered message is JSON with another signature`() throws {
    var listener = try Self.listener(#"{ "tampered": true }"#)
    _ = try listener.submit("fault")
    let message = listener.sent[0].message
    #expect(try JSONValue(parsing: message.body)["tampered"] == true)
    #expect(try !Self.isSigned(message, listener))
  }

  @Test func `a stale message is signed, but old`() throws {
    var listener = try Self.listener(#"{ "staleSeconds": 600 }"#)
    _ = try listener.submit("fault")
    #expect(listener.sent[0].message.field("Note-Time") == "1799999420")
    #expect(try Self.isSigned(listener.sent[0].message, listener))
  }

  @Test func `an unsigned message has no signature field at all`() throws {
    var listener = try Self.listener(#"{ "unsigned": true }"#)
    _ = try listener.submit("fault")
    #expect(listener.sent[0].message.field("Note-Signature") == nil)
    #expect(listener.sent[0].message.field("Note-Id") != nil)
  }

  @Test func `a message signed by nobody's key has a signature that does not fit`() throws {
    var listener = try Self.listener(#"{ "wrongKey": true }"#)
    _ = try listener.submit("fault")
    #expect(listener.sent[0].message.field("Note-Signature")?.count == 47)
    #expect(try !Self.isSigned(listener.sent[0].message, listener))
  }

  @Test(arguments: [
    (#"{ "tampered": true }"#, WebhookFlaw.tampered), (#"{ "staleSeconds": 600 }"#, .stale),
    (#"{ "unsigned": true }"#, .unsigned), (#"{ "wrongKey": true }"#, .wrongKey),
  ])
  func `after a message that must be refused comes the genuine one`(plan: String, flaw: WebhookFlaw) throws {
    for outcome in [WebhookOutcome.answered(400), .answered(200), .failed("connection refused")] {
      var listener = try Self.listener(plan)
      _ = try listener.submit("fault")
      listener.answer(outcome)
      try #require(listener.sent.count == 2)
      #expect(listener.sent.map(\.message.flaw) == [flaw, nil])
      #expect(try Self.isSigned(listener.sent[1].message, listener))
      #expect(listener.sent[1].message.field("Note-Time") == "1800000020")
      #expect(listener.sent[1].message.text == String(decoding: listener.deliveries[0].body, as: UTF8.self))
      #expect(listener.sent[0].message.field("Note-Id") == listener.sent[1].message.field("Note-Id"))
      // A receiver that refuses the genuine one, too, is tried again as the provider says.
      listener.answer(.answered(500))
      try #require(listener.sent.count == 3 && listener.sent[2].seconds > listener.sent[1].seconds)
      listener.answer(.answered(200))
      #expect(listener.deliveries[0].state == .delivered && listener.deliveries[0].flaw == flaw)
      #expect(listener.deliveries[0].attempts.map(\.flaw) == [flaw, nil, nil])
    }
  }

  @Test func `each copy is counted, and none of its attempts has a flaw`() throws {
    var listener = try Self.listener(#"{ "duplicates": 2 }"#)
    _ = try listener.submit("fault")
    for outcome in [500, 200, 200, 200] { listener.answer(.answered(outcome)) }
    #expect(listener.deliveries[0].attempts.map(\.copy) == [0, 0, 1, 2])
    #expect(listener.deliveries[0].attempts.allSatisfy { $0.flaw == nil })
  }

  @Test func `lost attempts are noted and never sent`() throws {
    var listener = try Self.listener(#"{ "lostAttempts": 2 }"#)
    _ = try listener.submit("fault")
    #expect(listener.sent.map(\.seconds) == [40])
    #expect(listener.deliveries[0].attempts.count == 3)
    #expect(listener.deliveries[0].attempts[0].outcome == .failed("lost on the way, as the scenario says"))
  }

  @Test func `a scenario may tell of another event`() throws {
    var listener = try Self.listener(#"{ "event": "film.odd" }"#)
    _ = try listener.submit("fault")
    #expect(listener.deliveries.map(\.event) == ["film.odd"])
  }

  @Test func `a message outside its contract is not sent, and says why`() throws {
    var listener = try WebhookListener(
      clock: .auto,
      changes: [("nimbus/openapi.json", #""at": { "type": "integer" }"#, #""at": { "type": "string" }"#)])
    _ = try listener.submit()
    #expect(listener.sent.isEmpty)
    guard case .failed(let reason) = listener.deliveries[0].state else { Issue.record("no failure"); return }
    #expect(reason.hasPrefix("the message breaks the contract: /at"))
  }
}
