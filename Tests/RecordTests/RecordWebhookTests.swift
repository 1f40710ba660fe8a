import StuntDouble
import StuntHTTP
import StuntRecording
import StuntSockets
import StuntTestSupport
import Testing

@Suite struct RecordWebhookTests {
  /// A client's server, and its URL.
  static func receiver() throws -> (Upstream, Listener, url: String) {
    let server = Upstream("thanks", type: "text/plain")
    let listener = try Listener.start(try SocketAddress(listening: "127.0.0.1:0"), service: server)
    return (server, listener, "http://\(listener.address)/hook?x=1")
  }

  static func query(_ url: String) -> String { "?fal_webhook=" + PercentEncoding.encode(url, as: .form) }

  @Test func `a message comes through the recorder to the letter, and is recorded`() throws {
    let (client, listener, url) = try Self.receiver()
    defer { listener.stop(withinSeconds: 0) }
    let upstream = Upstream(#"{"request_id": "r-1", "status": "IN_QUEUE"}"#)
    let stage = try Stage(upstream)
    _ = try stage.send("POST", "/fal/queue/fal-ai/sora-2" + Self.query(url), "{}")
    let asked = try #require(upstream.requests.first?.queryText)
    let own = "http://\(stage.authority)/_stunt/webhook/1"
    #expect(try URLEncodedPairs(parsing: asked.utf8).list.map(\.value) == [own])
    let message = #"{"request_id": "r-1", "status": "OK", "payload": {"url": "http://queue.fal.run/x"}}"#
    let answer = try stage.send(
      "POST", "/_stunt/webhook/1", message, fields: "X-Fal-Webhook-Timestamp: 1\r\n")
    #expect(answer.text == "thanks")
    let told = try #require(client.requests.first)
    #expect(told.bodyText == message && told.targetText == "/hook?x=1")
    #expect(told.authorityText == "\(listener.address)" && told.fields["x-fal-webhook-timestamp"] == "1")
    let entries = try stage.interactions
    #expect(entries.map(\.isWebhook) == [false, true] && entries.map(\.job) == ["r-1", "r-1"])
    #expect(entries[0].request.url == "https://queue.fal.run/fal-ai/sora-2" + Self.query(url))
    #expect(entries[1].request.url == url && entries[1].phase == .succeeded)
    let kept = String(decoding: entries[1].request.body?.bytes ?? [], as: UTF8.self)
    #expect(kept.contains("https://queue.fal.run/x"))
  }

  @Test func `one server has one number`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream)
    for url in ["http://127.0.0.1:9/a", "http://127.0.0.1:9/b", "http://127.0.0.1:9/a"] {
      _ = try stage.send("POST", "/fal/queue/fal-ai/sora-2" + Self.query(url), "{}")
    }
    let numbers = try upstream.requests.map { request in
      try URLEncodedPairs(parsing: (request.queryText ?? "").utf8).list[0].value?.split(separator: "/").last
    }
    #expect(numbers == ["1", "2", "1"])
  }

  @Test func `a provider that cannot reach the recorder hears the client's own URL`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream)
    let query = Self.query("http://127.0.0.1:9/a")
    // By the real name, the client's address says nothing about where the recorder is.
    _ = try stage.send("POST", "/fal-ai/sora-2" + query, "{}", host: "queue.fal.run")
    #expect(upstream.requests.first?.targetText == "/fal-ai/sora-2" + query)
  }

  @Test func `a public URL is led to`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream) { $0.publicURL = "https://tunnel.example.com" }
    _ = try stage.send("POST", "/fal/queue/fal-ai/sora-2" + Self.query("http://127.0.0.1:9/a"), "{}")
    let asked = try #require(upstream.requests.first?.queryText)
    #expect(
      try URLEncodedPairs(parsing: asked.utf8).list[0].value == "https://tunnel.example.com/_stunt/webhook/1")
  }

  @Test func `messages that are set up by hand have a number too`() throws {
    let (client, listener, url) = try Self.receiver()
    defer { listener.stop(withinSeconds: 0) }
    let stage = try Stage(Upstream("{}")) { $0.webhookURL = url }
    #expect(try stage.send("POST", "/_stunt/webhook/0", "{}").text == "thanks")
    #expect(client.requests.count == 1)
    let stray = try stage.send("POST", "/_stunt/webhook/1", "{}")
    #expect(stray.status == 404 && stray["Stunt-Diagnostic"] == "unknown-webhook")
  }
}
