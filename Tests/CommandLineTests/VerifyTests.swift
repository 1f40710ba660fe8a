import Foundation
import StuntJSON
import Testing

/// `verify`, with clients that behave and clients that do not.
@Suite struct VerifyTests {
  static let mutants = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Mutants/client.py").path

  static func verify(_ arguments: String..., client: [String]) throws -> Command {
    try Command.run(list: ["verify", "--provider", "openai"] + arguments + ["--"] + client)
  }

  /// Runs a script of the shell as the client in one run.
  static func shell(_ script: String, _ arguments: String...) throws -> Command {
    try Command.run(
      list: ["verify", "--provider", "openai", "--scenario", "completed"] + arguments + [
        "--", "sh", "-c", script,
      ])
  }

  /// The ids of processes whose command line has the text.
  static func processes(with text: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { name in
      guard Int(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
        return false
      }
      return String(decoding: line.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self).contains(text)
    }
  }

  @Test func `a sound client passes, and nobody waits for real time`() throws {
    let result = try Self.verify(
      "--speed", "1000", client: ["python3", "-S", "-E", Self.mutants, "--provider", "openai"])
    #expect(result.exitCode == 0, "\(result.out)")
    #expect(result.out.contains("submit-once"))
    #expect(result.err.contains("completed: "))
    // Of 32 runs some are stopped after 400 polls; a minute would mean that somebody waits for real time.
    let seconds = result.out.firstMatch(of: /in (\d+\.?\d*) s/).flatMap { Double($0.1) }
    #expect(try #require(seconds) < 60)
  }

  @Test func `a broken client fails by its rule`() throws {
    let client = ["python3", "-S", "-E", Self.mutants, "--provider", "openai", "--break", "submit-once"]
    let result = try Self.verify("--rules", "submit-once", client: client)
    #expect(result.exitCode == 1)
    #expect(result.out.contains("stuntdouble rules openai/submit-once"))
  }

  @Test func `a client that never connects is told what to do`() throws {
    let result = try Self.shell("echo no base URL >&2; exit 3")
    #expect(result.exitCode == 1)
    #expect(result.err.contains("never connected to STUNT_URL; is the base URL set?"))
    #expect(result.err.contains("OPENAI_BASE_URL") && result.err.contains("  no base URL"))
  }

  @Test(arguments: [
    ("no-such-client", "there is no program \"no-such-client\""), ("/", "cannot be run; make it executable"),
  ]) func `a client that cannot be started is no verdict`(_ name: String, _ reason: String) throws {
    let result = try Self.verify("--scenario", "completed", client: [name])
    #expect(result.exitCode == 2)
    #expect(result.err.contains("the client could not be run: ") && result.err.contains(reason))
  }

  /// What a client does to its machine, and what is found.
  static let misdeeds: [(script: String, found: String)] = [
    ("sleep 98761", "its time was over"), ("kill -SEGV $$", "signal 11"), ("yes", "wrote too much"),
    ("sleep 98762 & exit 1", "1 that ran on after it"),
    ("(setsid sleep 98763 > /dev/null 2>&1 &); exit 1", "1 that ran on after it"), ("kill -9 $$", "signal 9"),
  ]

  @Test(arguments: misdeeds.map(\.script)) func `a misdeed is a finding, and nothing is left`(
    _ script: String
  )
    throws
  {
    let misdeed = try #require(Self.misdeeds.first { $0.script == script })
    let ask = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' > /dev/null; "
    let result = try Self.shell(ask + script, "--rules", "ends-cleanly", "--timeout", "1")
    #expect(result.exitCode == 1, "\(result.out) \(result.err)")
    #expect(result.out.contains(misdeed.found), "\(result.out)")
    // Each sleeps a time of its own: the other cases' sleepers may still be there.
    if let sleep = script.firstMatch(of: /sleep \d+/) {
      #expect(Self.processes(with: String(sleep.0)) == [])
    }
  }

  @Test func `reports are written where they are asked for`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["junit", "html", "json", "sarif", "github", "text"]
    let flags = names.flatMap { ["--report", "\($0)=\(folder.path)/\($0)"] }
    let result = try Command.run(
      list: ["verify", "--provider", "openai", "--scenario", "completed", "--json"] + flags + ["--", "false"])
    let printed = try JSONDocument(parsing: result.out)
    for name in names {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      #expect(!text.isEmpty)
      if name == "json" {
        #expect(try JSONDocument(parsing: text).root.count == printed.root.count)
      }
    }
    let failed = try Command.run(
      list: [
        "verify", "--provider", "openai", "--scenario", "completed", "--report", "json=/no/such/file", "--",
        "false",
      ])
    #expect(failed.exitCode == 2 && failed.err.contains("the report /no/such/file cannot be written"))
  }

  @Test func `an interrupt stops all clients`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = folder.path + "/ready"
    mkfifo(pipe, 0o600)
    let process = Process()
    process.executableURL = Command.binary
    process.arguments = [
      "verify", "--provider", "openai", "--scenario", "completed", "--", "sh", "-c",
      "trap '' INT; echo up > \(pipe); sleep 98764; sleep 98764",
    ]
    process.standardOutput = FileHandle.nullDevice
    let err = Pipe()
    process.standardError = err
    try process.run()
    _ = try FileHandle(forReadingFrom: URL(fileURLWithPath: pipe)).readToEnd()
    kill(process.processIdentifier, SIGINT)
    let text = String(decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(text.contains("interrupted; all clients were stopped"))
    #expect(Self.processes(with: "sleep 98764") == [])
  }

  /// Command lines that are refused, and why.
  static let mistakes: [(arguments: [String], complaint: String)] = [
    (["--provider", "openai"], "the client's command is missing"), (["--", "true"], "--provider is missing"),
    (["--provider", "openai", "true"], "put -- before the client's command"),
    (["--provider", "openai", "--rules", "submit-onse", "--", "true"], "a rule such as 'submit-once'"),
    (["--provider", "openai", "--scenario", "complete", "--", "true"], "a run such as 'completed'"),
    (["--provider", "openai", "--report", "junt=x", "--", "true"], "expected junit=FILE"),
    (["--provider", "openai", "--report", "junit", "--", "true"], "expected junit=FILE"),
    (
      ["--provider", "openai", "--json", "--report", "text=-", "--", "true"],
      "standard output takes one report"
    ),
    (["--attach", "http://127.0.0.1:1", "--", "true"], "--attach judges a running server"),
    (["--attach", "http://127.0.0.1:1", "--scenario", "slow"], "--scenario goes with a command only"),
    (["--provider", "openai", "--key", "k", "--", "true"], "--key goes with --attach only"),
    (["--provider", "openai", "--speed", "0.5", "--", "true"], "'0.5' is no value for '--speed'"),
  ]

  @Test(arguments: mistakes.map(\.complaint)) func `a slip of the pen is refused`(_ complaint: String) throws
  {
    for mistake in Self.mistakes where mistake.complaint == complaint {
      let result = try Command.run(list: ["verify"] + mistake.arguments)
      #expect(result.exitCode == 64)
      #expect(result.err.contains(complaint), "\(result.err)")
    }
  }

  @Test func `what follows -- is the client's`() throws {
    let result = try Self.verify("--scenario", "completed", client: ["echo", "--help"])
    #expect(!result.out.contains("USAGE"))
    #expect(result.err.contains("never connected"))
  }
}
