import Foundation
import StuntJSON
import Testing

/// `check` of recordings.
@Suite struct CheckRecordingTests {
  static let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Recordings")

  @Test func `the recordings that ship are in order`() throws {
    let result = try Command.run("check", Self.recordings.path)
    #expect(result.exitCode == 0)
    #expect(result.err == "")
    #expect(result.out.contains("openai/completed.har: openai, "))
    #expect(try Command.run("scan", Self.recordings.path).exitCode == 0)
  }

  @Test func `a recording that was changed by hand is told, with the entry`() throws {
    try RecordingCommandTests.withFolder { folder in
      let whole = try String(
        contentsOf: Self.recordings.appendingPathComponent("openai/completed.har"), encoding: .utf8)
      let broken = whole.replacingOccurrences(
        of: #"\"status\":\"in_progress\""#, with: #"\"status\":\"resting\""#)
      #expect(broken != whole)
      let file = folder.appendingPathComponent("a.har")
      try broken.write(to: file, atomically: true, encoding: .utf8)
      let result = try Command.run("check", file.path)
      #expect(result.exitCode == 1)
      #expect(result.err.contains(#"error: answer body /status: found "resting"; expected one of"#))
      let json = try JSONValue(parsing: Array(try Command.run("check", "--json", folder.path).out.utf8))
      #expect(json[0]?["ok"] == false)
      #expect(json[0]?["findings"]?[0]?["about"] == "answer")
      #expect(json[0]?["findings"]?[0]?["finding"]?["location"] == "/status")
    }
  }

  @Test func `files of other tools are told what they lack, and what is no recording is said`() throws {
    let foreign = try Command.run("check", RecordingCommandTests.fixture("replay.har"))
    #expect(foreign.exitCode == 1)
    #expect(foreign.err.contains("replay.har: error: it does not say where it is from"))
    let missing = try Command.run("check", "/nowhere.har")
    #expect(missing.exitCode == 1)
    #expect(missing.err.contains("/nowhere.har: cannot be read: No such file"))
  }

  @Test func `a provider of the user's own is named`() throws {
    let nimbus = CheckTests.fixtures.appendingPathComponent("nimbus").path
    let result = try Command.run(
      "check", RecordingCommandTests.fixture("replay.har"), "--provider", nimbus)
    #expect(result.exitCode == 1)
    #expect(!result.err.contains("cannot be read"))
  }
}
