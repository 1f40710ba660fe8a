import StuntCrypto
import StuntHTTP
import StuntJSON
import StuntRecording
import Testing

@Suite struct RedactionTests {
  static func redacted(_ interactions: [Interaction], _ options: Redactor.Options = .init()) -> Recording {
    var redactor = Redactor(rules: Planted.rules.redaction, key: Planted.key, options: options)
    return redactor.redact(Recording(provider: "nimbus", interactions: interactions))
  }

  static func text(_ recording: Recording) -> String {
    String(decoding: HARWriter.bytes(recording), as: UTF8.self)
  }

  @Test func `there are thirty kinds of places`() {
    #expect(Planted.cases.count >= 30)
    #expect(Set(Planted.cases.map(\.secret)).count == Planted.cases.count)
  }

  @Test(arguments: Planted.cases) func `no secret is left`(_ planted: Planted) {
    let before = Recording(interactions: [planted.interaction])
    let text = Self.text(Self.redacted([planted.interaction]))
    #expect(!text.contains(planted.secret))
    // In base64 it has one of three forms, by where it begins; the middle of each is checked.
    for shift in 0..<3 {
      let coded = Base64.encode([UInt8](repeating: 0x41, count: shift) + Array(planted.secret.utf8))
      #expect(!text.contains(coded.dropFirst(4).dropLast(4)))
    }
    #expect(SecretScanner(rules: [Planted.rules]).findings(in: Array(text.utf8)).map(\.kind) == [])
    #expect(!SecretScanner(rules: [Planted.rules]).findings(in: HARWriter.bytes(before)).isEmpty)
    #expect(Self.redacted([planted.interaction]).interactions[0].redacted.isEmpty == false)
  }

  @Test func `all of them in one file are gone too`() {
    let text = Self.text(Self.redacted(Planted.cases.map(\.interaction)))
    #expect(Planted.cases.filter { text.contains($0.secret) }.map(\.description) == [])
  }

  @Test func `what is listed stays as it is`() {
    let interaction = Sample.interaction(
      at: 0, method: "POST", url: "https://api.nimbus.example/v1/clips?logs=1&after=clip_1",
      posted: "{ \"prompt\": \"Ein  Übergang\", \"notes\": null }")
    let redacted = Self.redacted([interaction]).interactions[0]
    #expect(redacted.request == interaction.request)
    #expect(redacted.response == interaction.response)
    #expect(redacted.redacted == [])
  }

