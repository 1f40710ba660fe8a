import Foundation
import Testing

/// `verify --speed`, and `verify --attach`.
@Suite struct VerifySpeedTests {
  /// Whether the machine has a program.
  static func has(_ program: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  /// Programs that sleep for more than a day, and say what they waited for.
  static let sleepers: [(program: String, arguments: [String])] = [
    ("sh", ["-c", "sleep 100000; sleep 1d 2h; echo rested >&2; exit 3"]),
    (
      "python3",
      [
        "-c",
        """
        import asyncio, sys, threading, time
        time.sleep(100000)
        asyncio.run(asyncio.sleep(100000))
        threading.Event().wait(100000)
        print("rested", file=sys.stderr)
        sys.exit(3)
        """,
      ]
    ),
    (
      "node",
      [
        "-e",
        """
        const promises = require("timers/promises"), { promisify } = require("util");
        (async () => {
          await promises.setTimeout(1e8);
          await promisify(setTimeout)(1e8);
          await new Promise((done) => setTimeout(done, 1e8));
          console.error("rested");
          process.exit(3);
        })();
        """,
      ]
    ),
  ]

  @Test(arguments: sleepers.map(\.program)) func `sleeps pass faster`(_ program: String) throws {
    guard Self.has(program), let sleeper = Self.sleepers.first(where: { $0.program == program }) else {
      return
    }
    let result = try Command.run(
      list: [
        "verify", "--provider", "openai", "--scenario", "completed", "--speed", "1000000", "--timeout", "30",
        "--",
        program,
      ] + sleeper.arguments)
    #expect(result.err.contains("  rested"), "\(result.err) \(result.out)")
  }

  @Test func `a sitecustomize of the user's own still runs`() throws {
    guard Self.has("python3") else { return }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "import sys; sys.own = 'mine'\n".write(
      to: folder.appendingPathComponent("sitecustomize.py"), atomically: true, encoding: .utf8)
    let result = try Command.run(
      list: [
        "verify", "--provider", "openai", "--scenario", "completed", "--speed", "10", "--", "env",
      ] + [
        "sh", "-c",
        "PYTHONPATH=$PYTHONPATH:\(folder.path) python3 -c 'import sys; print(sys.own, file=sys.stderr)'",
      ])
    #expect(result.err.contains("  mine"), "\(result.err)")
  }

  @Test func `the traffic of a running server is judged`() throws {
    let server = try RunningServer(["--quiet", "--provider", "openai", "--clock", "auto"], baseURLs: 1)
    defer { _ = server.stop() }
    let address = "http://127.0.0.1:\(server.port)"
    let silent = try Command.run(list: ["verify", "--attach", address])
    #expect(silent.exitCode == 2 && silent.err.contains("no request of such a client has reached"))
    _ = try ServeTests.get(server.port, "/openai/v1/vidoes")
    let result = try Command.run(list: ["verify", "--attach", address])
    #expect(result.exitCode == 1)
    #expect(result.out.contains("openai/known-operation") && result.out.contains("GET /openai/v1/vidoes"))
    let json = try Command.run(list: ["verify", "--attach", address, "--provider", "openai", "--json"])
    #expect(json.exitCode == 1 && json.out.hasPrefix("{"))
    let other = try Command.run(list: ["verify", "--attach", address, "--key", "sk-nobody"])
    #expect(other.exitCode == 2)
  }

  @Test func `where no server is, that is said`() throws {
    let result = try Command.run(list: ["verify", "--attach", "http://127.0.0.1:1"])
    #expect(result.exitCode == 2 && result.err.contains("no server at 127.0.0.1:1"))
  }
}
