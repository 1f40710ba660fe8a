import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct WebhookTests {
  @Test func `a film that nobody polls is told when its documented polls would have seen the end`() throws {
    var listener = try WebhookListener()
    let id = try listener.submit()
    // One poll queued, two working: the fourth sees the end, 2 s apart.
    #expect(listener.wait == nil && listener.sent.isEmpty)
    listener.advance(7.9)
    #expect(listener.sent.isEmpty)
    listener.advance(0.1)
    let message = try #require(listener.sent.first?.message)
    #expect(listener.sent.count == 1)
    #expect(message.url.text == "http://127.0.0.1:9/hook")
    let body = try JSONValue(parsing: message.body)
    #expect(body["event"] == "film.done" && body["film"] == .string(id))
    #expect(body["at"] == 1_800_000_008)
    #expect(message.timeout == .seconds(10))
    listener.answer(.answered(204))
    #expect(listener.deliveries[0].state == .delivered)
    #expect(!listener.tenant.double.hasWebhookWork)
  }

  @Test func `a real clock says how long to wait`() throws {
    var listener = try WebhookListener(clock: .real(speed: 2))
    _ = try listener.submit()
    #expect(listener.wait == 2)
    listener.tenant.rim = .zero + .seconds(2)
    listener.work()
    #expect(listener.wait == 2 && listener.sent.isEmpty)
    listener.tenant.rim = .zero + .seconds(4)
    listener.work()
    #expect(listener.sent.map(\.seconds) == [8])
  }

  @Test func `an auto clock runs on by itself`() throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit("slow")
    #expect(listener.sent.map(\.seconds) == [16])
    // It stands still as long as the receiver has not answered.
    _ = try listener.submit()
    #expect(listener.sent.count == 1)
    listener.answer(.answered(500))
    // What is due first comes first: the second film's end, one poll after the other.
    #expect(listener.sent.map(\.seconds) == [16, 21])
    listener.answer(.answered(200))
    #expect(listener.sent.map(\.seconds) == [16, 21, 24])
  }

  @Test func `a stuck film is never told, and an auto clock does not run off`() throws {
    var listener = try WebhookListener(clock: .auto)
    _ = try listener.submit("stuck")
    #expect(listener.sent.isEmpty)
    #expect(listener.tenant.double.clock.now(at: .zero) == .zero)
  }

  @Test func `a client's own polls count in place of the documented ones`() throws {
    var listener = try WebhookListener()
    let id = try listener.submit()
    try listener.send(.get, "/films/\(id)")
    listener.advance(3)
    #expect(try listener.tenant.poll(id)["state"] == "working")
    listener.work()
    listener.advance(1)
    try listener.send(.get, "/films/\(id)")
    #expect(listener.sent.isEmpty)
    try listener.send(.get, "/films/\(id)")
    #expect(listener.sent.map(\.seconds) == [4])
  }

  @Test func `a canceled film is told at once, with the answer that its event names`() throws {
    var listener = try WebhookListener()
    let id = try listener.submit()
    try listener.send(.post, "/films/\(id)/cancel")
    let body = try JSONValue(parsing: try #require(listener.sent.first).message.body)
    #expect(body["event"] == "film.broken")
    #expect(body["answer"]?["code"]?.string != nil)
  }

  @Test func `a failed film is told with the failure's own answer`() throws {
    var listener = try WebhookListener()
    _ = try listener.submit("failing")
    listener.advance(100)
    let body = try JSONValue(parsing: try #require(listener.sent.first).message.body)
    #expect(body["answer"] == ["code": "too_cloudy", "message": "There was nothing but clouds."])
  }

  @Test func `two films are told in the order of their ends`() throws {
    var listener = try WebhookListener()
    let slow = try listener.submit("slow")
    let quick = try listener.submit("completed")
    listener.advance(1_000)
    #expect(listener.sent.map { $0.message.text.contains(quick) } == [true, false])
    #expect(listener.sent[1].message.text.contains(slow))
  }

  @Test func `the signature is an HMAC of id, time and body with the tenant's secret`() throws {
    var listener = try WebhookListener()
    _ = try listener.submit()
    listener.advance(8)
    let message = listener.sent[0].message
    let secret = try #require(listener.tenant.double.webhookSettings?.secret)
    #expect(secret.hasPrefix("nbsec_"))
    let key = try #require(Base64.decode(secret.dropFirst(6)))
    #expect(key.count == 32)
    let id = try #require(message.field("Note-Id"))
    let time = try #require(message.field("Note-Time"))
    #expect(time == "1800000008")
    let code = try Cryptography.hmacSHA256(key: key, message: Array("\(id).\(time).\(message.text)".utf8))
    #expect(message.field("Note-Signature") == "v1,\(Base64.encode(code))")
  }

  @Test func `an Ed25519 signature is of the key that all tenants share`() throws {
    var listener = try WebhookListener(changes: [
      ("nimbus/behavior.json", #""algorithm": "hmacSHA256""#, #""algorithm": "ed25519""#),
      ("nimbus/behavior.json", #""encoding": "base64""#, #""encoding": "hex""#),
      (
        "nimbus/behavior.json", #""Note-Id": "webhook.id""#,
        #""Note-Id": "webhook.id", "Key": "webhook.publicKey""#
      ),
    ])
    _ = try listener.submit()
    listener.advance(8)
    let message = listener.sent[0].message
    let key = try #require(Base64.decode(message.field("Key") ?? "", .url))
    let signature = try #require(Hexadecimal.decode(message.field("Note-Signature")?.dropFirst(3) ?? ""))
    let text = "\(message.field("Note-Id") ?? "").\(message.field("Note-Time") ?? "").\(message.text)"
    #expect(try Cryptography.isValid(signature: signature, of: Array(text.utf8), publicKey: key))
    #expect(listener.tenant.double.webhookSettings?.secret == nil)
  }

  @Test func `the same seed gives the same bytes, another seed another secret`() throws {
    var all: [[UInt8]] = []
    for seed in [7, 7, 8] as [UInt64] {
      var listener = try WebhookListener(seed: seed)
      _ = try listener.submit()
      listener.advance(8)
      all.append(listener.sent[0].message.fieldLines + listener.sent[0].message.body)
    }
    #expect(all[0] == all[1] && all[0] != all[2])
  }

  @Test(arguments: [
    "ftp://a.example/", "http://hooks.example/", "https://10.0.0.1/", "https://[2001:db8::1]/",
    "https://hooks.example:444/", "https://hidden.example/", "not a url", "https://user@hooks.example/",
    "https://hooks.example:x/", "https://", "http://10.0.0.1:80/",
  ])
  func `a target that the provider does not take is refused, and makes no film`(url: String) throws {
    var listener = try WebhookListener()
    let reply = try listener.send(
      .post, "/films", ["Content-Type": "application/json", "X-Nimbus-Notify": url],
      body: #"{"prompt":"clouds"}"#)
    #expect(reply.status == 400 && reply.json?["code"] == "bad_target")
    #expect(listener.tenant.double.jobCount == 0)
  }

  @Test(arguments: [
    "https://hooks.example/", "https://hooks.example:8443/a?b=c", "http://localhost:1/", "http://127.9.9.9/x",
    "http://[::1]:5/", "http://a.localhost/",
  ])
  func `documented targets are taken, and those of this machine`(url: String) throws {
    var listener = try WebhookListener()
    _ = try listener.submit(to: url)
    #expect(listener.tenant.double.jobCount == 1)
  }

  @Test func `https is not served, and says so`() throws {
    var listener = try WebhookListener()
    _ = try listener.submit(to: "https://hooks.example/")
    listener.advance(8)
    #expect(listener.sent.isEmpty)
    #expect(
      listener.deliveries[0].state
        == .failed(
          reason:
            "https is not served; let the receiver listen on http at this machine; such a failure is final"))
  }

  @Test func `nobody is told where nobody delivers`() throws {
    var listener = try WebhookListener()
    listener.tenant.double.deliversWebhooks = false
    _ = try listener.submit()
    #expect(!listener.tenant.double.hasWebhookWork)
  }

  @Test func `a project's endpoint hears of the events that it wants`() throws {
    var listener = try WebhookListener()
    listener.tenant.double.setWebhookEndpoint(WebhookURL("http://localhost:3/all"), events: ["film.done"])
    for scenario in ["failing", "completed"] {
      try listener.send(
        .post, "/films", ["Content-Type": "application/json", "Stunt-Scenario": scenario],
        body: #"{"prompt":"clouds"}"#)
    }
    listener.advance(100)
    #expect(listener.sent.map(\.message.url.target) == ["/all"])
    #expect(listener.deliveries.map(\.event) == ["film.done"])
  }

  @Test func `a chosen secret signs`() throws {
    var listener = try WebhookListener()
    listener.tenant.double.setWebhookSecret("plain words")
    _ = try listener.submit()
    listener.advance(8)
    let message = listener.sent[0].message
    let text = "\(message.field("Note-Id") ?? "").\(message.field("Note-Time") ?? "").\(message.text)"
    let code = try Cryptography.hmacSHA256(key: Array("plain words".utf8), message: Array(text.utf8))
    #expect(message.field("Note-Signature") == "v1,\(Base64.encode(code))")
  }
}
