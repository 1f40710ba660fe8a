import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct WebhookRetryTests {
  @Test func `a message is repeated after the documented times, with its id and a new time`() throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit()
    for _ in 0..<3 { listener.answer(.answered(500)) }
    #expect(listener.sent.map(\.seconds) == [8, 13, 28, 43])
    #expect(listener.sent.map { $0.message.timeout.seconds } == [10, 20, 20, 20])
    let messages = listener.sent.map(\.message)
    #expect(Set(messages.map { $0.field("Note-Id") }).count == 1)
    #expect(Set(messages.map { $0.field("Note-Time") }).count == 4)
    #expect(Set(messages.map { $0.field("Note-Signature") }).count == 4)
    listener.answer(.failed("nobody listens"))
    #expect(listener.sent.count == 4)
    #expect(listener.deliveries[0].state == .failed(reason: "nobody listens; given up after 4 attempts"))
    #expect(listener.deliveries[0].attempts.map(\.outcome).last == .failed("nobody listens"))
  }

  @Test(arguments: [200, 201, 299]) func `any 2xx is success`(status: Int) throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit()
    listener.answer(.answered(status))
    #expect(listener.deliveries[0].state == .delivered && listener.sent.count == 1)
  }

  @Test func `a redirection is final where the provider says so`() throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit()
    listener.answer(.answered(302))
    #expect(
      listener.deliveries[0].state == .failed(reason: "the receiver answered 302; such a failure is final"))
  }

  @Test func `a delivery can be asked for again, whatever became of it`() throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit()
    listener.answer(.answered(302))
    let isUnknown = listener.tenant.double.redeliver("0123", at: .zero)
    let isKnown = listener.tenant.double.redeliver(listener.deliveries[0].id, at: .zero)
    #expect(!isUnknown && isKnown)
    listener.work()
    listener.answer(.answered(200))
    #expect(listener.deliveries[0].state == .delivered && listener.deliveries[0].attempts.count == 2)
  }

  @Test func `the oldest delivery that is over goes when there are too many`() throws {
    var listener = try WebhookListener()
    for _ in 0..<Limits.webhookDeliveriesMax { _ = try listener.submit() }
    listener.advance(10)
    for (message, _) in listener.sent {
      listener.tenant.double.noteWebhook(message.delivery, .answered(200), at: .zero)
    }
    #expect(listener.deliveries.count == Limits.webhookDeliveriesMax)
    _ = try listener.submit()
    listener.advance(10)
    #expect(listener.deliveries.count == Limits.webhookDeliveriesMax)
    #expect(listener.deliveries[0].number == 2)
  }

  @Test func `more jobs than can be followed are told to nobody`() throws {
    var listener = try WebhookListener()
    for _ in 0...Limits.webhookWatchesMax {
      try listener.tenant.send(
        .post, "/films",
        [
          "Content-Type": "application/json", "X-Nimbus-Notify": "http://localhost/",
          "Stunt-Scenario": "stuck",
        ],
        body: #"{"prompt":"clouds"}"#)
    }
    #expect(listener.tenant.double.followedJobs == Limits.webhookWatchesMax)
  }

  @Test func `a URL that is too long is none`() {
    let path = String(repeating: "a", count: Limits.webhookURLBytesMax)
    #expect(WebhookURL("http://localhost/" + path) == nil)
    #expect(WebhookURL("http://localhost/" + path.dropFirst("http://localhost/".count)) != nil)
  }
}
