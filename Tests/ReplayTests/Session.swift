import StuntDouble
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntRecording
import StuntSockets

/// A recorded session, composed, and a client of its replay, without sockets.
struct Session {
  static let registry = try? ProviderRegistry()

  /// The id under which the job was recorded.
  static let job = "video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5"
  static let authority = "127.0.0.1:4010"

  /// The session that every recorder fails at: submitted, queued, running, running, done, and the file.
  static let fourSteps = Recording(interactions: [
    entry(0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "A cat"}"#, job(status: "queued")),
    entry(1, "GET", "/v1/videos/\(job)", job(status: "queued")),
    entry(3, "GET", "/v1/videos/\(job)", job(status: "in_progress")),
    entry(5, "GET", "/v1/videos/\(job)", job(status: "in_progress")),
    entry(9, "GET", "/v1/videos/\(job)", job(status: "completed")),
    entry(10, "GET", "/v1/videos/\(job)/content", "the film", type: "video/mp4"),
  ])

  static func job(status: String) -> String {
    #"{"id": "\#(job)", "status": "\#(status)", "self": "https://api.openai.com/v1/videos/\#(job)"}"#
  }

  static func entry(
    _ seconds: Double, _ method: String, _ path: String, sends body: String? = nil, _ answer: String,
    type: String = "application/json", host: String = "api.openai.com", status: Int = 200
  ) -> Interaction {
    Interaction(
      started: RecordedTime(microsecondsSince1970: 1_790_000_000_000_000 + Int64(seconds * 1e6)),
      milliseconds: 0,
      request: RecordedRequest(
        method: method, url: "https://\(host)\(path)",
        fields: body == nil ? [] : [RecordedField("content-type", "application/json")],
        body: body.map { RecordedBody(mediaType: "application/json", bytes: Array($0.utf8)) }),
      response: RecordedResponse(
        status: status,
        fields: [RecordedField("Content-Type", type), RecordedField("Content-Encoding", "br")],
        body: RecordedBody(mediaType: type, bytes: Array(answer.utf8))))
  }

  let service: ReplayService
  var now = MonotonicInstant(nanoseconds: 0)

  init(
    _ recording: Recording = fourSteps, options: ReplayOptions = ReplayOptions(), answersMisses: Bool = false
  ) throws {
    guard let registry = Self.registry else { throw Missing() }
    service = ReplayService(
      [("a.har", OpenedRecording(recording))], registry: registry, options: options, start: now,
      answersMisses: answersMisses)
  }

  struct Missing: Error {}

  /// What came back.
  struct Answer: Equatable {
    let status: Int
    let text: String
    let fields: HTTPFields

    subscript(name: String) -> String? { (try? JSONValue(parsing: Array(text.utf8)))?[name]?.string }
  }

  /// Sends a request and reads its answer.
  func send(
    _ method: String, _ target: String, _ body: String = "", fields: HTTPFields = [:],
    host: String = authority
  ) throws -> Answer {
    var all: HTTPFields = ["Host": host, "Authorization": "Bearer sk-test"]
    if !body.isEmpty, !fields.contains("Content-Type") { all.append("Content-Type", "application/json") }
    for field in fields { all.append(field.name, field.value) }
    let request = HTTPRequest(methodName: method, target: target, fields: all, body: Array(body.utf8))
    let address = try SocketAddress(listening: "127.0.0.1:4010")
    var output = OutputBuffer()
    _ = service.respond(
      to: request, connection: ConnectionInfo(remote: address, local: address, loop: 0), now: now,
      into: &output)
    let response = try HTTPResponse(parsing: output.allBytes, answering: request.method)
    return Answer(
      status: response.head.status.code, text: String(decoding: response.body, as: UTF8.self),
      fields: response.head.fields)
  }

  /// Submits the recorded job, and gives its id.
  func submit() throws -> String {
    try send("POST", "/openai/v1/videos", #"{"prompt": "A cat", "model": "sora-2"}"#)["id"] ?? ""
  }

  /// Polls a job, and gives what its answer says.
  func poll(_ id: String) throws -> String { try send("GET", "/openai/v1/videos/\(id)")["status"] ?? "none" }

  mutating func wait(seconds: Double) { now = now.advanced(nanoseconds: Int64(seconds * 1e9)) }
}
