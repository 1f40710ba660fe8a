import StuntContract
import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import Testing

/// The webhooks of the providers that document some: contract, behavior and scenarios agree.
@Suite struct WebhookDocumentTests {
  static let providers = ["lumenfall", "fal", "openai"]

  /// A driver whose jobs are told, and the message about one job under a scenario.
  static func message(
    _ name: String, scenario: String, body: String? = nil
  ) throws -> (driver: ProviderDriver, messages: [WebhookMessage]) {
    var driver = try ProviderDriver(name)
    driver.double.deliversWebhooks = true
    let hook = "http://127.0.0.1:9/hook"
    let fields: HTTPFields = ["Content-Type": "application/json", "Stunt-Scenario": scenario]
    let reply: Reply
    switch name {
    case "fal":
      let content = body ?? #"{"prompt":"a cat"}"#
      reply = try driver.send(
        .post, "/fal/queue/fal-ai/sora-2/text-to-video?fal_webhook=\(hook)", fields, body: Array(content.utf8)
      )
    case "openai":
      driver.double.setWebhookEndpoint(WebhookURL(hook), events: nil)
      reply = try driver.send(
        .post, "/openai/v1/videos", fields, body: Array(#"{"model":"sora-2","prompt":"a cat"}"#.utf8))
    default:
      let content = #"{"model":"sora-2","prompt":"a cat","webhook_url":"\#(hook)"}"#
      reply = try driver.send(.post, "/lumenfall/v1/videos", fields, body: Array(content.utf8))
    }
    #expect((200...202).contains(reply.status))
    let work = driver.double.webhookWork(at: .zero, touched: reply.slot)
    return (driver, work.messages)
  }

  static let webhookScenarios = providers.flatMap { provider in
    [
      "duplicate", "late", "early", "reordered", "tampered", "stale", "unsigned", "wrong-key", "retried",
    ].map { (provider, "webhook-" + $0) }
  }

  @Test(arguments: webhookScenarios)
  func `each way a message can go is a scenario of each provider`(provider: String, scenario: String) throws {
    let (driver, messages) = try Self.message(provider, scenario: scenario)
    #expect(messages.count == (scenario == "webhook-reordered" ? 0 : 1))
    #expect(driver.double.webhookDeliveries.count == 1)
  }

  @Test(arguments: providers) func `the documented examples satisfy their schemas`(provider: String) throws {
    let contract = try ProviderDriver(provider).provider.contract
    #expect(!contract.webhooks.isEmpty)
    for webhook in contract.webhooks {
      let example = try #require(webhook.example, "\(webhook.name)")
      #expect(webhook.firstViolation(of: example) == nil, "\(webhook.name)")
    }
  }

  @Test(arguments: [
    ("lumenfall", "completed", "/type", "video.completed"),
    ("lumenfall", "failed-content-policy", "/type", "video.failed"),
    ("lumenfall", "cancelled", "/type", "video.cancelled"),
    ("openai", "completed", "/type", "video.completed"),
    ("openai", "failed-provider-error", "/type", "video.failed"),
    ("openai", "cancelled", "/type", "video.failed"), ("fal", "completed", "/status", "OK"),
    ("fal", "failed-content-policy", "/error", "Invalid status code: 422"),
    ("fal", "failed-provider-error", "/error", "Invalid status code: 500"),
    ("fal", "cancelled", "/status", "ERROR"), ("fal", "webhook-payload-error", "/status", "OK"),
  ])
  func `each end has its event`(provider: String, scenario: String, place: String, value: String) throws {
    let message = try #require(try Self.message(provider, scenario: scenario).messages.first)
    let body = try JSONValue(parsing: message.body)
    #expect(body[try JSONPointer(parsing: place)] == .string(value), "\(body)")
  }

  @Test func `the payload is what the result's address answers`() throws {
    var (driver, messages) = try Self.message("fal", scenario: "completed")
    let body = try JSONValue(parsing: try #require(messages.first).body)
    guard case .string(let id)? = body["request_id"] else { Issue.record("no id"); return }
    let result = try driver.send(.get, "/fal/queue/fal-ai/sora-2/requests/\(id)")
    #expect(body["payload"] == result.json && body["gateway_request_id"] == .string(id))
  }

  @Test func `a deferred complaint is told with its details`() throws {
    let (_, messages) = try Self.message("fal", scenario: "completed", body: #"{"prompt":5}"#)
    let body = try JSONValue(parsing: try #require(messages.first).body)
    #expect(body["error"] == "Invalid status code: 422")
    #expect(body[try JSONPointer(parsing: "/payload/detail/0/type")] == "string_type")
  }

  @Test func `the public key of all tenants verifies the messages of any`() throws {
    let (driver, messages) = try Self.message("fal", scenario: "completed")
    let message = try #require(messages.first)
    var other = driver
    let keys = try other.send(.get, "/fal/rest/.well-known/jwks.json").json
    guard case .string(let x)? = keys?[try JSONPointer(parsing: "/keys/0/x")] else {
      Issue.record("no key")
      return
    }
    func field(_ name: String) -> String {
      String(decoding: message.fieldLines, as: UTF8.self).split(separator: "\r\n")
        .first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) } ?? ""
    }
    let signed = [
      field("X-Fal-Webhook-Request-Id"), field("X-Fal-Webhook-User-Id"), field("X-Fal-Webhook-Timestamp"),
      SHA256.hexadecimal(message.body),
    ].joined(separator: "\n")
    #expect(
      try Cryptography.isValid(
        signature: #require(Hexadecimal.decode(field("X-Fal-Webhook-Signature"))), of: Array(signed.utf8),
        publicKey: #require(Base64.decode(x, .url))))
  }
}
