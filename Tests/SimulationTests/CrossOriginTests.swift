import StuntDouble
import StuntEngine
import StuntHTTP
import StuntSockets
import StuntTestSupport
import Synchronization
import Testing

/// What browsers ask of a server before they let a page read its answers. Fetch Standard, 3.3.
@Suite struct CrossOriginTests {
  static let page = "http://localhost:3000"
  static let added =
    "Access-Control-Allow-Origin: \(page)\r\nVary: Origin\r\nAccess-Control-Expose-Headers: *\r\n"
  static let preflight: HTTPFields = [
    "Origin": page, "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type",
  ]

  /// All that a service answers with to a request, however often it has to be asked again.
  static func answer(
    _ service: some Service, _ method: HTTPMethod, _ target: String, fields: HTTPFields, body: String = ""
  ) -> (output: OutputBuffer, disposition: Disposition) {
    var all: HTTPFields = ["Host": "127.0.0.1:4010"]
    if !fields.contains("authorization") { all.append(HTTPField("Authorization", "Bearer sk-page")) }
    if !body.isEmpty { all.append(HTTPField("Content-Type", "application/json")) }
    for field in fields { all.append(field) }
    let request = HTTPRequest(method: method, target: target, fields: all, body: Array(body.utf8))
    var output = OutputBuffer()
    output.append("what stands before it")
    let before = output.bytes.count
    let now = MonotonicInstant(nanoseconds: 0)
    var disposition = service.respond(
      to: request, connection: ServiceClient.connection, now: now, into: &output)
    while case .resume(let token, _) = disposition.ending {
      disposition = service.resume(token, connection: ServiceClient.connection, now: now, into: &output)
    }
    output.replaceBytes(0..<before, with: [])
    return (output, disposition)
  }

  static func text(_ output: OutputBuffer) -> String { String(decoding: output.allBytes, as: UTF8.self) }

  static func double(_ scenario: String? = nil) throws -> DoubleService {
    try ServiceClient(scenario: scenario).service
  }

  // MARK: Which pages

  @Test(arguments: [
    ("http://localhost:3000", true), ("https://LOCALHOST", true), ("http://app.localhost:80", true),
    ("http://127.0.0.1:8080", true), ("http://127.9.9.9", true), ("http://[::1]:5173", true),
    ("https://app.example.com", false), ("http://localhost.example.com", false), ("null", false), ("", false),
    ("http://127.example.com", false), ("http://127.0.0.1.example.com", false), ("file://", false),
    ("http://[::1].example.com", false), ("chrome-extension://localhost", false),
    ("http://127.0.0.256", false),
  ])
  func `pages of this machine may read answers by default`(_ origin: String, _ isAllowed: Bool) {
    #expect(CrossOrigin.loopback.allows(origin) == isAllowed)
    #expect(CrossOrigin.listed(["https://other.example.com"]).allows(origin) == isAllowed)
    #expect(CrossOrigin.all.allows(origin))
    #expect(!CrossOrigin.none.allows(origin))
  }

  @Test func `a user lists origins, all of them, or none`() {
    #expect(CrossOrigin([]) == .loopback)
    #expect(CrossOrigin(["*"]) == .all)
    #expect(CrossOrigin(["none"]) == CrossOrigin.none)
    #expect(CrossOrigin(["https://App.example.com:8443"]) == .listed(["https://app.example.com:8443"]))
    #expect(CrossOrigin.listed(["https://app.example.com:8443"]).allows("https://APP.example.com:8443"))
  }

  @Test(arguments: [
    ["example.com"], ["https://example.com/"], ["*", "https://example.com"], ["none", "*"], [""],
    ["https://"],
    ["https://example.com, https://example.org"], ["://example.com"], ["https://*.example.com"],
  ])
  func `what is no origin is refused`(_ texts: [String]) {
    #expect(CrossOrigin(texts) == nil)
  }

  // MARK: Preflights

  @Test func `a preflight is answered for the page, the method and the fields that it names`() throws {
    let service = CrossOriginService(try Self.double(), .loopback)
    let (output, disposition) = Self.answer(service, .options, "/openai/v1/videos", fields: Self.preflight)
    let expected =
      "HTTP/1.1 204 No Content\r\n" + Self.added + "Access-Control-Allow-Methods: POST\r\n"
      + "Access-Control-Allow-Headers: authorization,content-type\r\nAccess-Control-Max-Age: 60\r\n\r\n"
    #expect(Self.text(output) == expected)
    #expect(disposition == .done)
  }

