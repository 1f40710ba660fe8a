import Foundation
import Testing

/// `record --mode record-missing` and `--mode compare`, before a server of our own.
@Suite struct RecordModeTests {
  /// A submit and two polls; the prompt and the scenario are arguments.
  static let client = """
    post() { curl -s -H "$H" -H "Content-Type: application/json" -H "Stunt-Scenario: $2" -d "$1" "$STUNT_BASE_URL/videos"; }
    H="Authorization: Bearer sk-test-0123456789abcdef"
    ID=$(post "{\\"model\\": \\"sora-2\\", \\"prompt\\": \\"$0\\"}" "$1" | sed 's/.*"id": *"\\(video_[0-9a-f]*\\)".*/\\1/')
    for i in 1 2 3 4 5 6 7 8; do curl -s -o /dev/null -H "$H" "$STUNT_BASE_URL/videos/$ID"; done
    """

  static let hasClient = FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")

  static func record(
    _ file: String, _ server: RunningServer, mode: String, _ prompt: String = "A cat",
    scenario: String = "completed", flags: [String] = []
  ) throws -> Command {
    try Command.run(
      list: [
        "record", "--provider", "openai", "--to", file, "--mode", mode, "--allow-spend", "--upstream",
        "http://127.0.0.1:\(server.port)",
      ] + flags + ["--", "sh", "-c", client, prompt, scenario])
  }

  @Test(.enabled(if: hasClient)) func `what has moved is told, and the file stays as it is`() throws {
    let server = try RunningServer(["--quiet", "--provider", "openai"], baseURLs: 1)
    defer { _ = server.stop() }
    try RecordingCommandTests.withFolder { folder in
      let file = folder.appendingPathComponent("a.har").path
      let recorded = try Self.record(file, server, mode: "record")
      #expect(recorded.exitCode == 0, "\(recorded.err)")
      let before = try Data(contentsOf: URL(fileURLWithPath: file))
      let same = try Self.record(file, server, mode: "compare")
      #expect(same.exitCode == 0, "\(same.err)")
      #expect(same.err.contains("compared 9 exchanges with \(file): nothing has moved"))
      let other = try Self.record(file, server, mode: "compare", scenario: "failed-provider-error")
      #expect(other.exitCode == 1, "\(other.err)")
      #expect(other.err.contains("DRIFT openai createVideo (\(file) entry 1): its job ended succeeded then"))
      let json = try Self.record(file, server, mode: "compare", "A dog", flags: ["--json"])
      #expect(json.exitCode == 1)
      #expect(json.err.contains(#""difference":"unrecorded""#))
      #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    }
  }

  @Test(.enabled(if: hasClient)) func `what is missing is recorded, and the rest is answered from the file`()
    throws
  {
    try RecordingCommandTests.withFolder { folder in
      let file = folder.appendingPathComponent("a.har").path
      let server = try RunningServer(["--quiet", "--provider", "openai"], baseURLs: 1)
      let first = try Self.record(file, server, mode: "record-missing")
      #expect(first.exitCode == 0, "\(first.err)")
      #expect(first.err.contains("0 hit, 0 partial, 0 unused, 0 missed, 9 live"))
      let second = try Self.record(file, server, mode: "record-missing", "A dog")
      #expect(second.err.contains("wrote \(file): 18 exchanges, 2 jobs"), "\(second.err)")
      // Nobody is there to be asked any more.
      _ = server.stop()
      let third = try Self.record(file, server, mode: "record-missing")
      #expect(third.exitCode == 0, "\(third.err)")
      #expect(third.err.contains("1 hit, 0 partial, 1 unused, 0 missed, 0 live"), "\(third.err)")
      #expect(try Command.run("check", file).exitCode == 0)
      #expect(try Command.run("scan", file).exitCode == 0)
    }
  }

  @Test func `a comparison needs its file, and modes that keep a file do not overwrite it`() throws {
    let arguments = ["record", "--provider", "openai", "--to", "/nowhere/a.har", "--mode"]
    let missing = try Command.run(list: arguments + ["compare", "--", "true"])
    #expect(missing.exitCode == 2)
    #expect(missing.err.contains("/nowhere/a.har: cannot be read"))
    let both = try Command.run(list: arguments + ["compare", "--overwrite"])
    #expect(both.exitCode == 64)
    let unknown = try Command.run(list: arguments + ["compar"])
    #expect(unknown.exitCode == 64)
    #expect(unknown.err.contains("record, record-missing, compare"))
  }
}
