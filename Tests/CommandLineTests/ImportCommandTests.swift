import Foundation
import StuntTestSupport
import Testing

/// `import`.
@Suite struct ImportCommandTests {
  static let job = "video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5"
  static let secret = "sk-" + "proj-a1b2c3d4e5f6a7b8"

  static let session: [ForeignForm.Exchange] = [
    .init(
      0, "POST", "https://api.openai.com/v1/videos", body: #"{"model": "sora-2", "prompt": "A cat"}"#,
      answer("queued")),
    .init(1, "POST", "https://stats.example.net/collect", body: #"{"key": "\#(secret)"}"#, "{}"),
    .init(2, "GET", "https://api.openai.com/v1/videos/\(job)?key=\(secret)", answer("in_progress")),
  ]

  static func answer(_ status: String) -> String {
    #"{"id": "\#(job)", "object": "video", "model": "sora-2", "status": "\#(status)", "progress": 0, "#
      + #""created_at": 1760000000, "completed_at": null, "expires_at": null, "prompt": "A cat", "#
      + #""size": "1280x720", "seconds": "4", "remixed_from_video_id": null, "error": null}"#
  }

  static func withFile(_ body: (URL, String) throws -> Void) throws {
    try RecordingCommandTests.withFolder { folder in
      let file = folder.appendingPathComponent("session.har")
      try Data(ForeignForm.all[0].file(session)).write(to: file)
      try body(folder, file.path)
    }
  }

  @Test func `a session is taken over, redacted, and is in order`() throws {
    try Self.withFile { folder, file in
      let output = folder.appendingPathComponent("out.har").path
      let result = try Command.run("import", file, "--provider", "openai", "--to", output)
      #expect(result.exitCode == 0, "\(result)")
      #expect(result.err == "")
      #expect(result.out.contains("left out 1 exchange: stats.example.net 1\n"))
      #expect(result.out.contains("out.har: 2 exchanges\n"))
      #expect(result.out.hasSuffix("job \(Self.job): queued → running\n"))
      let text = try String(contentsOfFile: output, encoding: .utf8)
      #expect(!text.contains(Self.secret))
      #expect(text.contains(#""imported": { "from": "mitmproxy"#))
      #expect(try Command.run("scan", output).exitCode == 0)
      let check = try Command.run("check", output)
      #expect(check.exitCode == 0, "\(check)")
    }
  }

  @Test func `a file without the provider's calls gives nothing`() throws {
    try Self.withFile { folder, file in
      let output = folder.appendingPathComponent("out.har").path
      let result = try Command.run("import", file, "--provider", "uniall", "--to", output)
      #expect(result.exitCode == 1)
      #expect(result.err.contains("is a call of uniall, whose hosts are "))
      #expect(!FileManager.default.fileExists(atPath: output))
      let unknown = try Command.run("import", file, "--provider", "opnai", "--to", output)
      #expect(unknown.exitCode == 2)
      #expect(unknown.err.contains("did you mean \"openai\"?"))
      #expect(try Command.run("import", "/nowhere.har", "--provider", "openai", "--to", output).exitCode == 2)
    }
  }

  static let mistakes: [(arguments: [String], sentence: String)] = [
    (["import"], "import needs a file"),
    (["import", "a.har"], "import needs --provider and --to"),
    (["import", "a.har", "--providr", "openai"], "Did you mean '--provider'?"),
    (["import", "a.har", "--stand-in", "5"], "Did you mean '--stand-ins'?"),
    (["import", "a.har", "--provider", "openai", "--to", "b.har", "--stand-ins", "x"], "is no value"),
    (["imprt"], "Did you mean 'import'?"),
  ]

  @Test(arguments: mistakes) func `a wrong command line is told`(arguments: [String], sentence: String) throws
  {
    let result = try Command.run(list: arguments)
    #expect(result.exitCode == 64)
    #expect(result.err.contains(sentence))
  }
}