  @Test func `equal stays equal, wherever it is`() throws {
    let key = Planted.providerKey(90)
    var first = Sample.interaction(
      at: 0, posted: #"{"prompt":"\#(key)","payload":"{\"prompt\":\"\#(key)\"}"}"#)
    first.request.fields.append(RecordedField("Authorization", "Bearer \(key)"))
    var second = Sample.interaction(at: 1, url: "https://api.nimbus.example/?token=\(key)")
    second.response.body = RecordedBody(mediaType: "text/plain", bytes: Array("no \(key) here".utf8))
    let text = Self.text(Self.redacted([first, second]))
    let standIns = Set(text.matches(of: /redacted-[0-9a-f]{20}/).map { String($0.0) })
    #expect(standIns.count == 1)
    #expect(text.matches(of: /redacted-[0-9a-f]{20}/).count >= 5)
    #expect(text.contains("Bearer redacted-"))
    var other = Redactor(rules: Planted.rules.redaction, key: [1])
    #expect(!Self.text(other.redact(Recording(interactions: [first]))).contains(standIns.first ?? ""))
  }

  @Test func `a secret without a form is replaced where it comes again`() {
    var second = Sample.interaction(at: 1)
    second.response.body = RecordedBody(mediaType: "text/plain", bytes: Array("hello hunter-2-hunter!".utf8))
    let first = Sample.interaction(at: 0, posted: #"{"passphrase":"hunter-2-hunter"}"#)
    #expect(!Self.text(Self.redacted([second, first])).contains("hunter-2-hunter"))
  }

  @Test func `forms stay where contracts want them`() throws {
    let interaction = Sample.interaction(
      at: 0,
      answer:
        #"{"account":"9f8e7d6c-1111-4222-8333-123456789abc","card":4111111111111111,"callback":"https://me.example/x","made":"2026-11-21T14:05:00Z","on":true,"n":7}"#
    )
    let body = try #require(Self.redacted([interaction]).interactions[0].response.body.bytes)
    let value = try JSONValue(parsing: body)
    #expect(
      value["account"]?.string?.wholeMatch(
        of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    #expect(value["account"] != "9f8e7d6c-1111-4222-8333-123456789abc")
    #expect(String(value["card"]?.int ?? 0).count == 16)
    #expect(value["card"] != 4_111_111_111_111_111)
    #expect(value["callback"]?.string?.hasPrefix("https://redacted-") == true)
    #expect(value["made"] == "2026-11-21T14:05:00Z")
    #expect(value["on"] == true)
    #expect(value["n"] == 7)
  }

  @Test func `what was replaced is told`() {
    let recording = Self.redacted([
      Planted.cases[0].interaction, Planted.cases[2].interaction, Planted.cases[16].interaction,
    ])
    #expect(
      recording.redactions == [
        RedactionCount(what: "request field authorization: credentials with their scheme", times: 1),
        RedactionCount(what: "request field x-api-key: a value named as a secret", times: 1),
        RedactionCount(what: "response body: a value named as a secret", times: 1),
      ])
  }

  @Test func `redacting again changes nothing`() {
    let once = Self.redacted(Planted.cases.map(\.interaction))
    var redactor = Redactor(rules: Planted.rules.redaction, key: [9])
    let twice = redactor.redact(once)
    let changed = zip(twice.interactions, once.interactions).enumerated().filter { $1.0 != $1.1 }.map(
      \.offset)
    #expect(changed.map { Planted.cases[$0].description } == [])
  }

  @Test func `media is kept, or left out on request; other bytes are left out`() throws {
    let movie: [UInt8] = [0, 0, 0, 24] + Array("ftypisom".utf8) + [UInt8](repeating: 0xFF, count: 10_000)
    var interaction = Sample.interaction(at: 0)
    interaction.response.body = RecordedBody(mediaType: "video/mp4", bytes: movie)
    interaction.request.body = RecordedBody(mediaType: "application/gzip", bytes: [0x1F, 0x8B, 0xFF, 0xFE])
    let kept = Self.redacted([interaction]).interactions[0]
    #expect(kept.response.body == interaction.response.body)
    #expect(
      kept.request.body?.content
        == .standIn(byteCount: 4, sha256: SHA256.hexadecimal([0x1F, 0x8B, 0xFF, 0xFE])))
    let without = Self.redacted([interaction], .init(standInBytesMin: 10_000)).interactions[0]
    #expect(without.response.body.content == .standIn(byteCount: 10_012, sha256: SHA256.hexadecimal(movie)))
    #expect(without.redacted.contains("response body: large media"))
  }

  @Test func `a key that is hidden in media is not kept`() {
    let key = Planted.providerKey(91)
    var interaction = Sample.interaction(at: 0)
    interaction.request.fields.append(RecordedField("Authorization", "Bearer \(key)"))
    interaction.response.body = RecordedBody(
      mediaType: "image/png",
      bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("tEXt\(key)".utf8))
    #expect(Self.redacted([interaction]).interactions[0].response.body.bytes?.count == 8 + 4 + key.utf8.count)
    #expect(
      !Self.text(Self.redacted([interaction])).contains(Base64.encode(Array("tEXt\(key)".utf8)).dropFirst(4)))
  }

  @Test func `texts in texts end somewhere`() {
    var text = #"{"prompt":"\#(Planted.providerKey(92))"}"#
    for _ in 0..<12 { text = JSONValue.object(["prompt": .string(text)]).description }
    #expect(
      !Self.text(Self.redacted([Sample.interaction(at: 0, posted: text)])).contains(Planted.providerKey(92)))
  }
}
