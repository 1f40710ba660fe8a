import Foundation
import StuntJSON
import StuntTestSupport
import Testing

/// `check`, `providers`, `scenarios`, and providers of the user's own.
@Suite struct CheckTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("Fixtures/providers")

  /// A copy of the invented provider, to break.
  static func copyOfNimbus(_ change: (URL) throws -> Void) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-\(ProcessInfo.processInfo.processIdentifier)-\(Int.random(in: 0..<1_000_000_000))/nimbus")
    try FileManager.default.createDirectory(
      at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: fixtures.appendingPathComponent("nimbus"), to: folder)
    try change(folder)
    return folder
  }

  @Test func `what ships is in order`() throws {
    let result = try Command.run("check")
    #expect(result.exitCode == 0)
    #expect(result.err == "")
    #expect(result.out.split(separator: "\n").count == 4)
  }

  @Test func `a mistake is shown with its place`() throws {
    let folder = try Self.copyOfNimbus { folder in
      let file = folder.appendingPathComponent("behavior.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      let broken = text.replacingOccurrences(of: "\"pollSeconds\"", with: "\"pollSecond\"")
      #expect(broken != text)
      try broken.write(to: file, atomically: true, encoding: .utf8)
    }
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let result = try Command.run("check", folder.path)
    #expect(result.exitCode == 1)
    #expect(result.err.contains("behavior.json:"))
    #expect(result.err.contains("unknown member \"pollSecond\"; did you mean \"pollSeconds\"?"))
    #expect(result.err.contains("(at /pollSecond)"))
    let json = try Command.run("check", "--json", folder.path)
    #expect(try JSONDocument(parsing: json.out).root[0]?["ok"]?.boolean == false)
  }

  @Test func `each example that its schema refuses is shown with its place`() throws {
    let folder = try Self.copyOfNimbus { folder in
      let file = folder.appendingPathComponent("openapi.json")
      var text = try String(contentsOf: file, encoding: .utf8)
      for (good, bad) in [
        (#""example": { "prompt": "clouds" }"#, #""example": { "prompt": 7 }"#),
        (#""at": 1800000000"#, #""at": "1800000000""#),
        (
          ##""schema": { "$ref": "#/components/schemas/Error" }"##,
          ##""example": { "oops": 1 }, "schema": { "$ref": "#/components/schemas/Error" }"##
        ),
      ] {
        #expect(text.contains(good), "\(good)")
        text = text.replacingOccurrences(of: good, with: bad)
      }
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
    let result = try Command.run("check", folder.path)
    #expect(result.exitCode == 1)
    let lines = result.err.split(separator: "\n")
    for place in ["openapi.json:31:", "openapi.json:75:", "film.done", "/components/responses/Error"] {
      #expect(
        lines.contains { $0.contains(place) && $0.contains("is not what its schema says: body") }, "\(lines)")
    }
  }

  @Test func `a provider that is in no Swift file is served from its folder`() throws {
    let folder = Self.fixtures.appendingPathComponent("nimbus").path
    let server = try RunningServer(["--quiet", "--provider", folder], baseURLs: 1)
    #expect(server.opening.last?.contains("/nimbus") == true)
    #expect(try ServeTests.get(server.port, "/_stunt/health").contains("\"nimbus\""))
    #expect(try ServeTests.get(server.port, "/openai/v1/videos").hasPrefix("HTTP/1.1 404"))
    _ = server.stop()
  }

  @Test func `scenarios are listed with a sentence, and as JSON`() throws {
    let lines = try Command.run("scenarios", "--provider", "fal").out
    #expect(lines.contains("*completed"))
    let list = try JSONDocument(parsing: try Command.run("scenarios", "--json").out).root
    #expect(list.count >= 36)
    #expect(
      list.elements.allSatisfy {
        $0["description"]?.string?.isEmpty == false && $0["source"]?.string?.isEmpty == false
      })
  }

  @Test func `the binary runs from any folder`() throws {
    let moved = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-moved-\(Int.random(in: 0..<1_000_000_000))")
    try FileManager.default.createDirectory(at: moved, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: moved) }
    let copy = moved.appendingPathComponent("stuntdouble")
    try FileManager.default.copyItem(at: Command.binary, to: copy)
    let process = Process()
    process.executableURL = copy
    process.arguments = ["check"]
    process.currentDirectoryURL = moved
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
