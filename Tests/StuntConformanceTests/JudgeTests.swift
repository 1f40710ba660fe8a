import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import Testing

@Suite struct JudgeTests {
  /// A client that keeps all rules of the fixture, as far as a run shows them.
  static func sound(_ scenario: String, end: RuleBook.End, run: String) throws -> TestClient {
    var client = try TestClient(scenario, end: end)
    let plan = try #require(try Nimbus.book.get().suite.first { $0.name == run })
    client.run.plan = plan
    return client
  }

  /// What the fixture's rules say of a run, by their ids.
  static func judged(_ client: TestClient) throws -> [String: Verdict] {
    let judged = Judge.judge(client.run, try Nimbus.book.get())
    return Dictionary(uniqueKeysWithValues: judged.verdicts.map { ($0.rule.id, $0.verdict) })
  }

  @Test func `a sound client breaks no rule`() throws {
    var client = try Self.sound("completed", end: .succeeded, run: "completed")
    let id = try client.finish()
    try client.send(.get, "/films/\(id)/content")
    client.end(output: "saved")
    let verdicts = try Self.judged(client)
    #expect(verdicts.filter { !$0.value.findings.isEmpty }.mapValues(\.findings) == [:])
    let passed = verdicts.filter { $0.value == .passed }.map(\.key).sorted()
    #expect(
      passed
        == [
          "bearer-key", "clean-end", "documented-names", "documented-values", "finishes", "follows-links",
          "in-time", "known-films", "known-paths", "one-film", "own-formats", "patient", "secret-key",
          "stops",
          "waits-for-end", "whole-files", "agreeing-values",
        ].sorted())
  }

  @Test func `a run shows the rules that it is planned for`() throws {
    let client = try Self.sound("failing", end: .failed, run: "failing")
    let verdicts = try Self.judged(client)
    #expect(verdicts["reports-failure"] != nil && verdicts["reports-reason"] != nil)
    #expect(verdicts["gives-up"] == nil && verdicts["finishes"] == nil)
  }

  @Test func `traffic without a plan or a program is judged by what it shows`() throws {
    var client = try TestClient(end: nil)
    let id = try client.finish()
    try client.poll(id)
    try client.poll(id)
    let judged = Judge.judge(client.run, try Nimbus.book.get())
    #expect(judged.name == "traffic")
    #expect(judged.verdicts.count == 28)
    let verdicts = try Self.judged(client)
    for rule in ["reports-failure", "reports-reason", "finishes", "gives-up", "cancels", "clean-end"] {
      #expect(verdicts[rule]?.reason != nil, "\(rule)")
    }
    #expect(verdicts["known-paths"] == .passed)
    #expect(verdicts["stops"]?.findings.count == 1)
  }

  @Test func `an empty run shows nothing`() throws {
    let verdicts = try Self.judged(TestClient(end: nil))
    #expect(verdicts.filter { $0.value.reason == nil }.map(\.key) == [])
  }

  @Test func `only the first findings are kept`() throws {
    var client = try TestClient()
    for _ in 0..<Limits.findingsMax + 3 { try client.send(.get, "/nothing") }
    let findings = try client.verdict(of: .knownOperation).findings
    #expect(findings.count == Limits.findingsMax)
    #expect(findings.last?.found.hasSuffix(" (and 3 more like it)") == true)
  }
}
