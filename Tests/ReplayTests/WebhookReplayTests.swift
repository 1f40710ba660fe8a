import StuntDouble
import StuntEngine
import StuntRecording
import StuntSockets
import Synchronization
import Testing

/// Recorded messages to a client's server are sent when the job comes to them, to the live client's server.
@Suite struct WebhookReplayTests {
  static func client(
    _ name: String, pace: ReplayOptions.Pace = .instant, webhooks: ReplayOptions.Webhooks = .loopback,
    url: String? = nil
  ) throws -> RecordedClient {
    var recording = try HARReader.read(try ShippedRecordingTests.bytes(name))
    if let url {
      recording.interactions[0].request.url.replace("http%3A%2F%2F127.0.0.1%3A8000%2Ffal", with: url)
    }
    var options = ReplayOptions()
    options.pace = pace
    options.webhooks = webhooks
    return try RecordedClient(name, recording, options: options)
  }

  static func told(_ client: RecordedClient) -> [WebhookMessage] { client.receiver.messages.withLock { $0 } }

  @Test func `polls bring a job to its message`() throws {
    let client = try Self.client("lumenfall/webhook.har")
    let exchanges = client.recording.interactions
    _ = try client.send(exchanges[0])
    #expect(Self.told(client).isEmpty)
    _ = try client.send(exchanges[2])
    let message = try #require(Self.told(client).first)
    #expect(message.url.text == "http://127.0.0.1:8000/lumenfall")
    #expect(message.body == exchanges[1].request.body?.bytes)
    _ = try client.send(exchanges[2])
    #expect(Self.told(client).count == 1, "once")
  }

  @Test func `a job that nobody polls comes to its message by itself`() throws {
    let client = try Self.client("fal/webhook.har")
    _ = try client.send(client.recording.interactions[0])
    let wake = try #require(client.receiver.wakes.withLock { $0.last })
    #expect(wake.nanoseconds == 200_000_000)
    #expect(client.service.tellReceivers(now: MonotonicInstant(nanoseconds: 199_999_999)) == wake)
    #expect(Self.told(client).isEmpty)
    #expect(client.service.tellReceivers(now: wake) == .never)
    #expect(Self.told(client).count == 1)
  }

  @Test func `by the clock a message comes when it was recorded`() throws {
    let client = try Self.client("fal/webhook.har", pace: .recorded(speed: 2))
    _ = try client.send(client.recording.interactions[0])
    let half = client.instant(of: client.recording.interactions[1]).nanoseconds / 2
    #expect(client.receiver.wakes.withLock { $0.last } == MonotonicInstant(nanoseconds: half))
    client.service.tellReceivers(now: MonotonicInstant(nanoseconds: half - 1))
    #expect(Self.told(client).isEmpty)
    client.service.tellReceivers(now: MonotonicInstant(nanoseconds: half))
    #expect(Self.told(client).count == 1)
  }

  @Test func `a message about a cancellation waits for it`() throws {
    let client = try Self.client("lumenfall/webhook-cancelled.har")
    let exchanges = client.recording.interactions
    _ = try client.send(exchanges[0])
    for _ in 0..<9 { _ = try client.send(exchanges[1]) }
    client.service.tellReceivers(now: MonotonicInstant(nanoseconds: 60_000_000_000))
    #expect(Self.told(client).isEmpty)
    let cancel = try #require(exchanges.first { $0.request.method == "DELETE" })
    let last = try #require(exchanges.last)
    _ = try client.send(cancel)
    _ = try client.send(last)
    #expect(Self.told(client).map(\.body) == exchanges.filter(\.isWebhook).compactMap(\.request.body?.bytes))
  }

  @Test func `a message is dated and signed anew, and names its own job`() throws {
    let client = try Self.client("fal/webhook.har")
    _ = try client.send(client.recording.interactions[0])
    _ = try client.send(client.recording.interactions[0])
    client.service.tellReceivers(now: MonotonicInstant(nanoseconds: 1_000_000_000))
    let told = Self.told(client)
    #expect(told.count == 2)
    let job = try #require(client.recording.interactions[0].job)
    for (number, message) in told.enumerated() {
      let lines = String(decoding: message.fieldLines, as: UTF8.self)
      #expect(lines.contains("X-Fal-Webhook-Request-Id: \(job)") == (number == 0))
      #expect(String(decoding: message.body, as: UTF8.self).contains(job) == (number == 0))
      #expect(lines.contains(/X-Fal-Webhook-Signature: [0-9a-f]{128}\r\n/))
      #expect(!lines.contains("redacted-"))
    }
    #expect(told[0].fieldLines != told[1].fieldLines)
  }

  @Test func `without a receiver nothing is sent, and the verdict says so`() throws {
    let client = try Self.client("openai/webhook.har")
    #expect(try client.play(.untilTold) == [])
    #expect(Self.told(client).isEmpty)
    #expect(client.service.verdict.complaints.count == 1)
    #expect(
      client.service.verdict.complaints[0].contains("webhook video.completed of"),
      "\(client.service.verdict.complaints)")
    #expect(client.service.verdict.complaints[0].hasSuffix("(nobody said where to)"))
  }

  @Test func `what a receiver does not take is told`() throws {
    let client = try Self.client("lumenfall/webhook.har")
    client.receiver.outcome.withLock { $0 = .answered(500) }
    _ = try client.play(.untilTold)
    #expect(client.service.verdict.complaints.map { $0.hasSuffix("(the receiver answered 500)") } == [true])
  }

  @Test(arguments: [
    (ReplayOptions.Webhooks.loopback, 0, "is not this machine; allow it with --webhooks anywhere)"),
    (.anywhere, 1, ""), (.none, 0, "(not sent, as --webhooks none says)"),
  ])
  func `only this machine is told unless more is allowed`(
    _ webhooks: ReplayOptions.Webhooks, _ count: Int, _ complaint: String
  ) throws {
    let client = try Self.client(
      "fal/webhook.har", webhooks: webhooks, url: "http%3A%2F%2Fhooks.example.com%2Ffal")
    _ = try client.play(.untilTold)
    #expect(Self.told(client).count == count)
    #expect(client.service.verdict.complaints.map { $0.hasSuffix(complaint) } == (count == 1 ? [] : [true]))
  }
}
