import StuntTestSupport
import Testing

@Suite struct RecordingCorpusTests {
  static let inputs: [String] = ["recordings", "fuzz/recording"].flatMap { folder in
    ((try? Fixture.names(in: folder)) ?? []).map { "\(folder)/\($0)" }
  }

  @Test(arguments: inputs) func `what was kept from fuzzing is read right`(_ input: String) throws {
    #expect(RecordingCheck.complaint(about: try Fixture.bytes(input)) == nil)
  }

  @Test func `there are inputs`() {
    #expect(Self.inputs.count >= 6)
  }
}
