import Foundation
import Testing

@Suite struct SchemaCorpusTests {
  @Test(arguments: SchemaCorpusTests.inputs)
  func `what was kept from fuzzing schemas is decided in one voice`(input: URL) throws {
    let complaint = SchemaCheck.complaint(about: Array(try Data(contentsOf: input)))
    #expect(complaint == nil)
  }

  @Test func `there are inputs`() {
    #expect(SchemaCorpusTests.inputs.count >= 14)
  }

  static let inputs: [URL] = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appending(path: "Fixtures/fuzz/schema")
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }()
}
