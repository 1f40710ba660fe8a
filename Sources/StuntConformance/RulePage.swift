import StuntContract
import StuntEngine

/// The page about a provider's rules, in Markdown: a heading for each rule, whose anchor is the rule's id.
package enum RulePage {
  /// The page, with a line end at its end.
  package static func markdown(of book: RuleBook) -> String {
    let name = book.provider.name
    var lines = [
      "# Rules for clients of \(plain(book.provider.contract.title))", "",
      "<!-- Written by `stuntdouble rules --provider \(name) --markdown` from rules.json; change that. -->",
      "",
      "\(count(book.rules.count, "duty", "duties")) that a client owes this provider: "
        + "\(count(of: .message, book)) on what single requests are, \(count(of: .conduct, book)) on what a client does "
        + "over time. A rule that **must** be kept fails a client; one that **should** is shown.",
      "`stuntdouble verify --provider \(name) -- COMMAND` judges a client by them, and `stuntdouble rules \(name)/ID` "
        + "explains one.",
      "", "| | rule | binds | duty |", "|--:|---|---|---|",
    ]
    for rule in book.rules {
      lines.append(
        "| \(rule.number) | [\(rule.id)](#\(rule.id)) | \(rule.severity.rawValue) | \(cell(plain(rule.duty))) |"
      )
    }
    for rule in book.rules { lines += section(rule) }
    lines += runs(of: book)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ rule: Rule) -> [String] {
    let runs = rule.runs.isEmpty ? "all" : rule.runs.map { "`\($0)`" }.joined(separator: ", ")
    return [
      "", "## \(rule.id)", "",
      "Rule \(rule.number), \(rule.kind.rawValue), **\(rule.severity.rawValue)**: \(plain(rule.duty))", "",
      "- Why: \(plain(rule.reason))", "- To mend a client: \(plain(rule.remedy))",
      "- Source: \(plain(rule.source))", "- Shown by the runs: \(runs)",
      "- Kept when \(plain(rule.detector.name.summary)) (`\(rule.detector.name.rawValue)`)",
    ]
  }

  private static func runs(of book: RuleBook) -> [String] {
    var lines = ["", "## Runs", "", "| run | scenario | ends | |", "|---|---|---|---|"]
    for run in book.suite {
      let treatment = run.treatment
      let scenario = book.provider.scenarios.first { $0.name == run.scenario }?.description ?? ""
      lines.append(
        "| `\(run.name)` | \(cell(plain(scenario))) | \(run.end.rawValue) | \(treatment) |")
    }
    return lines
  }

  private static func count(of kind: Rule.Kind, _ book: RuleBook) -> Int {
    book.rules.count { $0.kind == kind }
  }

  private static func count(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
  }

  /// Text in which only code between back ticks has a meaning.
  private static func plain(_ text: String) -> String {
    var plain = ""
    var isCode = false
    for character in text {
      if character == "`" { isCode.toggle() }
      if !isCode, "*_<>[]\\".contains(character) { plain.append("\\") }
      plain.append(character)
    }
    return plain
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension RuleBook.PlannedRun {
  /// What is done to the client meanwhile, in words; empty for nothing.
  package var treatment: String {
    if let polls = interruptAfterPolls { return "interrupted after \(polls) polls" }
    if let polls = stopAfterPolls { return "stopped after \(polls) polls" }
    return ""
  }
}
