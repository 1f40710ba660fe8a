import StuntCrypto
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import StuntTestSupport
import Testing

/// Webhooks over real sockets: a server, and a receiver in the same process.
@Suite(.timeLimit(.minutes(5))) struct WebhookDeliveryTests {
  /// A server with all providers.
  struct Running {
    let server: DoubleServer

    init(_ clock: Clock.Mode = .auto, delivers: Bool = true) throws {
      var options = DoubleOptions()
      options.clock = clock
      options.deliversWebhooks = delivers
      server = try DoubleServer.start(
        registry: try ServiceClient.registry.get(), options: options,
        address: SocketAddress(listening: "127.0.0.1:0"))
    }

    /// One exchange on a connection of its own: status and content.
    @discardableResult func send(
      _ method: String, _ path: String, key: String? = "Bearer lmnfl_a.b", _ body: String = ""
    ) throws -> (status: Int, json: JSONValue) {
      let client = try RawClient(port: server.address.port)
      let field = key.map { "Authorization: \($0)\r\n" } ?? ""
      try client.send(
        "\(method) \(path) HTTP/1.1\r\nHost: \(server.address)\r\nConnection: close\r\n\(field)"
          + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
      let response = try HTTPResponse(parsing: client.receiveToEnd().bytes, answering: .get)
      return (response.head.status.code, (try? JSONValue(parsing: response.body)) ?? .null)
    }

    /// Submits a video whose end is told at a URL.
    func submit(to url: String, prompt: String = "a cat") throws -> JSONValue {
      try send(
        "POST", "/lumenfall/v1/videos", #"{"model":"sora-2","prompt":"\#(prompt)","webhook_url":"\#(url)"}"#
      )
      .json
    }

    /// The deliveries, once all of them are in a state that is asked for.
    func deliveries(_ states: Set<String>) async throws -> [JSONValue] {
      while true {
        guard case .array(let list)? = try send("GET", "/_stunt/webhooks", key: nil).json["deliveries"] else {
          return []
        }
        if list.allSatisfy({ states.contains($0["state"]?.string ?? "") }) { return list }
        await Task.yield()
      }
    }
  }

  @Test func `a client that only waits is told at once by an auto clock`() async throws {
    let receiver = try WebhookReceiver.start()
    defer { receiver.stop() }
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    let id = try running.submit(to: receiver.url)["id"]
    let request = await receiver.next()[0]
    let body = try JSONValue(parsing: request.body)
    #expect(body["type"] == "video.completed" && body["data"]?["id"] == id)
    #expect(request.methodText == "POST" && request.targetText == "/hook")
    #expect(request.fields["Content-Type"] == "application/json")
    let secret = try running.send("GET", "/lumenfall/v1/webhooks/secret").json["key"]?.string ?? ""
    let (message, time) = (request.fields["webhook-id"] ?? "", request.fields["webhook-timestamp"] ?? "")
    let code = try Cryptography.hmacSHA256(
      key: #require(Base64.decode(secret.dropFirst("whsec_".count))),
      message: Array("\(message).\(time).".utf8) + request.body)
    #expect(request.fields["webhook-signature"] == "v1,\(Base64.encode(code))")
    #expect(try await running.deliveries(["delivered"]).count == 1)
  }

  @Test func `a real clock tells without anybody's poll`() async throws {
    let receiver = try WebhookReceiver.start()
    defer { receiver.stop() }
    let running = try Running(.real(speed: 1_000))
    defer { running.server.stop(withinSeconds: 0) }
    _ = try running.submit(to: receiver.url)
    #expect(await receiver.next().count == 1)
  }

  @Test func `a manual clock tells when it is advanced`() async throws {
    let receiver = try WebhookReceiver.start()
    defer { receiver.stop() }
    let running = try Running(.manual)
    defer { running.server.stop(withinSeconds: 0) }
    _ = try running.submit(to: receiver.url)
    #expect(try await running.deliveries([]).isEmpty)
    try running.send("POST", "/_stunt/clock/advance", key: nil, #"{"seconds":60}"#)
    #expect(await receiver.next().count == 1)
  }

  @Test func `a receiver that fails is tried again, and can be tried once more by hand`() async throws {
    let receiver = try WebhookReceiver.start(statuses: [500, 503, 404, 500])
    defer { receiver.stop() }
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    _ = try running.submit(to: receiver.url)
    #expect(await receiver.next(4).count == 4)
    let failed = try #require(try await running.deliveries(["failed"]).first)
    guard case .array(let attempts)? = failed["attempts"] else { Issue.record("no attempts"); return }
    #expect(attempts.map { $0["status"] } == [500, 503, 404, 500])
    #expect(failed["reason"] == "the receiver answered 500; given up after 4 attempts")
    let id = failed["id"]?.string ?? ""
    #expect(try running.send("POST", "/_stunt/webhooks/\(id)/redeliver", key: nil).status == 200)
    #expect(await receiver.next().count == 1)
    #expect(try await running.deliveries(["delivered"]).count == 1)
    #expect(try running.send("POST", "/_stunt/webhooks/nothing/redeliver", key: nil).status == 400)
  }

  @Test func `a receiver may be served by the loop that the client is served by`() async throws {
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    // The double itself: it has no such operation, and says so.
    _ = try running.submit(to: "\(running.server.url)/nowhere")
    let delivery = try #require(try await running.deliveries(["failed"]).first)
    #expect(delivery["reason"] == "the receiver answered 404; given up after 4 attempts")
  }

  @Test func `a receiver that is not there is named`() async throws {
    let receiver = try WebhookReceiver.start()
    receiver.stop()
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    _ = try running.submit(to: receiver.url)
    let delivery = try #require(try await running.deliveries(["failed"]).first)
    #expect(delivery["reason"]?.string?.contains("cannot be reached") == true)
  }

  @Test func `nobody is told where webhooks are off`() throws {
    let running = try Running(delivers: false)
    defer { running.server.stop(withinSeconds: 0) }
    let id = try #require(try running.submit(to: "http://127.0.0.1:1/")["id"]?.string)
    #expect(try running.send("GET", "/lumenfall/v1/videos/\(id)").json["status"] == "queued")
    #expect(try running.send("GET", "/_stunt/webhooks", key: nil).json["deliveries"] == [])
  }

  @Test func `a project's endpoint is set for tenants that are there and that are to come`() async throws {
    let receiver = try WebhookReceiver.start()
    defer { receiver.stop() }
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    let set =
      #"{"provider":"openai","url":"\#(receiver.url)","events":["video.failed"],"secret":"whsec_c2VjcmV0"}"#
    #expect(try running.send("POST", "/_stunt/webhooks", key: nil, set).status == 200)
    for prompt in ["fine", "[[stunt:failed-content-policy]]"] {
      try running.send("POST", "/openai/v1/videos", key: "Bearer sk-a", #"{"prompt":"\#(prompt)"}"#)
    }
    let request = await receiver.next()[0]
    #expect(try JSONValue(parsing: request.body)["type"] == "video.failed")
    let endpoint = try running.send("GET", "/_stunt/webhooks?key=sk-a&provider=openai", key: nil).json
    guard case .array(let list)? = endpoint["endpoints"] else { Issue.record("no list"); return }
    #expect(list.count == 1 && list[0]["secret"] == "whsec_c2VjcmV0" && list[0]["events"] == ["video.failed"])
  }

  @Test(arguments: [
    (#"{"provider":"openai"}"#, "nothing to do"), (#"{"url":"nowhere"}"#, "is no URL of http or https"),
    (#"{"url":"http://a/","events":["x"]}"#, "is no event"),
    (#"{"url":"http://a/","events":"x"}"#, "is no list"), (#"{"uri":"http://a/"}"#, "means nothing here"),
    (#"{"provider":"uniall","url":"http://a/"}"#, "has webhooks"),
  ])
  func `what cannot be set is refused with a sentence`(body: String, part: String) throws {
    let running = try Running()
    defer { running.server.stop(withinSeconds: 0) }
    let answer = try running.send("POST", "/_stunt/webhooks", key: nil, body)
    #expect(answer.status == 400)
    #expect(answer.json["detail"]?.string?.contains(part) == true, "\(answer.json)")
  }
}

extension JSONValue {
  fileprivate var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}
