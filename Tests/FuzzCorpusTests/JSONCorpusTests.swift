import Foundation
import Testing

@Suite struct JSONCorpusTests {
  @Test(arguments: JSONCorpusTests.inputs)
  func `what was kept from fuzzing the parser is read right`(input: URL) throws {
    let complaint = JSONParserCheck.complaint(about: Array(try Data(contentsOf: input)))
    #expect(complaint == nil)
  }

  @Test func `there are inputs`() {
    #expect(JSONCorpusTests.inputs.count >= 10)
  }

  static let inputs: [URL] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appending(path: "Fixtures/fuzz/json")
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }()
}
