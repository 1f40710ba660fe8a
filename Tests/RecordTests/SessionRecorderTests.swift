import StuntDouble
import StuntRecording
import Synchronization
import Testing

@Suite struct SessionRecorderTests {
  static let key = Array(repeating: 7 as UInt8, count: 32)
  static let secret = "sk-" + "Q8vTz1LmN4pRw7Xy2Bc5"

  static func recorder(
    _ path: String, upstream: RecordUpstream? = nil, reading: @escaping SessionRecorder.Reading = { $0 }
  ) throws -> SessionRecorder {
    SessionRecorder(
      try RecordingFile.start(path, Plain.empty), rules: try RecordingRuleFiles.rules(of: "openai"), key: key,
      upstream: upstream, reading: reading)
  }

  @Test func `no secret reaches the file`() throws {
    let scratch = try Scratch()
    let recorder = try Self.recorder(scratch.path())
    // It is known as a secret by its name in the second exchange only.
    try recorder.record(Plain.interaction(0, answer: #"{"message": "token Q8vTz1LmN4pR is wrong"}"#))
    try recorder.record(
      Plain.interaction(
        1,
        fields: [
          RecordedField("Authorization", "Bearer \(Self.secret)"), RecordedField("X-Token", "Q8vTz1LmN4pR"),
        ]))
    #expect(!String(decoding: try HARFiles.bytes(of: scratch.path()), as: UTF8.self).contains(Self.secret))
    let recording = try recorder.finish()
    let text = String(decoding: HARWriter.bytes(recording), as: UTF8.self)
    #expect(!text.contains("Q8vTz1LmN4pR"))
    #expect(recorder.count == 2 && recording.interactions.count == 2)
  }

  @Test func `each exchange is read before it is redacted`() throws {
    let scratch = try Scratch()
    let recorder = try Self.recorder(scratch.path()) { interaction in
      var interaction = interaction
      interaction.operation = "getVideo"
      interaction.job = "video_1"
      interaction.phase = .queued
      return interaction
    }
    try recorder.record(Plain.interaction(1))
    let recording = try recorder.finish()
    #expect(recording.interactions.map(\.operation) == ["getVideo"])
    #expect(recording.timelines.map(\.job) == ["video_1"])
  }

  @Test func `the hosts of a capture are those that were asked`() throws {
    let scratch = try Scratch()
    let recorder = try Self.recorder(scratch.path())
    var other = Plain.interaction(1)
    other.request.url = "https://files.example.com/film.mp4"
    try recorder.record(other)
    #expect(
      try recorder.finish().provenance == .captured(hosts: ["files.example.com"], at: Plain.start))
  }

  @Test func `a capture names the server that answered in the provider's place`() throws {
    let scratch = try Scratch()
    let upstream = RecordUpstream("http://127.0.0.1:4010")
    let recorder = try Self.recorder(scratch.path(), upstream: upstream)
    try recorder.record(Plain.interaction(1))
    guard case .captured(let hosts, _) = try recorder.finish().provenance else {
      Issue.record("it was captured")
      return
    }
    #expect(hosts.contains("127.0.0.1:4010"))
  }

  @Test func `nothing is kept after the end`() throws {
    let scratch = try Scratch()
    let recorder = try Self.recorder(scratch.path())
    _ = try recorder.finish()
    try recorder.record(Plain.interaction(0))
    #expect(try scratch.recording().interactions == [])
  }

  @Test func `a failed write is told, and remembered`() throws {
    let scratch = try Scratch()
    let disk = RecordingFileTests.FullDisk(room: 700, code: 28)
    let recorder = SessionRecorder(
      try RecordingFile.start(scratch.path(), Plain.empty, calls: disk.calls),
      rules: try RecordingRuleFiles.rules(of: "openai"), key: Self.key)
    #expect(throws: RecordingFileError.self) { try recorder.record(Plain.interaction(0)) }
    #expect(recorder.failure != nil && recorder.count == 0)
    disk.room.withLock { $0 = .max }
    try recorder.record(Plain.interaction(1))
    #expect(try scratch.recording().interactions.count == 1)
  }
}
