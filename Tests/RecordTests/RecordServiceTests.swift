import StuntDouble
import StuntHTTP
import StuntJSON
import StuntRecording
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

@Suite struct RecordServiceTests {
  @Test func `an exchange is handed on and written down`() throws {
    let upstream = Upstream(#"{"request_id": "r-1", "status": "IN_QUEUE"}"#, fields: "X-Served-By: a\r\n")
    let stage = try Stage(upstream)
    let answer = try stage.send(
      "POST", "/fal/queue/fal-ai/sora-2?logs=1", #"{"prompt": "a cat"}"#,
      fields: "Authorization: Key abc\r\nX-Mine: 1\r\nConnection: X-Mine\r\nAccept-Encoding: br\r\n")
    #expect(answer.status == 200 && answer.text == #"{"request_id": "r-1", "status": "IN_QUEUE"}"#)
    #expect(answer["X-Served-By"] == "a")
    let request = try #require(upstream.requests.first)
    #expect(request.targetText == "/fal-ai/sora-2?logs=1" && request.authorityText == "queue.fal.run")
    #expect(request.bodyText == #"{"prompt": "a cat"}"#)
    #expect(request.fields["authorization"] == "Key abc" && request.fields["x-mine"] == nil)
    #expect(request.fields[values: "accept-encoding"] == ["identity"])
    let entry = try #require(try stage.interactions.first)
    #expect(entry.request.url == "https://queue.fal.run/fal-ai/sora-2?logs=1")
    #expect(entry.operation == "submitRoot")
    #expect(entry.job == "r-1" && entry.phase == .queued)
    #expect(entry.request.fields["authorization"]?.contains("abc") == false)
    #expect(entry.request.fields["accept-encoding"] == nil)
    #expect(entry.response.status == 200 && entry.milliseconds > 0)
  }

  @Test func `what may cost is refused`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream) { $0.allowsSpend = false }
    for (method, path) in [("POST", "/fal/queue/fal-ai/sora-2"), ("POST", "/fal/queue/a/b/c/d/e/f/g")] {
      let answer = try stage.send(method, path, "{}")
      #expect(answer.status == 403 && answer["Stunt-Diagnostic"] == "spend-not-allowed")
      #expect(answer.text.contains("--allow-spend") && answer.text.contains("STUNT_ALLOW_SPEND=1"))
    }
    #expect(upstream.requests.isEmpty)
    #expect(try stage.interactions.isEmpty)
    #expect(try stage.send("GET", "/fal/queue/fal-ai/sora-2/requests/r-1/status").status == 200)
  }

  @Test func `links lead through the recorder, and in the file to the provider`() throws {
    let url = "https://queue.fal.run/fal-ai/sora-2/requests/r-1"
    let stranger = "https://storage.example.com/film.mp4?sig=1"
    let stage = try Stage(
      Upstream(
        "{\"response_url\": \"\(url)\", \"status_url\": \"http://queue.fal.run/x\", \"url\": \"\(stranger)\"}",
        fields: "Location: \(url)\r\n"))
    let answer = try stage.send("GET", "/fal/queue/fal-ai/sora-2/requests/r-1/status")
    let own = "http://\(stage.authority)"
    #expect(
      answer.text
        == "{\"response_url\": \"\(own)/fal/queue/fal-ai/sora-2/requests/r-1\","
        + " \"status_url\": \"\(own)/fal/queue/x\","
        + " \"url\": \"\(own)/_stunt/host/https/storage.example.com/film.mp4?sig=1\"}")
    #expect(answer["Location"] == "\(own)/fal/queue/fal-ai/sora-2/requests/r-1")
    let entry = try #require(try stage.interactions.first)
    let text = String(decoding: entry.response.body.bytes ?? [], as: UTF8.self)
    #expect(text.contains("\"\(url)\"") && text.contains("https://queue.fal.run/x"))
    #expect(!text.contains("127.0.0.1"))
    #expect(entry.response.fields["location"] == url)
  }

  @Test func `links in a request are the provider's again`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream)
    let own = "http://\(stage.authority)"
    let body =
      "{\"a\": \"\(own)/fal/queue/x\", \"b\": \"\(own)/_stunt/host/https/cdn.example.com/y?z\", \"c\": \"\(own)/else\"}"
    _ = try stage.send("POST", "/fal/queue/fal-ai/sora-2", body, fields: "Referer: \(own)/fal/run/x\r\n")
    #expect(
      upstream.requests.first?.bodyText
        == "{\"a\": \"https://queue.fal.run/x\", \"b\": \"https://cdn.example.com/y?z\", \"c\": \"\(own)/else\"}"
    )
    #expect(upstream.requests.first?.fields["referer"] == "https://fal.run/x")
  }

  @Test func `a client that came by the real name keeps its links`() throws {
    let stage = try Stage(Upstream(#"{"url": "https://queue.fal.run/x"}"#))
    let answer = try stage.send("GET", "/fal-ai/sora-2/requests/r-1/status", host: "queue.fal.run")
    #expect(answer.text == #"{"url": "https://queue.fal.run/x"}"#)
    #expect(
      try stage.interactions.first?.request.url == "https://queue.fal.run/fal-ai/sora-2/requests/r-1/status")
  }

  @Test func `a proxy's field names the target`() throws {
    let upstream = Upstream("{}")
    let stage = try Stage(upstream)
    let url = "https://queue.fal.run/fal-ai/sora-2/requests/r-1/status"
    _ = try stage.send("GET", "/api/fal/proxy", fields: "x-fal-target-url: \(url)?logs=1\r\n")
    #expect(upstream.requests.first?.targetText == "/fal-ai/sora-2/requests/r-1/status?logs=1")
    #expect(upstream.requests.first?.fields["x-fal-target-url"] == nil)
    #expect(try stage.interactions.first?.request.url == url + "?logs=1")
  }

  @Test func `of a packed answer that is not written down both is told, what is worse last`() throws {
    let full = RecordingFileError.unwritable("a.har", reason: "no room")
    let told = Mutex<[String?]>([])
    let packed = Upstream("packed", fields: "Content-Encoding: br\r\n")
    let (registry, server) = (
      try #require(Stage.registry), try Listener.start(try Stage.anyPort, service: packed)
    )
    defer { server.stop(withinSeconds: 0) }
    for (keeps, words) in [(true, "came packed"), (false, "not recorded: \(full)")] {
      var options = RecordOptions()
      options.upstream = RecordUpstream("http://\(server.address)")
      let service = RecordService(
        registry: registry, options: options, log: { log in told.withLock { $0.append(log.complaint) } }
      ) { _ throws(RecordingFileError) in if !keeps { throw full } }
      let proxy = try Listener.start(try Stage.anyPort, service: service)
      service.whenReady { [proxy] in proxy.wakeContinuations() }
      let client = try RawClient(port: proxy.address.port)
      try client.send("GET /fal/queue/x HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.receiveResponse(isHead: false).text == "packed")
      #expect(told.withLock { $0.last }??.contains(words) == true, "\(told.withLock { $0 })")
      proxy.stop(withinSeconds: 0)
      service.stop()
    }
  }

  @Test func `a path that leads nowhere is told`() throws {
    let stage = try Stage(Upstream("{}"))
    let answer = try stage.send("GET", "/v1/videos")
    #expect(answer.status == 404 && answer["Stunt-Diagnostic"] == "unknown-door")
    #expect(answer.text.contains("/fal/queue"))
    #expect(try stage.interactions.isEmpty)
  }

  @Test func `a stranger gets no key`() throws {
    let stage = try Stage(Upstream("film", type: "video/mp4"))
    let stranger = "/_stunt/host/http/\(stage.upstream.address)/film.mp4"
    let answer = try stage.send(
      "GET", stranger, fields: "Authorization: Key abc\r\nCookie: a=b\r\nRange: bytes=0-3\r\n")
    #expect(answer.text == "film")
    let entry = try #require(try stage.interactions.first)
    #expect(entry.request.url == "http://\(stage.upstream.address)/film.mp4")
    #expect(entry.request.fields.map(\.name) == ["Host", "Range"])
  }
}