  @Test func `a preflight for another network is told that this one may be reached`() throws {
    let service = CrossOriginService(try Self.double(), .loopback)
    var fields = Self.preflight
    fields.append(HTTPField("Access-Control-Request-Private-Network", "true"))
    fields.append(HTTPField("Connection", "close"))
    let (output, disposition) = Self.answer(service, .options, "/openai/v1/videos", fields: fields)
    #expect(Self.text(output).contains("\r\nAccess-Control-Allow-Private-Network: true\r\n"))
    #expect(Self.text(output).hasSuffix("\r\nConnection: close\r\n\r\n"))
    #expect(disposition == .close)
  }

  @Test(arguments: [("https://app.example.com", "--cors 'https://app.example.com'"), ("null", "--cors '*'")])
  func `the preflight of a foreign page is refused with the flag that would let it`(
    _ origin: String, _ flag: String
  ) throws {
    let told = Told()
    let service = CrossOriginService(try Self.double(), .loopback) { told.tell($0.targetText, $1, $2) }
    var fields: HTTPFields = ["Origin": origin]
    fields.append(HTTPField("Access-Control-Request-Method", "GET"))
    let text = Self.text(Self.answer(service, .options, "/openai/v1/videos", fields: fields).output)
    #expect(text.hasPrefix("HTTP/1.1 403 Forbidden\r\nContent-Type: application/problem+json\r\n"), "\(text)")
    #expect(text.contains(flag), "\(text)")
    #expect(!text.contains("Access-Control-"))
    #expect(
      told.lines.count == 1 && told.lines[0].hasPrefix("/openai/v1/videos 403 Pages of \(origin) may not"))
  }

  @Test(arguments: [CrossOrigin.none, .loopback])
  func `without a page, or where none may, OPTIONS is what it was`(_ policy: CrossOrigin) throws {
    let fields = policy == .none ? Self.preflight : ["Access-Control-Request-Method": "POST"]
    let service = CrossOriginService(try Self.double(), policy)
    let plain = Self.answer(try Self.double(), .options, "/openai/v1/videos", fields: fields)
    let (output, _) = Self.answer(service, .options, "/openai/v1/videos", fields: fields)
    #expect(Self.text(output) == Self.text(plain.output))
    #expect(Self.text(output).hasPrefix("HTTP/1.1 405"))
  }

  // MARK: Answers

  /// Requests of each kind of answer: JSON, an error, a film by a shared array, a part of it, none, events.
  static let targets: [(HTTPMethod, String, HTTPFields)] = [
    (.get, "/openai/v1/videos", [:]), (.get, "/openai/v1/videos/video_unknown", [:]), (.get, "/nowhere", [:]),
    (.get, "/openai/v1/videos/ID/content", [:]),
    (.get, "/openai/v1/videos/ID/content", ["Range": "bytes=5-9"]), (.head, "/openai/v1/videos/ID", [:]),
    (.get, "/fal/queue/fal-ai/sora-2/requests/ID/status/stream", [:]), (.get, "/_stunt/jobs", [:]),
  ]

  @Test(arguments: targets)
  func `an answer for a page is the same but for three fields`(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields
  ) throws {
    var texts: [String] = []
    for origin in [Self.page, nil] {
      let service = CrossOriginService(try Self.double(), .loopback)
      var fields = fields
      fields.append(HTTPField("Authorization", target.hasPrefix("/fal") ? "Key a:b" : "Bearer sk-page"))
      let submit = target.hasPrefix("/fal") ? "/fal/queue/fal-ai/sora-2/text-to-video" : "/openai/v1/videos"
      let made = Self.text(
        Self.answer(service, .post, submit, fields: fields, body: #"{"prompt":"A cat"}"#).output)
      let id = try #require(
        made.split(separator: "\"").first { $0.hasPrefix("video_") || $0.count == 36 && $0.contains("-") })
      let path = target.replacing("ID", with: id)
      for _ in 0..<4 where !target.hasPrefix("/fal") {
        _ = Self.answer(service, .get, "/openai/v1/videos/\(id)", fields: fields)
      }
      if let origin { fields.append(HTTPField("Origin", origin)) }
      texts.append(Self.text(Self.answer(service, method, path, fields: fields).output))
    }
    #expect(texts[0].contains(Self.added), "\(texts[0].prefix(500))")
    #expect(texts[0].replacing(Self.added, with: "") == texts[1])
    #expect(!texts[1].contains("Access-Control-"))
  }

  @Test func `a foreign page gets its answer, and its browser keeps it from the page`() throws {
    let service = CrossOriginService(try Self.double(), .loopback)
    let fields: HTTPFields = ["Origin": "https://app.example.com"]
    let text = Self.text(Self.answer(service, .get, "/openai/v1/videos", fields: fields).output)
    #expect(text.hasPrefix("HTTP/1.1 200") && !text.contains("Access-Control-"))
  }

  @Test func `what was recorded for another page makes room for the fields of this one`() {
    let recorded =
      "HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\nX-Id: 1\r\nAccess-Control-Max-Age: 5\r\n"
      + "Content-Length: 24\r\n\r\nAccess-Control-X: body\r\n"
    let service = CrossOriginService(Stub(text: recorded), .loopback)
    let (output, disposition) = Self.answer(service, .get, "/", fields: ["Origin": Self.page])
    let expected =
      "HTTP/1.1 200 OK\r\nX-Id: 1\r\nContent-Length: 24\r\n" + Self.added + "\r\nAccess-Control-X: body\r\n"
    #expect(Self.text(output) == expected)
    #expect(disposition == .done)
  }

  @Test func `a cut falls on the same byte of the content`() {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678"
    let service = CrossOriginService(
      Stub(text: text, disposition: .cut(after: text.utf8.count - 3)), .loopback)
    let (output, disposition) = Self.answer(service, .get, "/", fields: ["Origin": Self.page])
    let sent = String(decoding: output.allBytes.prefix(disposition.cutAfter ?? 0), as: UTF8.self)
    #expect(sent.hasSuffix("\r\n\r\n12345"), "\(sent)")
    let lost = CrossOriginService(Stub(text: text, disposition: .lost), .loopback)
    #expect(Self.answer(lost, .get, "/", fields: ["Origin": Self.page]).disposition == .lost)
  }

  @Test(arguments: [(Self.page, true), ("https://app.example.com", false), (nil, false)])
  func `an answer that comes later is for its page, too`(_ origin: String?, _ isOpen: Bool) {
    let text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
    let service = CrossOriginService(Stub(text: text, pauses: 3), .loopback)
    let fields: HTTPFields = origin.map { ["Origin": $0] } ?? [:]
    let answer = Self.text(Self.answer(service, .get, "/", fields: fields).output)
    #expect(answer.contains(Self.added) == isOpen)
    #expect(answer.replacing(Self.added, with: "") == text)
  }

  @Test func `what a page waited for and left is nobody's`() {
    let service = CrossOriginService(Stub(text: "HTTP/1.1 204 No Content\r\n\r\n", pauses: 1), .loopback)
    let request = HTTPRequest(method: .get, target: "/", fields: ["Origin": Self.page])
    let now = MonotonicInstant(nanoseconds: 0)
    var output = OutputBuffer()
    _ = service.respond(to: request, connection: ServiceClient.connection, now: now, into: &output)
    service.abandon(1)
    _ = service.resume(1, connection: ServiceClient.connection, now: now, into: &output)
    #expect(!Self.text(output).contains("Access-Control-"))
  }
}

/// Keeps what a log is told.
private final class Told: Sendable {
  private let kept = Mutex<[String]>([])
  var lines: [String] { kept.withLock { $0 } }
  func tell(_ target: String, _ status: Int, _ complaint: String) {
    kept.withLock { $0.append("\(target) \(status) \(complaint)") }
  }
}

/// Answers everything with the same bytes, at once or after so many pauses.
private struct Stub: Service {
  let text: String
  var disposition = Disposition.done
  var pauses = 0

  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    resume(0, connection: connection, now: now, into: &output)
  }

  /// The token counts the pauses that are over.
  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    guard token >= pauses else { return .resume(token + 1, at: now) }
    output.append(text: text)
    return disposition
  }

  func abandon(_ token: UInt64) {}
  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}
}
