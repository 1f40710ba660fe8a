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

  @Test func `a recording that is older than it may be is warned of, and no more`() throws {
    try RecordingCommandTests.withFolder { folder in
      let text = try String(contentsOfFile: RecordingCommandTests.fixture("replay.har"), encoding: .utf8)
      let old = folder.appendingPathComponent("old.har").path
      try text.replacingOccurrences(of: "2026-", with: "2020-")
        .write(toFile: old, atomically: true, encoding: .utf8)
      let without = try Command.run("check", old)
      let with = try Command.run("check", "--max-age", "300", old)
      #expect(with.exitCode == without.exitCode)
      #expect(with.err.contains("stuntdouble: warning: \(old) was taken over from a session "))
      #expect(!without.err.contains("warning"))
    }
    let composed = try Command.run("check", "--max-age", "0", Self.recordings.path)
    #expect(composed.err == "")
    let wrong = try Command.run("check", "--max-age", "5", "openai")
    #expect(wrong.exitCode == 64)
    #expect(wrong.err.contains("--max-age is for recordings"))
  }
}
