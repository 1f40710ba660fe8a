import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import Testing

@Suite struct LimitsTests {
  /// A document with so many of each.
  static func document(rules: Int = 1, runs: Int = 1, variables: Int = 0, statuses: Int = 1) -> String {
    let suite = (0..<runs).map { #"{ "name": "run-\#($0)", "scenario": "completed", "end": "succeeded" }"# }
    let list = (0..<rules).map { number in
      """
      { "number": \(number + 1), "id": "rule-\(number)", "kind": "message", "severity": "must", "duty": "A.", "reason": "B.",
        "remedy": "C.", "source": "D", "detector": { "name": "refusal",
        "status": [\(Array(repeating: "400", count: statuses).joined(separator: ","))] } }
      """
    }
    let environment = variables == 0 ? [] : (1...variables).map { #""V\#($0)": """# }
    return """
      { "key": "nb-stunt-{run}", "environment": { \(environment.joined(separator: ",")) },
        "suite": [\(suite.joined(separator: ","))], "rules": [\(list.joined(separator: ","))] }
      """
  }

  @Test(arguments: [
    (document(rules: Limits.rulesMax), document(rules: Limits.rulesMax + 1), "more than 200 rules"),
    (document(runs: Limits.runsMax), document(runs: Limits.runsMax + 1), "more than 100 runs"),
    (
      document(variables: Limits.variablesMax), document(variables: Limits.variablesMax + 1),
      "more than 50 variables"
    ),
    (
      document(statuses: Limits.detectorListMax), document(statuses: Limits.detectorListMax + 1),
      "more than 200 elements"
    ),
  ])
  func `a document keeps to its limits`(fitting: String, large: String, sentence: String) throws {
    _ = try Nimbus.compile(fitting)
    let error = #expect(throws: DocumentError.self) { try Nimbus.compile(large) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  @Test func `a run stops after so many polls at most`() throws {
    let text = try Nimbus.rules.get()
    _ = try Nimbus.compile(
      text.replacing("\"stopAfterPolls\": 300", with: "\"stopAfterPolls\": \(Limits.pollsMax)"))
    #expect(throws: DocumentError.self) {
      try Nimbus.compile(
        text.replacing("\"stopAfterPolls\": 300", with: "\"stopAfterPolls\": \(Limits.pollsMax + 1)"))
    }
  }

  @Test func `a document has runs and rules`() throws {
    for (text, sentence) in [
      (Self.document(runs: 0), "at least one run"), (Self.document(rules: 0), "at least one rule"),
    ] {
      let error = #expect(throws: DocumentError.self) { try Nimbus.compile(text) }
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }
  }

  @Test func `a client's text is cut to a line`() throws {
    var client = try TestClient()
    try client.send(.get, "/" + String(repeating: "x", count: 500))
    let finding = try #require(try client.verdict("known-paths").findings.first)
    #expect(finding.found.count == Limits.findingTextBytesMax + 5 && finding.found.hasSuffix("…"))
  }

  @Test func `an answer is prompt that comes within a second`() throws {
    for (delay, isSeen) in [(Limits.promptDelay.seconds, true), (Limits.promptDelay.seconds + 0.1, false)] {
      var client = try TestClient()
      let id = try client.submit()
      for _ in 0..<3 { try client.poll(id) }
      client.delay = delay
      try client.poll(id)
      #expect((try client.verdict("stops") == .passed) == isSeen)
    }
  }

  @Test func `a short key is not looked for`() throws {
    var client = try TestClient()
    client.run.key = "nb-ab"
    try client.send(.get, "/films?x=nb-ab")
    #expect(try client.verdict("secret-key").reason == "no key is known")
    client.run.key = "nb-abc"
    try client.send(.get, "/films?x=nb-abc")
    #expect(try client.verdict("secret-key").findings.count == 1)
  }
}
