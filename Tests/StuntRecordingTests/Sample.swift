import StuntJSON
import StuntRecording
import StuntTestSupport

/// Recordings to test with; the provider is nobody's.
enum Sample {
  static let start = RecordedTime(microsecondsSince1970: 1_795_000_000_000_000)

  /// An interaction so many milliseconds after the start.
  static func interaction(
    at milliseconds: Double, taking: Double = 12.5, method: String = "GET",
    url: String = "https://api.nimbus.example/v1/clips/clip_1?logs=1", posted: String? = nil,
    answer: String = #"{"id":"clip_1","state":"waiting"}"#, job: String? = "clip_1",
    phase: RecordedPhase? = .queued
  ) -> Interaction {
    var request = RecordedRequest(
      method: method, url: url, fields: [RecordedField("Accept", "application/json")])
    if let posted {
      request.body = RecordedBody(mediaType: "application/json", bytes: Array(posted.utf8))
    }
    return Interaction(
      started: start.advanced(byMilliseconds: milliseconds), milliseconds: taking, request: request,
      response: RecordedResponse(
        status: 200, fields: [RecordedField("Content-Type", "application/json")],
        body: RecordedBody(mediaType: "application/json", bytes: Array(answer.utf8))),
      timings: RecordedTimings(send: 0.25, wait: 12, receive: 0.25),
      operation: method == "POST" ? "makeClip" : "getClip", job: job, phase: phase)
  }

  /// A job that is submitted, waited for and fetched.
  static let recording: Recording = {
    let movie = RecordedBody(
      mediaType: "video/mp4", bytes: [0, 0, 0, 24] + Array("ftypisom".utf8) + [0xFF, 0xFE, 0x00])
    var content = interaction(at: 9_000, url: "https://files.nimbus.example/clip_1.mp4", phase: nil)
    content.response.body = movie
    content.operation = nil
    return Recording(
      provider: "nimbus",
      provenance: .captured(hosts: ["api.nimbus.example", "files.nimbus.example"], at: start),
      interactions: [
        interaction(
          at: 0, method: "POST", url: "https://api.nimbus.example/v1/clips",
          posted: #"{"prompt":"Ein Übergang 🎬"}"#),
        interaction(at: 2_000, phase: .queued), interaction(at: 4_000, phase: .running),
        interaction(at: 6_000, phase: .running), interaction(at: 8_000, phase: .succeeded), content,
      ]
    ).folded
  }()

  /// A recording with a bit of everything, drawn.
  static func drawn(_ source: inout Source) -> Recording {
    var recording = Recording(
      provider: source.pick([nil, "nimbus"]),
      provenance: source.pick([
        nil, .captured(hosts: ["a.example"], at: start), .composed(from: ["https://docs.example/clips"]),
        .imported(from: "a browser"),
      ]))
    recording.interactions = source.list(upTo: 5) { interaction(&$0) }
    if source.below(2) == 1 { recording.extra.append("comment", "drawn") }
    if source.below(4) == 1 { recording.outerExtra.append("_other", [1, 2]) }
    return recording.folded
  }

  private static func interaction(_ source: inout Source) -> Interaction {
    var drawn = interaction(at: Double(source.below(50)) / 4, taking: Double(source.below(9_000)) / 1_000)
    drawn.job = source.pick([nil, "clip_1", "clip_2"])
    drawn.phase = source.pick([nil] + RecordedPhase.allCases)
    drawn.isWebhook = source.below(4) == 1
    drawn.redacted = source.list(upTo: 2) { _ in "request field authorization: not listed" }
    drawn.response.body = body(&source)
    drawn.request.body = source.pick([nil, body(&source)])
    if drawn.request.body?.content == .missing(size: 7) { drawn.request.body = nil }
    if source.below(3) == 1 { drawn.extra.append("serverIPAddress", "127.0.0.1") }
    if source.below(3) == 1 { drawn.extra.append("cache", ["comment": "none"]) }
    if source.below(3) == 1 { drawn.request.fields.append(RecordedField(":path", "/x\n\"y\"")) }
    return drawn
  }

  private static func body(_ source: inout Source) -> RecordedBody {
    let bytes = source.list(upTo: 6) { UInt8($0.below(256)) }
    let large = [UInt8](repeating: UInt8(source.below(3)) + 0x61, count: 5_000)
    return RecordedBody(
      mediaType: "text/plain",
      content: source.pick([
        .bytes(bytes), .bytes(large), .standIn(byteCount: 9, sha256: "00"), .missing(size: 7),
      ]))
  }
}
