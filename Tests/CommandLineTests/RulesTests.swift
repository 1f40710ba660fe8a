import Foundation
import StuntJSON
import Testing

/// `stuntdouble rules`, as a user runs it.
@Suite struct RulesTests {
  static let nimbus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/providers/nimbus").path

  @Test func `rules are listed`() throws {
    let run = try Command.run("rules", "--provider", Self.nimbus)
    #expect(run.exitCode == 0 && run.err == "")
    let lines = run.out.split(separator: "\n")
    #expect(lines.count == 29)
    #expect(lines[0] == "nimbus  28 rules, 6 runs")
    #expect(
      lines[6]
        == "   6  one-film           must    A client submits a film once, also when the answer is lost.")
  }

  @Test(arguments: ["nimbus/one-film", "one-film", "6"])
  func `a rule is explained`(name: String) throws {
    let run = try Command.run("rules", name, "--provider", Self.nimbus)
    #expect(run.exitCode == 0 && run.err == "")
    #expect(
      run.out == """
        nimbus/one-film  (rule 6, conduct, must)
          A client submits a film once, also when the answer is lost.
          why       Each film is billed.
          to mend   Send an idempotency key, or do not send the submit again.
          source    choice: an invented provider
          runs      all
          detector  submitsOnce: one logical job makes one job at the provider

        """)
  }

  @Test func `rules are JSON`() throws {
    let run = try Command.run("rules", "--provider", Self.nimbus, "--json")
    let rules = try JSONValue(parsing: Array(run.out.utf8))
    #expect(rules.array?.count == 28)
    #expect(rules[8]?["rule"] == "nimbus/reports-failure")
    #expect(rules[8]?["runs"] == ["failing"])
    #expect(rules[5]?["runs"]?.array?.count == 6)
  }

  @Test func `a page is Markdown`() throws {
    let run = try Command.run("rules", "--provider", Self.nimbus, "--markdown")
    #expect(run.out.hasPrefix("# Rules for clients of Nimbus\n"))
    #expect(run.out.hasSuffix("| never | interrupted after 2 polls |\n"))
  }

  @Test(arguments: [
    (["one-flim"], 1, "no rule of nimbus is named 'one-flim'. Did you mean 'one-film'?"),
    (
      ["nimbus/everything"], 1, "no rule of nimbus is named 'everything'. List them with 'stuntdouble rules'."
    ),
    (["nimbos/one-film"], 1, "no chosen provider is named \"nimbos\"; did you mean \"nimbus\"?"),
    (["one-film", "two-films"], 64, "unexpected argument 'two-films'."),
    (["--json", "--markdown"], 64, "--json and --markdown contradict each other; leave one out."),
    (["one-film", "--markdown"], 64, "--markdown prints the page of a provider; leave the rule out."),
  ])
  func `what cannot be shown is said`(arguments: [String], code: Int32, sentence: String) throws {
    let run = try Command.run(["rules", "--provider", Self.nimbus] + arguments)
    #expect(run.exitCode == code)
    #expect(run.out == "")
    #expect(run.err.contains(sentence), "\(run.err)")
  }

  @Test func `check counts rules`() throws {
    let run = try Command.run("check", Self.nimbus)
    #expect(run.out == "ok nimbus: 16 operations, 9 scenarios, 28 rules\n")
  }
}
