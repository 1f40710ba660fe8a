import StuntJSON
import StuntRecording
import Testing

@Suite struct SecretScannerTests {
  static let scanner = SecretScanner(rules: [Planted.rules])

  static func findings(_ text: String) -> [SecretFinding] { scanner.findings(in: Array(text.utf8)) }

  @Test func `our own files raise no alarm`() {
    #expect(Self.scanner.findings(in: HARWriter.bytes(Sample.recording)).map(\.kind) == [])
  }

  /// Texts that people and programs write.
  static let innocent = [
    "a cat that walks along the beach at sunset, 35mm, shallow depth of field, --ar 16:9",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "OpenAI/Python 2.26.0", "video_691f8e3c2a4c8190b3d5e7f9a1c2d4e6f8a0b2c4d6e8f0a2",
    "9f8e7d6c-1111-4222-8333-123456789abc", "W/\"5f-1ZxA4Z8mFq0S3Hn1\"",
    "application/x-www-form-urlencoded; charset=utf-8",
    "https://files.nimbus.example/b/monkey/QpZx81LmNv0aTr5sKe2dYw_clip.mp4", "max_tokens: 4096",
    "Bearer authentication is required",
    "the token is missing; pass a token=VALUE", "2026-11-21T14:05:00.123456Z",
    "com.example.VideoGenerationRequestHandlerFactory2",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "X-Clip-Object-Lifecycle-Preference and X-Clip-Request-Start-Timeout", "Cookie: theme=1",
    "multipart/form-data; boundary=sep1", "authorization: required", "redacted-0123456789abcdef0123",
    "Bearer redacted-0123456789abcdef0123",
    "unexpected status 503 from https://api.nimbus.example/v1/clips/clip_1?logs=1 after 3 attempts",
  ]

  @Test(arguments: innocent) func `what is written raises no alarm`(_ text: String) {
    #expect(Self.findings(JSONValue.object(["prompt": .string(text)]).description).map(\.kind) == [])
    #expect(Self.findings(text).map(\.kind) == [])
  }

  /// Texts of machines that nobody may share.
  static let guilty: [(String, SecretKind)] = [
    ("Bearer " + Planted.random(50), .bearer), ("nim_" + Planted.random(51), .providerKey),
    ("ghs_" + Planted.random(52), .knownKey),
    ("-----BEGIN PRIVATE KEY-----\nAAAABBBB\n-----END PRIVATE KEY-----", .privateKey),
    ("https://a.example/?X-Goog-Signature=" + Planted.random(53), .named),
    ("https://u:" + Planted.random(54) + "@a.example/", .userInfo),
    ("API_KEY=" + Planted.random(55), .named), (Planted.random(56, count: 40), .random),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + Planted.random(57), .webToken), ("password: hunter22", .named),
  ]

  @Test(arguments: guilty.indices) func `what is secret is found`(_ index: Int) throws {
    let (text, kind) = Self.guilty[index]
    let inJSON = Self.findings(JSONValue.object(["note": .string(text)]).description)
    #expect(inJSON.first?.kind == kind)
    #expect(Self.findings("first\nsecond \(text)\n").contains { $0.kind == kind && $0.place.line == 2 })
  }

  @Test func `a finding tells its place, and never the whole`() throws {
    let secret = Planted.random(60)
    let finding = try #require(Self.findings("{\n  \"a\": [ \"api_key=\(secret)\" ]\n}").first)
    #expect(finding.place.line == 2)
    #expect(finding.place.column == 10)
    #expect(finding.place.pointer.description == "/a/0")
    #expect(finding.excerpt == "\(secret.prefix(4))… (28 bytes)")
  }

  @Test func `a file that is cut is looked through too`() {
    let whole = HARWriter.bytes(Recording(interactions: [Planted.cases[8].interaction]))
    #expect(!Self.scanner.findings(in: Array(whole.dropLast(20))).isEmpty)
  }

  @Test func `bytes that cannot be looked into count`() {
    var interaction = Sample.interaction(at: 0)
    interaction.response.body = RecordedBody(mediaType: "application/zip", bytes: [0x50, 0x4B, 0xFF, 0xFE])
    let findings = Self.scanner.findings(in: HARWriter.bytes(Recording(interactions: [interaction])))
    #expect(findings.map(\.kind) == [.unreadable])
  }
}
