import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport

/// A tenant whose films are told to somebody, and all that was sent.
struct WebhookListener {
  var tenant: Tenant
  /// What was sent, and when in the double's time.
  private(set) var sent: [(message: WebhookMessage, seconds: Double)] = []
  /// The rim's time until there is more to do, as the double said last.
  private(set) var wait: Double?

  init(
    clock: Clock.Mode = .manual, seed: UInt64 = 1, scenarios: [(name: String, members: String)] = [],
    changes: [(file: String, old: String, new: String)] = []
  ) throws {
    tenant = try Tenant(try Nimbus(scenarios: scenarios, changes: changes), clock: clock, seed: seed)
    tenant.double.deliversWebhooks = true
  }

  /// Submits a film, to be told at a URL, and gives its id.
  mutating func submit(
    _ scenario: String = "completed", to url: String = "http://127.0.0.1:9/hook"
  ) throws -> String {
    let reply = try send(
      .post, "/films",
      ["Content-Type": "application/json", "X-Nimbus-Notify": url, "Stunt-Scenario": scenario],
      body: #"{"prompt":"clouds"}"#)
    guard let id = reply.json?["id"]?.string else { throw Nimbus.Lost(what: "an id in \(reply.text)") }
    return id
  }

  @discardableResult mutating func send(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], body: String = ""
  ) throws -> Reply {
    let reply = try tenant.send(method, target, fields, body: body)
    work(touched: reply.slot)
    return reply
  }

  mutating func advance(_ seconds: Double) {
    tenant.advance(seconds)
    work()
  }

  /// Answers the message that was sent last, or another one.
  mutating func answer(_ outcome: WebhookOutcome, of index: Int? = nil) {
    let message = sent[index ?? sent.count - 1].message
    tenant.double.noteWebhook(message.delivery, outcome, at: tenant.rim)
    work()
  }

  mutating func work(touched: Int? = nil) {
    guard tenant.double.hasWebhookWork else { return }
    let work = tenant.double.webhookWork(at: tenant.rim, touched: touched)
    let now = tenant.double.clock.now(at: tenant.rim)
    sent += work.messages.map { ($0, (now - .zero).seconds) }
    wait = work.wait?.seconds
  }

  var deliveries: [WebhookDelivery] { tenant.double.webhookDeliveries }
}

extension WebhookMessage {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of a field.
  func field(_ name: String) -> String? {
    var reply = Reply(status: 200)
    reply.fieldLines = fieldLines
    return reply.field(name)
  }
}
