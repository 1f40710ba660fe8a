import StuntContract
import StuntEngine
import StuntJSON
import StuntTestSupport
import Testing

@Suite struct ProviderCompilerErrorTests {
  static let mistakes = Mistake.all(in: "mistakes/behavior.txt") + Mistake.all(in: "mistakes/scenario.txt")

  @Test func `the mistakes are there`() {
    #expect(Self.mistakes.count >= 130)
  }

  @Test(arguments: mistakes)
  func `a mistake is named with file, line, column and pointer`(mistake: Mistake) throws {
    var files = try Nimbus.files.get()
    let path = "nimbus/" + mistake.file
    let index = try #require(files.firstIndex { $0.path == path })
    let made = try #require(mistake.made(in: String(decoding: files[index].bytes, as: UTF8.self)))
    files[index] = ProviderCompiler.File(path: path, bytes: Array(made.text.utf8))
    let error = #expect(throws: DocumentError.self) { try Nimbus.compile(files) }
    let sentence = try #require(error?.description)
    let place = "\(path):\(made.place): error: "
    #expect(sentence.hasPrefix(place), "\(sentence)")
    #expect(mistake.isComplaint(String(sentence.dropFirst(place.count))), "\(sentence)")
  }

  @Test(arguments: [
    ("nimbus/openapi.json", "nimbus: error: cannot be read: there is no openapi.json in it"),
    ("nimbus/behavior.json", "nimbus: error: cannot be read: there is no behavior.json in it"),
    (
      "nimbus/scenarios/",
      "nimbus/behavior.json:1:1: error: cannot be read: there is no scenario in its scenarios/"
    ),
  ])
  func `a folder lacks nothing`(missing: String, sentence: String) throws {
    var files = try Nimbus.files.get().filter { !$0.path.hasPrefix(missing) }
    if missing.hasSuffix("/") {
      // The default scenario is then not looked for.
      let text = String(decoding: files[0].bytes, as: UTF8.self).replacing(
        "\"defaultScenario\": \"completed\",", with: "")
      files[0] = ProviderCompiler.File(path: files[0].path, bytes: Array(text.utf8))
    }
    let error = #expect(throws: DocumentError.self) { try Nimbus.compile(files) }
    #expect(error?.description == sentence)
  }

  @Test func `what is no document of ours is left alone`() throws {
    let more = [
      ProviderCompiler.File(path: "nimbus/SOURCES.md", bytes: Array("# Sources".utf8)),
      ProviderCompiler.File(path: "nimbus/rules.json", bytes: Array("not JSON".utf8)),
      ProviderCompiler.File(path: "nimbus/scenarios/README.md", bytes: []),
    ]
    #expect(try Nimbus.compile(Nimbus.files.get() + more).scenarios.count == 9)
  }

  @Test func `openapi.json comes before its like`() throws {
    let other = """
      { "openapi": "3.1.0", "info": { "title": "Another" }, "servers": [{ "url": "https://other.example/v9" }],
        "paths": {} }
      """
    let more = ProviderCompiler.File(path: "nimbus/openapi-another.json", bytes: Array(other.utf8))
    let provider = try Nimbus.compile([more] + Nimbus.files.get())
    #expect(provider.contract.title == "Nimbus")
    #expect(provider.basePaths == ["/nimbus/v1", "/nimbus/eu/v1"])
  }

  @Test func `without a default scenario it is the one called completed, or the first`() throws {
    var files = try Nimbus.files.get()
    let text = String(decoding: files[0].bytes, as: UTF8.self).replacing(
      "\"defaultScenario\": \"completed\",", with: "")
    files[0] = ProviderCompiler.File(path: files[0].path, bytes: Array(text.utf8))
    let usual = try Nimbus.compile(files)
    #expect(usual.scenarios[usual.defaultScenario].name == "completed")
    let others = try Nimbus.compile(files.filter { !$0.path.hasSuffix("/completed.json") })
    #expect(others.scenarios[others.defaultScenario].name == "failing")
  }
}
