import StuntDouble
import StuntJSON
import StuntProviders
import StuntRecording
import Testing

@Suite struct SessionComparisonTests {
  static let job = Session.job

  static func video(_ status: String, id: String = job, _ more: String = "") -> String {
    #"{"id": "\#(id)", "object": "video", "model": "sora-2", "status": "\#(status)", "progress": 0, "#
      + #""created_at": 1760000000, "completed_at": null, "expires_at": null, "prompt": "A cat", "#
      + #""size": "1280x720", "seconds": "4", "remixed_from_video_id": null, "error": null\#(more)}"#
  }

  /// A session: the submit, and polls with these answers.
  static func session(id: String = job, _ polls: [(status: Int, body: String)]) -> [Interaction] {
    [
      Session.entry(
        0, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "A cat"}"#,
        video("queued", id: id))
    ]
      + polls.enumerated().map { index, poll in
        Session.entry(Double(index + 1), "GET", "/v1/videos/\(id)", poll.body, status: poll.status)
      }
  }

  static let recorded = session([(200, video("in_progress")), (200, video("in_progress"))])

  func report(_ live: [Interaction], _ recorded: [Interaction] = recorded) throws -> DriftReport {
    var comparison = SessionComparison(
      Recording(interactions: recorded), name: "a.har",
      registry: try #require(Session.registry), rules: try RecordingRuleFiles.rules(of: "openai"))
    return comparison.report(on: live)
  }

  /// What is told of a live session whose polls are answered so.
  func sentences(_ polls: (status: Int, body: String)..., id: String = job) throws -> [String] {
    try report(Self.session(id: id, polls)).drifts.map(\.sentence)
  }

  static let poll = "openai getVideo"

  @Test func `the same session has not moved, whatever its ids, times and number of polls`() throws {
    let other = "video_0000512d07848190b3e45da0ecbebcde004da08e1e0678d5"
    let body = Self.video("in_progress", id: other).replacing("1760000000", with: "1790000000")
    let report = try report(Self.session(id: other, [(200, body), (200, body), (200, body), (200, body)]))
    #expect(report.drifts.map(\.sentence) == [])
    #expect(report.compared == 5)
    #expect(report.isQuiet)
  }

  @Test func `members that came and went are told, with what the contract says of them`() throws {
    let added = Self.video("in_progress", #", "mood": {"a": 1}"#)
    let told = try sentences((200, added))
    #expect(
      told == [
        "\(Self.poll) /mood (a.har entry 2): the live answer has it, the recording does not;"
          + " the contract does not document it"
      ])
    let removed = Self.video("in_progress").replacing(#", "seconds": "4""#, with: "")
    #expect(
      try sentences((200, removed)) == [
        "\(Self.poll) /seconds (a.har entry 2): the recording has it, the live answer does not;"
          + " the contract requires it"
      ])
    let reverse = try report(Self.recorded, Self.session([(200, removed), (200, removed)]))
    #expect(
      reverse.drifts.map(\.sentence) == [
        "\(Self.poll) /seconds (a.har entry 2): the live answer has it, the recording does not;"
          + " the contract documents it"
      ])
  }

  @Test func `other kinds and words are told, and texts that say nothing are not`() throws {
    let kind = Self.video("in_progress").replacing(#""seconds": "4""#, with: #""seconds": 4"#)
    #expect(
      try sentences((200, kind)) == [
        "\(Self.poll) /seconds (a.har entry 2): was a text, is a number; the contract does not document it"
      ])
    let word = Self.video("in_progress").replacing("sora-2", with: "sora-3")
    let told = try sentences((200, word))
    #expect(told.count == 1)
    #expect(told.first?.contains(#"/model (a.har entry 2): was "sora-2", is "sora-3""#) == true)
    // A word for a phase that nobody knew.
    let phase = try sentences((200, Self.video("resting")))
    #expect(phase.count == 1)
    #expect(
      phase.first?.hasSuffix(#"was "in_progress", is "resting"; the contract does not document it"#) == true)
  }

  @Test func `another status, type and end are told`() throws {
    #expect(
      try sentences((404, "{}")) == [
        "\(Self.poll) (a.har entry 2): was answered with 200, now with 404; the contract documents it"
      ])
    var html = Self.session([(200, "<html>")])
    html[1].response.body.mediaType = "text/html"
    #expect(
      try report(html).drifts.first?.difference == .mediaType(recorded: "application/json", live: "text/html")
    )
    let failed = Self.video("failed").replacing(
      #""error": null"#, with: #""error": {"code": "moderation_blocked", "message": "No."}"#)
    let done = Self.session([(200, Self.video("completed"))])
    #expect(
      try report(Self.session([(200, failed)]), done).drifts.map(\.sentence) == [
        "openai createVideo (a.har entry 1): its job ended succeeded then, and failed now"
      ])
  }

  @Test func `what was not recorded, and what was not asked for, is told`() throws {
    let other = Session.entry(0, "GET", "/v1/videos?limit=2", #"{"data": []}"#)
    let report = try report([other])
    #expect(report.drifts.count == 1)
    #expect(report.drifts.first?.sentence.contains("nothing recorded is like it") == true)
    #expect(report.notAsked.count == 3)
    #expect(report.compared == 0)
    #expect(!report.isQuiet)
    #expect(report.json["drifts"]?[0]?["difference"] == "unrecorded")
  }

  @Test func `no secret of a live session is told`() throws {
    let secret = "sk-" + "proj-a1b2c3d4e5f6a7b8"
    let body = Self.video("in_progress").replacing("A cat", with: "A cat with \(secret)")
    let text = try sentences((200, body)).joined()
    #expect(!text.contains(secret))
  }

  @Test func `a live session beyond the limit is counted only`() {
    let session = LiveSession(limit: 2)
    for _ in 0..<5 { session.keep(Self.recorded[0]) }
    #expect(session.interactions.count == 2)
    #expect(session.dropped == 3)
    let standard = LiveSession()
    for _ in 0...StuntDouble.Limits.comparedExchangesMax { standard.keep(Self.recorded[0]) }
    #expect(standard.dropped == 1)
  }
}
