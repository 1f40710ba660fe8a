import Foundation
import StuntJSON
import Testing

/// `check --coverage` and scenarios of the user's own.
@Suite struct CoverageCommandTests {
  static let nimbus = CheckTests.fixtures.appendingPathComponent("nimbus").path

  @Test func `coverage lists items with who shows them, holes, and counts`() throws {
    let result = try Command.run("check", "--coverage", Self.nimbus)
    #expect(result.exitCode == 1)
    #expect(result.err == "")
    let lines = result.out.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("ok   nimbus status submitFilm 201  by ") })
    #expect(lines.contains { $0.hasPrefix("HOLE nimbus error failure silent  (") })
    #expect(lines.last?.hasPrefix("nimbus: ") == true && lines.last?.contains(" holes, 0 errors;") == true)
    let holes = try Command.run("check", "--coverage", "--holes", Self.nimbus)
    #expect(holes.out.contains("HOLE nimbus error failure silent") && !holes.out.contains("ok   nimbus"))
  }

  @Test func `coverage is there for machines`() throws {
    let result = try Command.run("check", "--json", "--coverage", Self.nimbus)
    let report = try #require(try JSONDocument(parsing: result.out).root[0])
    #expect(report["provider"]?.string == "nimbus")
    #expect((report["holes"]?.int ?? 0) > 0)
    #expect((report["items"]?.count ?? 0) == report["documented"]?.int)
  }

  @Test func `without the sources coverage says what to do`() throws {
    let result = try Command.run("check", "--coverage", folder: FileManager.default.temporaryDirectory)
    #expect(result.exitCode == 1)
    #expect(result.err.contains("run this where Contracts/providers is"))
    let usage = try Command.run("check", "--holes")
    #expect(usage.exitCode == 64)
    #expect(usage.err.contains("--holes goes with --coverage only"))
  }

  /// A scenario file of the user's own, in a folder of its own.
  static func scenario(_ text: String) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-\(Int.random(in: 0..<1_000_000_000))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("mine.json")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  static let good = """
    { "provider": "nimbus", "name": "mine", "description": "Broken at once.", "source": "choice: mine",
      "steps": [{ "phase": "failed", "failure": "tooCloudy" }] }
    """

  @Test func `a scenario of the user's own joins those of its provider`() throws {
    let file = try Self.scenario(Self.good)
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let server = try RunningServer(
      ["--quiet", "--provider", Self.nimbus, "--scenario", file.path, "--scenario", "mine"], baseURLs: 1)
    let list = try ServeTests.get(server.port, "/_stunt/scenarios")
    #expect(list.contains("\"mine\"") && list.contains("choice: mine") && list.contains("\"isDefault\""))
    _ = server.stop()
  }

  /// What is wrong with a file, and what is said.
  static let mistakes: [(old: String, new: String, complaint: String)] = [
    (
      "tooCloudy", "tooCloudi",
      #"mine.json:2:45: error: no failure is named "tooCloudi"; did you mean "tooCloudy"?; define it or mend the name"#
        + " (at /steps/0/failure)"
    ),
    (
      #""steps""#, #""step""#, "mine.json:1:1: error: expected a scenario"
    ),
    (
      #""nimbus""#, #""nimbs""#,
      #"mine.json:1:15: error: no provider that is served is named "nimbs"; did you mean "nimbus"?"#
    ),
    (
      #""mine""#, #""slow""#, #"a second scenario is named "slow"; rename one (at /name)"#
    ),
    ("}] }", "}]", "mine.json:"),
  ]

  @Test(arguments: mistakes.map(\.new)) func `a mistake in it is shown with its place`(_ new: String) throws {
    let mistake = try #require(Self.mistakes.first { $0.new == new })
    let file = try Self.scenario(Self.good.replacingOccurrences(of: mistake.old, with: mistake.new))
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let result = try Command.run("serve", "--provider", Self.nimbus, "--scenario", file.path)
    #expect(result.exitCode == 1)
    #expect(result.err.contains(mistake.complaint), "\(result.err)")
  }

  @Test func `a scenario file is checked by itself`() throws {
    let general = Self.good.replacingOccurrences(of: #""provider": "nimbus", "#, with: "")
      .replacingOccurrences(
        of: #"{ "phase": "failed", "failure": "tooCloudy" }"#, with: #"{ "phase": "succeeded" }"#)
    let file = try Self.scenario(general)
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let result = try Command.run("check", file.path)
    #expect(result.exitCode == 0, "\(result.err)")
    #expect(result.out.contains("a scenario for fal, "))
    let two = try Command.run("serve", "--scenario", "slow", "--scenario", "completed")
    #expect(two.exitCode == 64)
    #expect(two.err.contains("jobs follow one scenario by default, not slow and completed"))
  }
}
