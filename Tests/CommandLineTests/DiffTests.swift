import Foundation
import StuntJSON
import Testing

/// `diff`, as a user runs it.
@Suite struct DiffTests {
  static let providers = ["fal", "lumenfall", "openai", "uniall"]

  @Test(arguments: providers) func `a contract against itself gives nothing`(_ name: String) throws {
    let result = try Command.run("diff", name, name, "--all")
    #expect(result.exitCode == 0)
    #expect(result.out == "no change\n")
    #expect(result.err == "")
  }

  @Test func `a changed copy tells what breaks whom, and where`() throws {
    let folder = try CheckTests.copyOfNimbus { folder in
      let file = folder.appendingPathComponent("openapi.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let broken = text.replacingOccurrences(
        of: #""required": ["prompt"]"#, with: #""required": ["prompt", "style"]"#)
      try #require(broken != text)
      try broken.write(to: file, atomically: true, encoding: .utf8)
    }
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let old = CheckTests.fixtures.appendingPathComponent("nimbus").path
    let result = try Command.run("diff", old, folder.path)
    #expect(result.exitCode == 1, "\(result.out)\(result.err)")
    #expect(result.out.contains("breaking: became-required style: "))
    #expect(result.out.contains("openapi.json:"))
    #expect(result.out.contains("requests of old clients that leave it out are refused"))
    let back = try Command.run("diff", folder.path, old)
    #expect(back.exitCode == 0)
    #expect(back.out.contains("compatible; --all lists the compatible ones, too"))
    let json = try JSONDocument(parsing: try Command.run("diff", "--json", old, folder.path).out).root
    // Two schemas of that copy ask for it now.
    #expect(json["breaking"]?.int == 2)
    #expect(json["changes"]?[0]?["kind"]?.string == "became-required")
    #expect((json["changes"]?[0]?["newPlace"]?["line"]?.int ?? 0) > 1)
  }

  @Test func `two providers differ, and swapping them mirrors all changes`() throws {
    let there = try JSONDocument(
      parsing: try Command.run("diff", "lumenfall", "openai", "--json", "--all").out
    ).root
    let back = try JSONDocument(
      parsing: try Command.run("diff", "openai", "lumenfall", "--json", "--all").out
    ).root
    #expect((there["changes"]?.count ?? 0) > 10)
    let sides = { (list: JSONNode?, first: String, second: String) in
      list?.elements.map { change in
        [first, second, first + "Place", second + "Place"].map { change[$0]?.description ?? "" }
      }.sorted { $0.lexicographicallyPrecedes($1) }
    }
    #expect(sides(there["changes"], "old", "new") == sides(back["changes"], "new", "old"))
  }

  @Test func `what cannot be read ends with 2, and a way out`() throws {
    let unknown = try Command.run("diff", "opnai", "openai")
    #expect(unknown.exitCode == 2)
    #expect(unknown.err.contains("did you mean \"openai\"?"))
    let yaml = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-\(Int.random(in: 0..<1_000_000_000)).yaml")
    try "openapi: 3.1.0\n".write(to: yaml, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: yaml) }
    let text = try Command.run("diff", yaml.path, "openai")
    #expect(text.exitCode == 2)
    #expect(text.err.contains("convert the file to JSON"))
    let one = try Command.run("diff", "openai")
    #expect(one.exitCode == 64)
    #expect(one.err.contains("diff compares two contracts, OLD and NEW; 1 given"))
  }
}
