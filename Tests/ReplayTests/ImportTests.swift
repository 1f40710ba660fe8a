import StuntDouble
import StuntProviders
import StuntRecording
import StuntTestSupport
import Testing

@Suite struct ImportTests {
  static let base = "https://api.openai.com/v1/videos"
  static let job = Session.job

  /// The four steps, in a page that also tells others what it does.
  static let session: [ForeignForm.Exchange] = [
    .init(0, "GET", "https://app.example.com/", type: "text/html", "<html>"),
    .init(
      1, "POST", base, body: #"{"model": "sora-2", "prompt": "A cat"}"#, Session.job(status: "queued")),
    .init(2, "POST", "https://stats.example.net/collect?v=2", body: #"{"user": "u"}"#, status: 204, ""),
    .init(3, "GET", "\(base)/\(job)", Session.job(status: "queued")),
    .init(5, "GET", "\(base)/\(job)", Session.job(status: "in_progress")),
    .init(7, "GET", "\(base)/\(job)", Session.job(status: "in_progress")),
    .init(9, "GET", "\(base)/\(job)", Session.job(status: "completed")),
    .init(10, "GET", "\(base)/\(job)/content", type: "video/mp4", "the film"),
    .init(11, "GET", "https://api.openai.com/v1/models", #"{"data": []}"#),
  ]

  static func read(_ form: ForeignForm, _ exchanges: [ForeignForm.Exchange] = session) throws -> Recording {
    try HARReader.readRepairing(form.file(exchanges)).recording
  }

  static func imported(
    _ recording: Recording, name: String = "a.har", provider: String = "openai"
  ) throws -> RecordingImport.Result {
    RecordingImport(registry: try ProviderRegistry(selection: [provider])).result(of: [(name, recording)])
  }

  /// The recording as the command writes it, read again.
  static func written(_ recording: Recording, provider: String = "openai") throws -> Recording {
    let rules = try RecordingRuleFiles.rules(of: provider)
    var redactor = Redactor(rules: rules.redaction, key: Array("key".utf8))
    return try HARReader.read(HARWriter.bytes(redactor.redact(recording)))
  }

  @Test(arguments: ForeignForm.all, [1, 4, 6, 300])
  func `a file of another tool replays at any number of polls`(form: ForeignForm, polls: Int) throws {
    let result = try Self.imported(try Self.read(form))
    let session = try Session(try Self.written(result.recording))
    for _ in 1...2 {
      let id = try session.submit()
      let seen = try (0..<polls).map { _ in try session.poll(id) }
      #expect(seen == (0..<polls).map { ReplayerTests.steps[min($0, 3)] })
      #expect(try session.send("GET", "/openai/v1/videos/\(id)/content").text == "the film")
      #expect(try session.poll(id) == "completed")
    }
  }

  @Test(arguments: ForeignForm.all) func `a file of another tool replays as it is`(form: ForeignForm) throws {
    let session = try Session(try Self.read(form))
    let id = try session.submit()
    #expect(try (0..<5).map { _ in try session.poll(id) } == ReplayerTests.steps + ["completed"])
  }

  @Test(arguments: ForeignForm.all)
  func `jobs are recognised, and what is others' is left out and counted`(form: ForeignForm) throws {
    let result = try Self.imported(try Self.read(form))
    let recording = result.recording
    #expect(recording.provider == "openai")
    #expect(recording.interactions.count == 6)
    #expect(recording.timelines.map(\.job) == [Self.job])
    #expect(recording.timelines.first?.steps.map(\.phase) == [.queued, .running, .succeeded])
    #expect(recording.interactions.map(\.operation).last == "downloadVideoContent")
    #expect(result.leftOut.map(\.host) == ["api.openai.com", "app.example.com", "stats.example.net"])
    #expect(result.unknown == ["GET /v1/models"])
    #expect(result.missingBodies == 0)
    let registry = try #require(Session.registry)
    let report = RecordingCheck(registry: registry).report(on: try Self.written(recording))
    #expect(!report.findings.contains { $0.subject == .file || $0.subject == .job }, "\(report)")
  }

  @Test func `a recording says from which tool and file it was taken over`() throws {
    let playwright = try Self.imported(try Self.read(ForeignForm.all[2]), name: "/some/where/session.har")
    guard case .imported(let from) = playwright.recording.provenance else {
      Issue.record("\(String(describing: playwright.recording.provenance))")
      return
    }
    #expect(from.hasPrefix("Playwright "))
    #expect(from.hasSuffix(", session.har"))
    var own = try Self.read(ForeignForm.all[0])
    own.provenance = .composed(from: ["a page"])
    #expect(try Self.imported(own).recording.provenance == .composed(from: ["a page"]))
  }

  @Test func `what answers lead to comes along, from link to link`() throws {
    let queue = "https://queue.fal.run/fal-ai/sora-2"
    let id = "764cabcf-b745-4b3e-ae38-1200304cf45b"
    var exchanges: [ForeignForm.Exchange] = [
      .init(
        0, "POST", "\(queue)/text-to-video", body: #"{"prompt": "A cat"}"#,
        #"{"status": "IN_QUEUE", "request_id": "\#(id)"}"#),
      .init(
        1, "GET", "\(queue)/requests/\(id)",
        #"{"video": {"url": "https://files.example.com/a"}, "video_id": "v"}"#),
      .init(2, "GET", "https://files.example.com/a", #"{"next": "https://cdn.example.com/b.mp4#t=1"}"#),
      .init(3, "GET", "https://cdn.example.com/b.mp4", type: "video/mp4", "the film"),
      .init(4, "GET", "https://cdn.example.com/logo.png", type: "image/png", "logo"),
    ]
    let fal = try Self.imported(try Self.read(ForeignForm.all[1], exchanges), provider: "fal")
    #expect(fal.recording.interactions.count == 4)
    #expect(fal.leftOut.map(\.host) == ["cdn.example.com"])
    // A file of several providers gives a recording of each.
    exchanges += Self.session
    let both = try Self.read(ForeignForm.all[1], exchanges)
    #expect(try Self.imported(both, provider: "fal").recording.interactions.count == 4)
    #expect(try Self.imported(both, provider: "openai").recording.interactions.count == 6)
    #expect(try Self.imported(both, provider: "uniall").recording.interactions.isEmpty)
  }

  @Test func `answers whose bodies the tool left out are counted`() throws {
    var recording = try Self.read(ForeignForm.all[0])
    recording.interactions[3].response.body.content = .missing(size: 20)
    #expect(try Self.imported(recording).missingBodies == 1)
  }
}
