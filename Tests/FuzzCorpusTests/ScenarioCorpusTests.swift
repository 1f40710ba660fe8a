import Foundation
import StuntContract
import Testing

@Suite struct ScenarioCorpusTests {
  @Test(arguments: HTTPCorpusTests.inputs("scenario"))
  func `what was kept from fuzzing scenarios makes jobs that live, or is refused`(_ input: URL) throws {
    #expect(ScenarioCheck.complaint(about: Array(try Data(contentsOf: input))) == nil)
  }

  @Test func `there are inputs`() {
    #expect(HTTPCorpusTests.inputs("scenario").count >= 10)
  }

  /// Kept inputs that must not make a provider, and what the refusal says.
  static let refusals: [(input: String, part: String)] = [
    ("events-of-a-stream", "none for some phases"),
    ("item-within-itself", "an item of a list has no list of its own"),
    ("length-in-a-fault-field", "the field Content-Length follows from the message itself"),
    ("length-in-a-field", "the field content-length follows from the message itself"),
    ("line-end-in-a-fault-field", "expected text without line ends"),
    ("line-end-in-a-fault-type", "expected text without line ends"),
    ("line-end-in-a-field", "expected text without line ends"),
    ("list-within-an-item", "an item of a list has no list of its own"),
    ("prefix-beyond-the-limit", "at most 64 of them"),
    ("quote-in-the-ids", "expected letters, digits"),
    ("seconds-beyond-an-integer", "expected at most 120 seconds"),
    ("size-beyond-a-video", "expected sides of 16 to 4096 pixels"),
    ("size-of-one-pixel", "expected sides of 16 to 4096 pixels"),
  ]

  @Test(arguments: ScenarioCorpusTests.refusals)
  func `a document that could only break later is refused with a sentence`(
    _ refusal: (input: String, part: String)
  ) throws {
    let file = try #require(
      HTTPCorpusTests.inputs("scenario").first { $0.lastPathComponent == refusal.input })
    let input = try #require(ScenarioInput(Array(try Data(contentsOf: file))))
    let error = #expect(throws: DocumentError.self) { try ScenarioCheck.compiled(input) }
    #expect(error?.description.contains(refusal.part) == true)
  }
}
