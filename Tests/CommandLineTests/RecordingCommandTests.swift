import Foundation
import StuntJSON
import StuntTestSupport
import Testing

/// `show`, `scan` and `redact`.
@Suite struct RecordingCommandTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/recordings")

  static func fixture(_ name: String) -> String { fixtures.appendingPathComponent(name).path }

  /// A folder of the test's own, which is gone after it.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-recording-\(ProcessInfo.processInfo.processIdentifier)-\(Int.random(in: 0..<1_000_000_000))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `a recording is shown as text, always the same`() throws {
    let shown = try Command.run("show", Self.fixture("replay.har"))
    #expect(shown.exitCode == 0)
    #expect(shown.err == "")
    #expect(
      shown.out == """
        written by Replay, which says no more
        3 exchanges, 2.012 s, from 2026-11-21T14:05:01.000Z

           0.000 s  POST https://api.nimbus.example/v1/clips
                    > {"prompt":"a cat"}
                    → 200 in 12.0 ms
                    < {"id":"clip_1","state":"queued"}
           1.000 s  GET https://api.nimbus.example/v1/clips/clip_1
                    → 200 in 12.0 ms
                    < {"id":"clip_1","state":"running"}
           2.000 s  GET https://api.nimbus.example/v1/clips/clip_1
                    → 200 in 12.0 ms
                    < {"id":"clip_1","state":"done"}

        """)
    #expect(try Command.run("show", Self.fixture("replay.har")).out == shown.out)
  }

  @Test func `several are told apart, and what cannot be read is said`() throws {
    let shown = try Command.run("show", Self.fixture("replay.har"), "/nowhere.har", Self.fixture("ORIGIN.md"))
    #expect(shown.exitCode == 2)
    #expect(shown.out.hasPrefix("== "))
    #expect(shown.err.contains("/nowhere.har: cannot be read: No such file"))
    #expect(shown.err.contains("ORIGIN.md: line 1, column 1"))
  }

  @Test func `a recording is shown as JSON`() throws {
    let shown = try Command.run("show", "--json", Self.fixture("mitmproxy.har"))
    let value = try JSONValue(parsing: Array(shown.out.utf8))
    #expect(value[0]?["recording"]?["interactions"]?.array?.count == 9)
    #expect(value[0]?["recording"]?["interactions"]?[0]?["method"] == "POST")
  }

  @Test func `a file that is cut is shown as far as it is whole`() throws {
    try Self.withFolder { folder in
      let whole = try Data(contentsOf: Self.fixtures.appendingPathComponent("replay.har"))
      let cut = folder.appendingPathComponent("cut.har")
      try whole.dropLast(900).write(to: cut)
      let shown = try Command.run("show", cut.path)
      #expect(shown.exitCode == 0)
      #expect(shown.out.contains("\n2 exchanges"))
      #expect(shown.err.contains("the end is missing"))
    }
  }

  @Test func `a scan finds, and never prints a secret whole`() throws {
    let clean = try Command.run("scan", Self.fixture("replay.har"))
    #expect(clean.exitCode == 0)
    #expect(clean.out == "1 file, no secrets\n")
    let found = try Command.run("scan", Self.fixture(""))
    #expect(found.exitCode == 1)
    #expect(
      found.out.contains(
        "mitmproxy.har:42:38: credentials with their scheme: ni… (11 bytes) at /log/entries/0"))
    #expect(!found.out.contains("nim_example"))
    let json = try JSONValue(
      parsing: Array(try Command.run("scan", "--json", Self.fixture("mitmproxy.har")).out.utf8))
    #expect(json["findings"]?[0]?["line"] == 42)
    #expect(try Command.run("scan", "/nowhere").exitCode == 2)
  }

  @Test func `keys of every provider that ships are found`() throws {
    let keys = [
      "lmnfl_" + "a1b2c3.d4e5f6", "sk-" + "proj-a1b2c3d4e5f6",
      "01234567-89ab-cdef-0123-456789abcdef:" + "0123456789abcdef0123456789abcdef",
    ]
    try Self.withFolder { folder in
      for (index, key) in keys.enumerated() {
        let file = folder.appendingPathComponent("\(index).txt")
        try "my key is \(key), thanks\n".write(to: file, atomically: true, encoding: .utf8)
        let found = try Command.run("scan", file.path)
        #expect(found.exitCode == 1, "\(index)")
        #expect(found.out.contains("a provider's key"))
      }
    }
  }

  @Test func `a redacted file has nothing left, and says what was replaced`() throws {
    try Self.withFolder { folder in
      let output = folder.appendingPathComponent("out.har").path
      let redacted = try Command.run(
        "redact", Self.fixture("mitmproxy.har"), "--provider", "openai", "--to", output)
      #expect(redacted.exitCode == 0)
      #expect(redacted.err == "")
      #expect(redacted.out.contains("request field authorization: credentials with their scheme, in 1\n"))
      #expect(redacted.out.hasSuffix("out.har: 9 exchanges\n"))
      #expect(try Command.run("scan", output).exitCode == 0)
      let text = try String(contentsOfFile: output, encoding: .utf8)
      #expect(!text.contains("nim_example"))
      #expect(text.contains("Bearer redacted-"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.har"])
    }
  }

  @Test func `what cannot be redacted is not written`() throws {
    try Self.withFolder { folder in
      let output = folder.appendingPathComponent("out.har").path
      let unknown = try Command.run(
        "redact", Self.fixture("replay.har"), "--provider", "opnai", "--to", output)
      #expect(unknown.exitCode == 2)
      #expect(unknown.err.contains("did you mean \"openai\"?"))
      let noFile = try Command.run("redact", "/nowhere.har", "--provider", "openai", "--to", output)
      #expect(noFile.exitCode == 2)
      #expect(!FileManager.default.fileExists(atPath: output))
      let noPlace = try Command.run(
        "redact", Self.fixture("replay.har"), "--provider", "openai", "--to", "/nowhere/out.har")
      #expect(noPlace.exitCode == 2)
      #expect(noPlace.err.contains("cannot be written"))
    }
  }

  @Test(arguments: [["show"], ["scan"], ["redact", "a.har"], ["redact", "a.har", "--provider", "openai"]])
  func `what is missing is asked for`(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = Command.binary
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 64)
  }
}
