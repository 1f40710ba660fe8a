import StuntContract
import StuntCrypto
import StuntHTTP
import StuntJSON
import StuntMedia
import StuntTestSupport
import Testing

@testable import StuntEngine

/// Operations that answer with pictures while the client waits.
@Suite struct PictureTests {
  /// Posts a request for posters.
  private func draw(
    _ tenant: inout Tenant, _ body: String, scenario: String? = nil
  ) throws -> Reply {
    var fields: HTTPFields = ["Content-Type": "application/json"]
    if let scenario { fields.append("Stunt-Scenario", scenario) }
    return try tenant.send(.post, "/posters", fields, body: body)
  }

  private func urls(_ reply: Reply) -> [String] {
    reply.json?["posters"]?.array?.compactMap { $0["url"]?.string } ?? []
  }

  /// Fetches the file of an address that an answer gave.
  private func fetch(_ tenant: inout Tenant, _ url: String) throws -> Reply {
    try tenant.send(.get, String(url.dropFirst("http://localhost:8080".utf8.count)))
  }

  /// Fetches a file by its name, from where another one is.
  private func fetch(_ tenant: inout Tenant, _ name: [UInt8], beside url: String) throws -> Reply {
    let folder = url[...(url.lastIndex(of: "/") ?? url.startIndex)]
    return try fetch(&tenant, folder + String(decoding: name, as: UTF8.self))
  }

  @Test func `pictures are answered at once, and served by their addresses`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(&tenant, #"{"prompt":"clouds","n":3,"size":"320x200","format":"webp"}"#)
    #expect(reply.status == 200)
    #expect(reply.phase == .succeeded)
    #expect(reply.json?["size"] == "320x200")
    #expect(reply.json?["count"] == 3)
    #expect(reply.json?["format"] == "webp")
    #expect(reply.text.contains(#""price":0.12,"#))
    #expect(reply.json?["posters"]?.array?.compactMap { $0["place"] } == [0, 1, 2])
    let urls = urls(reply)
    #expect(Set(urls).count == 3)
    var files: Set<[UInt8]> = []
    for (index, url) in urls.enumerated() {
      let file = try #require(try fetch(&tenant, url).file)
      #expect(file.kind == .picture)
      #expect(file.width == 320 && file.height == 200)
      #expect(file.number == index + 1)
      #expect(file.contentType == "image/webp")
      #expect(file.bytes().starts(with: Array("RIFF".utf8)))
      #expect(reply.text.contains(#""place":\#(index),"bytes":\#(file.bytes().count),"#))
      files.insert(file.bytes())
    }
    #expect(files.count == 3)
  }

