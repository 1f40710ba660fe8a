import Testing

@testable import StuntRecording

/// mitmproxy writes what clients post, but for some kinds of text, as if each byte were a character of Latin-1.
@Suite struct ByteTextTests {
  static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFF, 0xC3, 0xBC]

  /// Bytes as such a tool writes them: each a character.
  static func written(_ bytes: [UInt8]) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  static func form(_ film: [UInt8], _ prompt: String) -> [UInt8] {
    Array("--x\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n\(prompt)\r\n--x\r\n".utf8)
      + Array("Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".utf8) + film
      + Array("\r\n--x--\r\n".utf8)
  }

  static func request(_ text: String, _ mediaType: String) throws -> RecordedBody {
    let recording = Recording(interactions: [
      Interaction(
        started: RecordedTime(microsecondsSince1970: 0), milliseconds: 0,
        request: RecordedRequest(
          method: "POST", url: "https://a.example/",
          body: RecordedBody(mediaType: "text/plain", bytes: Array("PLACE".utf8))),
        response: RecordedResponse(status: 200))
    ])
    let file = String(decoding: HARWriter.bytes(recording), as: UTF8.self)
    let quoted = text.utf16.map { "\\u" + hexadecimal($0) }.joined()
    let foreign = file.replacing("PLACE", with: quoted).replacing("text/plain", with: mediaType)
    return try #require(try HARReader.read(Array(foreign.utf8)).interactions[0].request.body)
  }

  private static func hexadecimal(_ value: UInt16) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  @Test(arguments: [
    ("image/png", picture), ("video/mp4; codecs=a", [0, 0x80]), ("application/octet-stream", [0xFE, 0x01]),
    ("multipart/form-data; boundary=x", form(picture, "A cat")),
    ("multipart/form-data; boundary=x", form(Array("text".utf8), "Eine Katze für Ömer")),
    ("audio/mpeg", [0x49, 0x44, 0x33, 0xFF, 0x9F]),
  ])
  func `the bytes of files are found again`(_ mediaType: String, _ bytes: [UInt8]) throws {
    #expect(try Self.request(Self.written(bytes), mediaType).keptBytes == bytes)
  }

  @Test(arguments: [
    ("application/json", "\u{89}\u{0}"), ("text/plain", "\u{89}\u{0}"),
    ("image/png", "no bytes beyond ASCII"),
    ("image/svg+xml", "<text>Größe</text>"), ("multipart/form-data; boundary=x", "Größe 日本 \u{0}"),
    ("multipart/form-data; boundary=x", "Eine Katze für Ömer"), ("image/png", "\u{1F600}\u{0}"),
  ])
  func `what is text stays text`(_ mediaType: String, _ text: String) throws {
    #expect(try Self.request(text, mediaType).keptBytes == Array(text.utf8))
  }

  @Test(arguments: [
    ("image/png", "é\u{0}"), ("multipart/form-data; boundary=x", "Ã¼"), ("image/png", "plain"),
    ("application/octet-stream", "\u{80}"), ("application/json", "\"Ã¼\""),
  ])
  func `our own files keep the bytes of such texts, too`(_ mediaType: String, _ text: String) throws {
    let body = RecordedBody(mediaType: mediaType, bytes: Array(text.utf8))
    let recording = Recording(interactions: [
      Interaction(
        started: RecordedTime(microsecondsSince1970: 0), milliseconds: 0,
        request: RecordedRequest(method: "POST", url: "https://a.example/", body: body),
        response: RecordedResponse(status: 200))
    ])
    let read = try HARReader.read(HARWriter.bytes(recording))
    #expect(read.interactions[0].request.body == body)
  }
}
