import Foundation
import StuntEngine
import StuntProviders
import Testing

/// The guide on scripting a job names what there is, and its script is one.
@Suite struct ScriptingGuideTests {
  static let page = Result {
    try String(
      contentsOf: CoverageTests.tree.appendingPathComponent(
        "Sources/StuntDouble/StuntDouble.docc/ScriptingAJob.md"), encoding: .utf8)
  }

  @Test func `each provider has the scenarios that the guide names`() throws {
    let rows = try Self.page.get().split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(rows.count == 9)
    for row in rows {
      let names = row.split(separator: "|")[0].split(separator: ";")[0].matches(of: /`([a-z-]+)`/)
      for provider in ProviderRegistry.shippedNames {
        let known = try ProviderDriver(provider).provider.scenarios.map(\.name)
        #expect(names.map { String($0.1) }.filter { !known.contains($0) } == [], "\(provider)")
      }
    }
  }

  @Test func `the script in the guide is followed by jobs`() throws {
    let written = try #require(try Self.page.get().firstMatch(of: /<<'EOF'\n((?s).*?)\nEOF/)?.1)
    // The guide plants a slip of the pen, shows how it is told, and mends it as this does.
    let block = written.replacing("\"second\"", with: "\"seconds\"")
    #expect(block != written)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json")
    try Data(block.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let registry = try ProviderRegistry(
      selection: ["lumenfall"], scenarios: [try ScenarioFile(path: file.path)])
    #expect(registry.providers[0].scenario(named: "moody".utf8) != nil)
  }
}