  @Test func `the same seed and the same requests have the same pictures, another prompt others`() throws {
    func files(_ prompt: String) throws -> [[UInt8]] {
      var tenant = try Tenant(Nimbus.posters())
      let reply = try draw(&tenant, #"{"prompt":"\#(prompt)","n":2,"size":"320x320"}"#)
      return try urls(reply).map { try #require(try fetch(&tenant, $0).file).bytes() }
    }
    let clouds = try files("clouds")
    #expect(clouds.count == 2)
    #expect(try files("clouds") == clouds)
    #expect(Set(try files("rain") + clouds).count == 4)
  }

  @Test(arguments: [
    (#"{"prompt":"c"}"#, 64, 64, "png"),
    (#"{"prompt":"c","size":"auto"}"#, 64, 64, "png"),
    (#"{"prompt":"c","size":"1x4096","format":"gif"}"#, 1, 4096, "gif"),
    (#"{"prompt":"c","size":"333x215","format":"jpeg"}"#, 333, 215, "jpeg"),
    (#"{"prompt":"c","ratio":"16:9"}"#, 64, 36, "png"),
    (#"{"prompt":"c","size":"16:9","tier":"large"}"#, 128, 72, "png"),
    (#"{"prompt":"c","size":"9000x9000"}"#, 4096, 4096, "png"),
  ])
  func `a size is made as it is named, or the nearest that there is`(
    body: String, width: Int, height: Int, format: String
  ) throws {
    var tenant = try Tenant(Nimbus.posters())
    let url = try #require(urls(try draw(&tenant, body)).first)
    let file = try #require(try fetch(&tenant, url).file)
    #expect(file.width == width && file.height == height)
    #expect(file.contentType == "image/" + format)
  }

  @Test func `a quality reaches the file`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let sizes = try [1, 100].map { quality in
      let body = #"{"prompt":"c","size":"640x384","format":"jpeg","quality":\#(quality)}"#
      let file = try #require(try fetch(&tenant, urls(try draw(&tenant, body))[0]).file)
      #expect(file.quality == quality)
      return file.bytes().count
    }
    #expect(sizes[0] < sizes[1])
  }

  @Test func `pictures come as text where the request says so, and are not kept`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(
      &tenant, #"{"prompt":"c","n":2,"as":"base64","size":"640x384","format":"jpeg"}"#)
    let posters = try #require(reply.json?["posters"]?.array)
    #expect(posters.count == 2)
    for poster in posters {
      #expect(poster["url"] == nil)
      let text = try #require(poster["data"]?.string)
      let bytes = try #require(Base64.decode(text))
      #expect(bytes.starts(with: [0xFF, 0xD8]))
    }
    #expect(tenant.double.jobs.record(0).answer.isEmpty)
  }

  @Test func `the journal has no room for pictures as text`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(
      &tenant, #"{"prompt":"c","n":10,"as":"base64","size":"1024x1024","format":"gif"}"#)
    #expect(reply.text.utf8.count > Limits.journalBodyBytesMax)
    #expect(tenant.double.journal.entries.last?.body == [])
    _ = try draw(&tenant, #"{"prompt":"c"}"#)
    #expect(tenant.double.journal.entries.last?.body.isEmpty == false)
  }

  @Test func `no request gets more pictures than the limit`() throws {
    var tenant = try Tenant(Nimbus.posters())
    #expect(urls(try draw(&tenant, #"{"prompt":"c","n":10}"#)).count == 10)
    #expect(urls(try draw(&tenant, #"{"prompt":"c","n":11}"#)).count == Limits.picturesMax)
    #expect(urls(try draw(&tenant, #"{"prompt":"c","n":0}"#)).count == 1)
  }

  @Test func `files end with their life`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(&tenant, #"{"prompt":"c"}"#)
    #expect(reply.json?["until"] == 1_800_000_300)
    let url = urls(reply)[0]
    tenant.advance(299)
    #expect(try fetch(&tenant, url).status == 200)
    tenant.advance(1)
    #expect(try fetch(&tenant, url).status == 410)
  }

  @Test func `other names of files are unknown`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let url = urls(try draw(&tenant, #"{"prompt":"c"}"#))[0]
    let provider = tenant.nimbus.provider
    for (code, ending) in [(0, ".mp4"), (1, ".webp"), (3, ".png"), (5, ".png"), (15, ".png"), (4, ".gif")] {
      let name = provider.fileName(code: code, ending: ending, slot: 0, entropy: tenant.double.entropy)
      #expect(try fetch(&tenant, name, beside: url).status == 404, "\(code)")
    }
    var stranger = try Tenant(Nimbus.posters(), seed: 2)
    _ = try draw(&stranger, #"{"prompt":"c"}"#)
    #expect(try fetch(&stranger, url).status == 404)
  }

  @Test func `a film's files keep their own names beside pictures`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let url = urls(try draw(&tenant, #"{"prompt":"c"}"#))[0]
    let id = try tenant.submit()
    for _ in 0..<5 { _ = try tenant.poll(id) }
    let provider = tenant.nimbus.provider
    for (kind, ending) in [(ResultFile.Kind.video, ".mp4"), (.thumbnail, ".webp"), (.spritesheet, ".jpg")] {
      let name = provider.fileName(of: kind, ending: ending, slot: 1, entropy: tenant.double.entropy)
      let reply = try fetch(&tenant, name, beside: url)
      #expect(reply.file?.kind == kind)
    }
  }

  // MARK: What can go wrong

  @Test func `a failing scenario answers with the failure, and bills nothing`() throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(&tenant, #"{"prompt":"c [[stunt:failing]]"}"#)
    #expect(reply.status == 502)
    #expect(reply.json?["code"] == "too_cloudy")
    #expect(reply.phase == .failed)
    #expect(tenant.double.ledger.jobs == 0)
    _ = try draw(&tenant, #"{"prompt":"c","n":2}"#)
    #expect(tenant.double.ledger.jobs == 1)
    #expect(tenant.double.ledger.micros == 80_000)
  }

  @Test func `the seconds of a scenario pass before the answer, polls do not`() throws {
    let steps = #"""
      "steps": [{ "phase": "queued", "until": { "polls": 4 } },
        { "phase": "running", "until": { "seconds": 7 } }, { "phase": "succeeded" }]
      """#
    var tenant = try Tenant(Nimbus.posters(scenarios: [("patient", steps)]))
    let reply = try draw(&tenant, #"{"prompt":"c"}"#, scenario: "patient")
    #expect(reply.status == 200)
    #expect(reply.delay == .seconds(7))
    #expect(try draw(&tenant, #"{"prompt":"c"}"#).delay == .zero)
  }

  @Test func `a script without end keeps the client waiting`() throws {
    var tenant = try Tenant(Nimbus.posters(), clock: .auto)
    let reply = try draw(&tenant, #"{"prompt":"c"}"#, scenario: "stuck")
    guard case .later(let continuation) = reply.body else {
      Issue.record("answered: \(reply.text)")
      return
    }
    #expect(try tenant.resume(continuation).next != nil)
  }

  @Test func `a fault comes before the pictures`() throws {
    var tenant = try Tenant(
      Nimbus.posters(scenarios: [
        (
          "crowded",
          #"""
          "steps": [{ "phase": "succeeded" }],
          "faults": [{ "operation": "drawPosters", "call": 1, "refusal": "tooMany" },
            { "operation": "drawPosters", "call": 2, "transport": "reset" },
            { "operation": "drawPosters", "call": 3, "delaySeconds": 2 }]
          """#
        )
      ]))
    let limited = try draw(&tenant, #"{"prompt":"c"}"#, scenario: "crowded")
    #expect(limited.status == 429)
    #expect(tenant.double.jobCount == 0)
    #expect(try draw(&tenant, #"{"prompt":"c"}"#, scenario: "crowded").transport == .reset)
    #expect(try draw(&tenant, #"{"prompt":"c"}"#, scenario: "crowded").delay == .seconds(2))
  }

  @Test(arguments: [
    (#"{"prompt":"c","style":"plain"}"#, 200), (#"{"prompt":"c","style":"noir"}"#, 409),
    (#"{"prompt":"c","style":"none"}"#, 404), (#"{"n":1}"#, 400),
  ])
  func `a request is refused that lacks what is required`(body: String, status: Int) throws {
    var tenant = try Tenant(Nimbus.posters())
    let reply = try draw(&tenant, body)
    #expect(reply.status == status)
    if status == 409 { #expect(reply.json?["message"] == "Style Black and white has no posters.") }
    #expect(tenant.double.jobCount == (status == 200 ? 1 : 0))
  }
}
