import StuntHTTP
import StuntJSON
import StuntRecording
import StuntTestSupport
import Testing

/// Files of other tools; where each is from stands beside them.
@Suite struct ForeignFileTests {
  static let names = ["chromium-devtools", "mitmproxy", "playwright", "replay"]

  static func read(_ name: String) throws -> Recording {
    try HARReader.read(try Fixture.bytes("recordings/\(name).har"))
  }

  @Test(arguments: names) func `its session is read`(_ name: String) throws {
    let recording = try Self.read(name)
    let submit = try #require(recording.interactions.first { $0.request.method == "POST" })
    #expect(submit.response.body.bytes.flatMap { try? JSONValue(parsing: $0) }?["id"] == "clip_1")
    let prompt = try JSONValue(parsing: try #require(submit.request.body?.bytes))["prompt"]
    #expect(prompt == "a cat")
    #expect(submit.request.body?.essence == "application/json")
    let polls = recording.interactions.filter { $0.request.url.contains("/v1/clips/clip_1") }
    #expect(polls.count >= 2)
    #expect(recording.interactions.allSatisfy { $0.started.description.hasPrefix("2026-11-21T") })
    #expect(recording.provenance == nil)
    #expect(submit.request.fields.httpFields.list.allSatisfy { !$0.name.hasPrefix(":") })
  }

  @Test(arguments: names) func `nothing of it is lost when it is written`(_ name: String) throws {
    let recording = try Self.read(name)
    let bytes = HARWriter.bytes(recording)
    let isSame = try HARReader.read(bytes) == recording.folded
    #expect(isSame)
    // Every member of theirs is there again, but for those that are derived.
    let theirs = try JSONDocument(parsing: try Fixture.bytes("recordings/\(name).har"))
    let ours = try JSONDocument(parsing: bytes)
    var missing: [String] = []
    Self.compare(theirs.root, ours.root, "", &missing)
    #expect(missing == [])
  }

  static let derived = [
    "compression", "params", "headersSize", "bodySize", "queryString", "size", "mimeType",
  ]

  static func compare(_ theirs: JSONNode, _ ours: JSONNode?, _ path: String, _ missing: inout [String]) {
    for (name, value) in theirs.members where !derived.contains(name) && !(value.isNull || value.string == "")
    {
      guard let own = ours?[name] else {
        missing.append(path + "/" + name)
        continue
      }
      compare(value, own, path + "/" + name, &missing)
    }
    for (index, element) in theirs.elements.enumerated() {
      compare(element, ours?[index], path + "/\(index)", &missing)
    }
  }

  @Test func `pictures and forms are there byte by byte`() throws {
    for name in ["mitmproxy", "playwright"] {
      let picture = try #require(try Self.read(name).interactions.last { $0.request.url.hasSuffix("/file") })
      #expect(picture.response.body.bytes?.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]) == true)
    }
    let form = try #require(
      try Self.read("playwright").interactions.first {
        $0.request.body?.essence.hasSuffix("urlencoded") == true
      })
    #expect(form.request.body?.bytes.map { String(decoding: $0, as: UTF8.self) } == "prompt=a+cat+%26+%C3%A4")
  }

  @Test func `a request that was never answered has status 0`() throws {
    let last = try #require(try Self.read("chromium-devtools").interactions.last)
    #expect(last.response.status == 0)
    #expect(last.response.body == RecordedBody(mediaType: "", bytes: []))
    #expect(last.timings.extra["_blocked_queueing"] == .null)
  }

  @Test func `a redirect and several cookies are read`() throws {
    let redirect = try #require(try Self.read("mitmproxy").interactions.first { $0.response.status == 302 })
    #expect(redirect.response.redirectURL == "/v1/clips/clip_1")
    #expect(redirect.response.fields.httpFields[values: "set-cookie"].count == 2)
    let joined = try #require(try Self.read("chromium-devtools").interactions.first)
    #expect(joined.response.fields.httpFields[values: "Set-Cookie"] == ["a=1; Path=/", "b=2; Path=/"])
    #expect(joined.request.fields[":authority"] == "api.nimbus.example")
  }
}
