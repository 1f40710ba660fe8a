import StuntContract
import StuntDouble
import StuntProviders
import StuntRecording
import Testing

@Suite struct RecordingCheckTests {
  static let job = Session.job
  static let provenance = Provenance.composed(from: ["https://example.com/page"])

  static func video(_ status: String, _ more: String = "") -> String {
    #"{"id": "\#(job)", "object": "video", "model": "sora-2", "status": "\#(status)", "progress": 0, "#
      + #""created_at": 1760000000, "completed_at": null, "expires_at": null, "prompt": "A cat", "#
      + #""size": "1280x720", "seconds": "4", "remixed_from_video_id": null, "error": null\#(more)}"#
  }

  static let submit = Session.entry(
    0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "A cat"}"#, video("queued"))

  static func poll(_ seconds: Double, _ status: String) -> Interaction {
    Session.entry(seconds, "GET", "/v1/videos/\(job)", video(status))
  }

  static func recording(
    _ interactions: [Interaction], _ provenance: Provenance? = provenance, timelines: [Timeline] = []
  ) -> Recording {
    Recording(
      provider: "openai", provenance: provenance, timelines: timelines, interactions: interactions)
  }

  func report(_ recording: Recording) throws -> RecordingReport {
    RecordingCheck(registry: try #require(Session.registry)).report(on: recording)
  }

  /// What is said, one line a finding.
  func sentences(_ report: RecordingReport) -> [String] {
    report.findings.filter { !$0.isNote }.map { finding in
      let place = finding.entry.map { "\($0) " } ?? ""
      switch finding.detail {
      case .sentence(let sentence): return place + sentence
      case .message(let message):
        return place + "\(finding.subject.rawValue) \(message.place) \(message.keyword)"
      }
    }
  }

  @Test func `a good recording has nothing wrong`() throws {
    let report = try report(
      Self.recording([Self.submit, Self.poll(1, "queued"), Self.poll(2, "in_progress")]).folded)
    #expect(sentences(report) == [])
    #expect(report.isGood)
    #expect(report.providers == ["openai"])
    #expect(report.jobs == 1)
    #expect(report.exchanges == 3)
  }

  @Test func `a recording says where it is from`() throws {
    let time = RecordedTime(microsecondsSince1970: 1_790_000_000_000_000)
    #expect(
      try sentences(report(Self.recording([], nil))).first?.hasPrefix("it does not say where it is from")
        == true)
    #expect(try sentences(report(Self.recording([], .composed(from: [])))).count == 1)
    #expect(try sentences(report(Self.recording([], .captured(hosts: [], at: time)))).count == 1)
    let late = time.advanced(byMilliseconds: 60_000)
    #expect(
      try sentences(report(Self.recording([Self.submit], .captured(hosts: ["api.openai.com"], at: late))))
        .count
        == 1)
  }

  @Test func `no job goes back`() throws {
    let back = try report(
      Self.recording([Self.submit, Self.poll(1, "in_progress"), Self.poll(2, "queued")]))
    #expect(
      sentences(back) == [
        "3 \(Self.job) is queued, after entry 2 told that it is running; no job goes back"
      ])
    let twice = try report(Self.recording([Self.submit, Self.poll(1, "completed"), Self.poll(2, "failed")]))
    #expect(sentences(twice).contains { $0.hasSuffix("no job goes back") })
    // An answer that was overtaken is none that goes back.
    var slow = Self.poll(0.5, "queued")
    slow.milliseconds = 2_000
    #expect(try report(Self.recording([Self.submit, slow, Self.poll(1, "in_progress")])).isGood)
  }

  @Test func `the timelines tell what the answers tell`() throws {
    let interactions = [Self.submit, Self.poll(1, "in_progress")]
    let steps = [Timeline.Step(.queued, at: 0), Timeline.Step(.running, at: 5_000)]
    let other = Timeline(job: Self.job, submitted: Self.submit.ended, steps: steps)
    #expect(
      try sentences(report(Self.recording(interactions, timelines: [other]))).first?
        .hasPrefix("2 \(Self.job) is running here, but queued by the file's timeline") == true)
    let stranger = Timeline(job: "video_2", submitted: Self.submit.ended, steps: steps)
    #expect(
      try sentences(report(Self.recording(interactions, timelines: [stranger]))) == [
        "the file has a timeline of video_2, which no exchange is about",
        "\(Self.job) has no timeline, though its exchanges tell of one",
      ])
    let back = Timeline(job: Self.job, submitted: Self.submit.ended, steps: steps.reversed())
    #expect(try !report(Self.recording(interactions, timelines: [back])).isGood)
  }

  @Test func `requests and answers keep to their operation, unless they were refused`() throws {
    let wrong = Session.entry(
      0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": 5}"#, Self.video("resting"))
    #expect(
      try sentences(report(Self.recording([wrong]))) == [
        "1 request body /prompt type", "1 answer body /status enum",
      ])
    let refused = Session.entry(
      0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": 5}"#,
      #"{"error": {"message": "No", "type": "invalid_request_error", "param": null, "code": null}}"#,
      status: 400)
    let report = try report(Self.recording([refused]))
    #expect(report.isGood, "\(report)")
    #expect(report.findings.count == 1)
  }

  @Test func `what the contract does not know is named, with what is near`() throws {
    let unknown = Session.entry(0, "GET", "/v1/video/\(Self.job)", "{}")
    let sentence = try #require(try sentences(report(Self.recording([unknown]))).first)
    #expect(sentence.hasPrefix("1 no operation for GET /v1/video/"))
    #expect(sentence.contains("/v1/videos/{video_id}"))
    let stranger = Session.entry(0, "GET", "/a", "a", type: "text/plain", host: "cdn.example.com")
    let report = try report(Self.recording([stranger]))
    #expect(report.isGood)
    #expect(report.foreign == 1)
  }

  @Test func `what the file says of an entry is held against the contract`() throws {
    var entry = Self.poll(1, "in_progress")
    entry.operation = "listVideos"
    entry.phase = .succeeded
    #expect(
      try sentences(report(Self.recording([entry]))) == [
        "1 the file says it is listVideos; by the contract it is getVideo",
        "1 the file says that the job is succeeded; the answer says running",
      ])
    let other = Recording(provider: "fal", provenance: Self.provenance, interactions: [Self.submit])
    #expect(try sentences(report(other)) == ["1 it is a call of openai, in a recording of fal"])
    let unknown = Recording(provider: "opnai", provenance: Self.provenance, interactions: [Self.submit])
    #expect(try sentences(report(unknown)).first?.contains("did you mean \"openai\"?") == true)
  }

  @Test func `the double's own complaint is no provider's answer`() throws {
    var entry = Self.poll(0, "queued")
    entry.response.fields.append(RecordedField("stunt-diagnostic", "unknown-path"))
    #expect(try sentences(report(Self.recording([entry]))).count == 1)
  }

  @Test func `redaction is no violation`() throws {
    let standIn = StandIn.prefix + String(repeating: "0", count: 20)
    let entry = Session.entry(
      0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "A cat", "seconds": "\#(standIn)"}"#,
      Self.video("queued"))
    #expect(try report(Self.recording([entry])).isGood)
  }

  /// What is said of a shipped recording in whose message of the provider a text was replaced.
  func told(_ name: String, _ text: String, _ other: String) throws -> [String] {
    var recording = try HARReader.read(try ShippedRecordingTests.bytes(name))
    let index = try #require(recording.interactions.indices.first { recording.interactions[$0].isWebhook })
    let bytes = try #require(recording.interactions[index].request.body?.keptBytes)
    let body = String(decoding: bytes, as: UTF8.self).replacing(text, with: other)
    recording.interactions[index].request.body = RecordedBody(
      mediaType: "application/json", bytes: Array(body.utf8))
    return sentences(try report(recording)).map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  @Test(arguments: [
    ("openai/webhook.har", #""object":"event""#, #""object":"evnt""#, "webhook body /object const"),
    ("openai/webhook.har", #""created_at":1"#, #""created_at":"1"#, "its body is not JSON"),
    ("openai/webhook.har", #""created_at":"#, #""made":"#, "webhook body required"),
    ("fal/webhook.har", #""gateway_request_id":"#, #""gateway":"#, "webhook body required"),
    ("lumenfall/webhook.har", #""model":"sora-2""#, #""model":2"#, "webhook body /data/model type"),
  ])
  func `messages of providers keep to what is documented of them`(
    _ name: String, _ text: String, _ other: String, _ finding: String
  ) throws {
    #expect(try told(name, text, text) == [])
    let found = try told(name, text, other)
    #expect(found.contains { $0.hasPrefix(finding) }, "\(found)")
  }

  @Test func `a message that nobody documents is told`() throws {
    #expect(
      try told("openai/webhook.har", #""type":"video.completed""#, #""type":"video.renamed""#)
        .contains("no provider documents a message that is like it"))
  }

  @Test func `findings beyond the limit are counted only`() throws {
    let limit = StuntDouble.Limits.recordingFindingsMax
    let report = try report(
      Self.recording((0...limit).map { Session.entry(Double($0), "GET", "/v1/video", "{}") }))
    #expect(report.findings.count == limit)
    #expect(report.errorCount == limit + 1)
    #expect(report.leftOut == 1)
  }
}
