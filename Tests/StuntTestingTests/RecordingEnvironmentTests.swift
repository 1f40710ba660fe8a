import StuntDouble
import Testing

/// What the environment says of recording.
@Suite struct RecordingEnvironmentTests {
  static func environment(_ variables: [String: String]) throws -> RecordingEnvironment {
    try RecordingEnvironment { variables[$0] }
  }

  @Test func `nothing said is a replay, on a build server as well`() throws {
    #expect(try Self.environment([:]) == .replaying)
    #expect(try Self.environment(["CI": "true", "STUNT_MODE": ""]) == .replaying)
    #expect(try Self.environment(["CI": "true", "STUNT_MODE": "replay"]) == .replaying)
  }

  @Test(arguments: [
    ("record", RecordingMode.record), ("record-missing", .recordMissing), ("compare", .compare),
  ])
  func `a mode is named by its word`(_ word: String, _ mode: RecordingMode) throws {
    let environment = try Self.environment([
      "STUNT_MODE": word, "STUNT_UPSTREAM": "http://127.0.0.1:1", "STUNT_ALLOW_SPEND": "1", "CI": "false",
    ])
    #expect(environment.mode == mode)
    #expect(environment.upstream == "http://127.0.0.1:1")
    #expect(environment.allowsSpending)
    #expect(try Self.environment(["STUNT_MODE": word]).allowsSpending == false)
  }

  @Test(arguments: [
    (["STUNT_MODE": "recrod"], #"STUNT_MODE is "recrod"; did you mean "record"?"#),
    (["STUNT_MODE": "x"], "known are replay, record, record-missing, compare"),
    (["STUNT_MODE": "record", "CI": "true"], "while CI is set, and nothing goes to a provider"),
    (["STUNT_MODE": "compare", "CI": "1"], "while CI is set"),
  ])
  func `what cannot be is said`(_ variables: [String: String], _ words: String) {
    let error = #expect(throws: StuntError.self) { _ = try Self.environment(variables) }
    #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
  }
}
