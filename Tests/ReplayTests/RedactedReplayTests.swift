import StuntDouble
import StuntHTTP
import StuntRecording
import Testing

@Suite struct RedactedReplayTests {
  static let standIn = StandIn.prefix + "0123456789abcdef0123"

  static let texts: [(live: String, recorded: String, fits: Bool)] = [
    ("a", "a", true), ("a", "b", false), ("anything", standIn, true), ("", standIn, true),
    ("my name is Ann, and yours?", "my name is \(standIn), and yours?", true),
    ("my name is Ann", "my name is \(standIn), and yours?", false),
    ("Ann and Ben and", "\(standIn) and \(standIn)", true),
    ("Ann or Ben", "\(standIn) and \(standIn)", false),
    ("https://me.example.com/a", "https://\(standIn).invalid/", true),
    ("a long text that is not the recorded one", "another one with \(standIn)", false),
    ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "01234567-89ab-8def-8123-456789abcdef", true),
    ("redacted-", "redacted-0123", false),
  ]

  @Test(arguments: texts) func `where a stand-in stands, anything may have stood`(
    live: String, recorded: String, fits: Bool
  ) {
    #expect(StandIn.fits(live, recorded) == fits)
  }

  /// A recording as it is kept, of a session with secrets in its requests.
  static func redacted(_ interactions: [Interaction]) throws -> Recording {
    let rules = try RecordingRuleFiles.rules(of: "openai")
    var redactor = Redactor(rules: rules.redaction, key: Array("key".utf8))
    return try HARReader.read(HARWriter.bytes(redactor.redact(Recording(interactions: interactions))))
  }

  static func body(_ user: String, _ token: String) -> String {
    #"{"model": "sora-2", "prompt": "A cat for \#(token)", "user": "\#(user)"}"#
  }

  static let token = "sk-" + "proj-a1b2c3d4e5f6a7b8"

  @Test func `a client sends its secrets, and finds its redacted session`() throws {
    var interactions = Session.fourSteps.interactions
    interactions[0] = Session.entry(
      0, "POST", "/v1/videos", sends: Self.body("Ann Lee", Self.token), Session.job(status: "queued"))
    interactions[1] = Session.entry(
      1, "GET", "/v1/videos/\(Session.job)?trace=\(Self.token)", Session.job(status: "completed"))
    let recording = try Self.redacted(interactions)
    let text = String(decoding: HARWriter.bytes(recording), as: UTF8.self)
    #expect(!text.contains("Ann Lee"))
    #expect(!text.contains(Self.token))
    let session = try Session(recording)
    let submit = try session.send("POST", "/openai/v1/videos", Self.body("Ann Lee", Self.token))
    #expect(submit["id"] == Session.job)
    let poll = try session.send("GET", "/openai/v1/videos/\(Session.job)?trace=\(Self.token)")
    #expect(poll["status"] == "completed")
    // Another client's secrets do as well; what was kept has to be the same.
    #expect(try session.send("POST", "/openai/v1/videos", Self.body("Ben", "sk-" + "other")).status == 200)
    let other = Self.body("Ann Lee", Self.token).replacing("A cat", with: "A dog")
    #expect(try session.send("POST", "/openai/v1/videos", other).status == 404)
    #expect(session.service.verdict.missCount == 1)
  }

  @Test(arguments: [
    ("application/octet-stream", "\u{1}\u{2}", true), ("application/octet-stream", "\u{1}\u{2}\u{3}", false),
    ("multipart/form-data; boundary=x", "\u{1}\u{2}", true),
    ("multipart/form-data; boundary=x", "\u{1}\u{2}\u{3}", false),
  ])
  func `of bytes that were not kept the length has to be the same`(
    _ type: String, _ sent: String, _ fits: Bool
  ) throws {
    func body(_ content: [UInt8]) -> [UInt8] {
      guard type.hasPrefix("multipart") else { return content }
      let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
      return Array(head.utf8) + content + Array("\r\n--x--\r\n".utf8)
    }
    var upload = Session.entry(0, "POST", "/v1/elsewhere", #"{"id": "file_1"}"#)
    upload.request.fields = [RecordedField("Content-Type", type)]
    upload.request.body = RecordedBody(mediaType: type, bytes: body([0xFE, 0xFF]))
    let recording = try Self.redacted([upload])
    #expect(recording.interactions[0].request.body?.keptBytes?.firstRange(of: [0xFE, 0xFF]) == nil)
    let session = try Session(recording)
    let answer = try session.send(
      "POST", "/_stunt/host/https/api.openai.com/v1/elsewhere",
      String(decoding: body(Array(sent.utf8)), as: UTF8.self), fields: ["Content-Type": type])
    #expect(answer.status == (fits ? 200 : 404), "\(answer.text)")
  }

  @Test func `what was recorded exactly comes before what merely fits`() throws {
    let session = try Session(
      Self.redacted([
        Session.entry(0, "GET", "/v1/videos?trace=\(Self.token)", #"{"data": [1]}"#),
        Session.entry(1, "GET", "/v1/videos?trace=1", #"{"data": [2]}"#),
      ]))
    #expect(try session.send("GET", "/openai/v1/videos?trace=1").text == #"{"data": [2]}"#)
    #expect(try session.send("GET", "/openai/v1/videos?trace=2").text == #"{"data": [1]}"#)
  }
}

@Suite struct RecordingAgeTests {
  static let now = RecordedTime(microsecondsSince1970: 1_790_000_000_000_000)

  static func daysAgo(_ days: Double) -> RecordedTime { now.advanced(byMilliseconds: -days * 86_400_000) }

  func warning(_ provenance: Provenance?, _ interactions: [Interaction] = []) -> String? {
    let recording = Recording(provider: "openai", provenance: provenance, interactions: interactions)
    return RecordingAge.warning(
      on: recording, latest: recording.latestStart, path: "a.har", daysMax: 30, now: Self.now)
  }

  @Test func `a recording that is too old says how old, and how it is made again`() {
    #expect(
      warning(.captured(hosts: ["api.openai.com"], at: Self.daysAgo(45.5)))
        == "a.har was recorded 45 days ago, on 2026-08-07, and at most 30 are allowed; record it again with"
        + " stuntdouble record --provider openai --to a.har --overwrite, or see what has changed with"
        + " --mode compare")
    #expect(warning(.captured(hosts: [], at: Self.daysAgo(30.5))) == nil)
    #expect(warning(.captured(hosts: [], at: Self.daysAgo(31))) != nil)
  }

  @Test func `what follows pages has no age, and what says nothing is as old as its exchanges`() {
    var old = Session.entry(0, "GET", "/v1/videos", "{}")
    old.started = Self.daysAgo(99)
    #expect(warning(.composed(from: ["a page"]), [old]) == nil)
    #expect(warning(.imported(from: "a tool"), [old])?.contains("99 days ago") == true)
    #expect(warning(nil, [old]) != nil)
    #expect(warning(nil) == nil)
  }
}
