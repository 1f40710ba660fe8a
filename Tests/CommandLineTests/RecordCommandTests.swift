import Foundation
import StuntTestSupport
import Testing

/// `stuntdouble record`, as a user meets it.
@Suite struct RecordCommandTests {
  /// A folder for one test, gone after it.
  struct Folder: ~Copyable {
    let url: URL

    init() throws {
      url = try FileManager.default.url(
        for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: URL(fileURLWithPath: "/tmp"),
        create: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var file: String { url.appendingPathComponent("session.har").path }
  }

  static let mistakes: [(arguments: [String], expected: String)] = [
    (["--to", "x.har"], "record needs --provider and --to"),
    (["--provider", "openai"], "record needs --provider and --to"),
    (
      ["--provider", "openai", "--to", "x.har", "--upstream", "ftp://x"],
      "'ftp://x' is no value for '--upstream'"
    ),
    (["--provider", "openai", "--to", "x.har", "--webhook", "x"], "'x' is no value for '--webhook'"),
    (["--provider", "openai", "--to", "x.har", "--mode", "wrong"], "'wrong' is no value for '--mode'"),
    (["--provider", "openai", "--to", "x.har", "--quiet", "--json"], "contradict each other"),
    (["--provider", "openai", "--to", "x.har", "true"], "put -- before the client's command"),
  ]

  @Test(arguments: mistakes) func `a mistake is told`(_ arguments: [String], _ expected: String) throws {
    let done = try Command.run(list: ["record"] + arguments)
    #expect(done.exitCode == 64)
    #expect(done.err.contains(expected), "\(done.err)")
  }

  static let looks = """
    test "$STUNT_PROVIDER" = openai && test "$STUNT_BASE_URL" = "$STUNT_URL/openai/v1" && \
    test "$OPENAI_BASE_URL" = "$STUNT_BASE_URL" && test -z "$STUNT_KEY" && echo fine
    """

  @Test func `a command finds the recorder, and writes where it would without it`() throws {
    let folder = try Folder()
    let done = try Command.run(
      list: ["record", "--provider", "openai", "--to", folder.file, "--", "sh", "-c", Self.looks])
    #expect(done.exitCode == 0 && done.out == "fine\n", "\(done.err)")
    #expect(done.err.contains("listening on http://127.0.0.1:") && done.err.contains("0 exchanges, 0 jobs"))
  }

  @Test func `how a command ends decides`() throws {
    let folder = try Folder()
    let base = ["record", "--provider", "openai", "--to", folder.file, "--overwrite", "--quiet", "--"]
    let failed = try Command.run(list: base + ["sh", "-c", "exit 3"])
    #expect(failed.exitCode == 1 && failed.err.contains("the command ended with 3"))
    let missing = try Command.run(list: base + ["stunt-no-such-program"])
    #expect(missing.exitCode == 2 && missing.err.contains("stunt-no-such-program"))
  }

  @Test func `a file that is there is not touched`() throws {
    let folder = try Folder()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file))
    let done = try Command.run("record", "--provider", "openai", "--to", folder.file, "--", "true")
    #expect(done.exitCode == 2 && done.err.contains("--overwrite"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == Data("mine".utf8))
  }

  static func ask(_ port: UInt16, _ request: String) throws -> RawResponse {
    let client = try RawClient(port: port)
    try client.send(request)
    return try client.receiveResponse()
  }

  @Test(arguments: [SIGINT, SIGTERM]) func `a signal ends it well`(_ signal: Int32) throws {
    let folder = try Folder()
    let upstream = try RunningServer(["--provider", "openai"], baseURLs: 1)
    defer { _ = upstream.stop() }
    let recorder = try RunningServer(
      command: "record",
      ["--provider", "openai", "--to", folder.file, "--upstream", "http://127.0.0.1:\(upstream.port)"],
      baseURLs: 1)
    let fields = "Host: 127.0.0.1:\(recorder.port)\r\nAuthorization: Bearer sk-abcdefghijklmnop\r\n"
    #expect(try Self.ask(recorder.port, "GET /openai/v1/videos HTTP/1.1\r\n\(fields)\r\n").status == 200)
    let refused = try Self.ask(
      recorder.port, "POST /openai/v1/videos HTTP/1.1\r\n\(fields)Content-Length: 0\r\n\r\n")
    #expect(refused.status == 403 && refused.text.contains("--allow-spend"))
    let ending = recorder.stop(signal: signal)
    #expect(ending.exitCode == 0 && ending.reason == .exit)
    #expect(ending.rest.contains("wrote \(folder.file): 1 exchange, 0 jobs"), "\(ending.rest)")
    let file = String(decoding: try Data(contentsOf: URL(fileURLWithPath: folder.file)), as: UTF8.self)
    #expect(file.contains("https://api.openai.com/v1/videos") && !file.contains("sk-abcdefghijklmnop"))
  }
}
