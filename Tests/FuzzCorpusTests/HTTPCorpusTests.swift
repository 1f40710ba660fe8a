import Foundation
import Testing

@Suite struct HTTPCorpusTests {
  @Test(arguments: HTTPCorpusTests.inputs("http"))
  func `what was kept from fuzzing requests is read right`(_ input: URL) throws {
    #expect(HTTPRequestCheck.complaint(about: Array(try Data(contentsOf: input))) == nil)
  }

  @Test(arguments: HTTPCorpusTests.inputs("multipart"))
  func `what was kept from fuzzing forms is read right`(_ input: URL) throws {
    #expect(MultipartCheck.complaint(about: Array(try Data(contentsOf: input))) == nil)
  }

  @Test func `there are inputs`() {
    #expect(HTTPCorpusTests.inputs("http").count >= 10)
    #expect(HTTPCorpusTests.inputs("multipart").count >= 10)
  }

  static func inputs(_ name: String) -> [URL] {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appending(path: "Fixtures/fuzz/\(name)")
    let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (files ?? []).sorted { $0.path < $1.path }
  }
}
