import StuntEngine

/// A verdict for a workflow of GitHub: annotations, and a page for the step.
struct GitHubReport {
  private let view: SuiteView
  private let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  // MARK: Annotations

  /// Workflow commands, one annotation for each broken rule.
  /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
  var commands: String {
    let broken = view.rules(.broken)
    let errors = broken.filter(isError)
    let warnings = broken.filter { !isError($0) }
    var lines = errors.prefix(ReportLimits.annotationsMax).map { annotation("error", $0) }
    lines += warnings.prefix(ReportLimits.annotationsMax).map { annotation("warning", $0) }
    lines.append(
      "::notice title=\(Self.property("stuntdouble verify"))::\(Self.data("\(view.provider.name): the client \(view.sentence)."))"
    )
    return lines.joined(separator: "\n") + "\n"
  }

  private func isError(_ rule: RuleView) -> Bool { rule.rule.severity == .must || options.isStrict }

  private func annotation(_ kind: String, _ rule: RuleView) -> String {
    let runs = rule.brokenRuns
    var lines = [ReportWords.line(rule.rule.duty)]
    if let first = runs.first {
      lines += Evidence(rule, rule.findings(in: first), options).lines
      let names = runs.map { view.runs[$0].name }.joined(separator: ", ")
      lines.insert("broken in \(names)", at: 1)
    }
    let file = options.sourceFile.map { "file=\(Self.property($0)),line=1," } ?? ""
    let text = Self.data(lines.joined(separator: "\n"))
    return "::\(kind) \(file)title=\(Self.property(rule.name))::\(text)"
  }

  /// A command's text: whatever would end it is written as a percent and two digits.
  private static func data(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": out.append(contentsOf: "%25".unicodeScalars)
      case "\r": out.append(contentsOf: "%0D".unicodeScalars)
      case "\n": out.append(contentsOf: "%0A".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  private static func property(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in data(text).unicodeScalars {
      switch scalar {
      case ":": out.append(contentsOf: "%3A".unicodeScalars)
      case ",": out.append(contentsOf: "%2C".unicodeScalars)
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  // MARK: Page

  /// Markdown: the sentence, a table of the rules, then each broken one with its evidence.
  var summary: String {
    var blocks = [
      "## stuntdouble verify: \(MarkdownText.escaped(view.provider.name))",
      "`\(view.client.filter { $0 != "`" })` \(MarkdownText.escaped(view.sentence)), in \(counts).",
      table,
    ]
    for rule in view.rules(.broken) { blocks.append(section(rule)) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var counts: String {
    let runs = ReportWords.count(view.runs.count, "run")
    return "\(runs) and \(ReportWords.duration(view.verdict.seconds))"
  }

  private var table: String {
    let rows = view.rules.map { rule in
      let runs = rule.brokenRuns.prefix(ReportLimits.pageRunsMax).map { view.runs[$0].name }.joined(
        separator: ", ")
      let more = rule.brokenRuns.count - ReportLimits.pageRunsMax
      let cells = [
        "\(rule.rule.number)", symbol(rule), "`\(rule.rule.id)`", rule.rule.severity.rawValue,
        MarkdownText.escaped(rule.rule.duty),
        MarkdownText.escaped(runs) + (more > 0 ? " and \(more) more" : ""),
      ]
      return "| \(cells.joined(separator: " | ")) |"
    }
    let head = "|  |  | rule | severity | duty | broken in |\n|--:|---|---|---|---|---|"
    return ([head] + rows).joined(separator: "\n")
  }

  private func symbol(_ rule: RuleView) -> String {
    switch rule.outcome {
    case .kept: "✅ kept"
    case .broken: isError(rule) ? "❌ broken" : "⚠️ broken"
    case .notExercised: "➖ not exercised"
    case .notRun: "not run"
    }
  }

  private func section(_ rule: RuleView) -> String {
    let words = rule.rule
    var blocks = [
      "<details><summary><b>\(XMLText.escaped(rule.name))</b>: \(XMLText.escaped(ReportWords.line(words.duty)))</summary>"
    ]
    for group in rule.brokenGroups.prefix(ReportLimits.textRunsMax) {
      let names = group.prefix(ReportLimits.pageRunsMax).map { MarkdownText.escaped(view.runs[$0].name) }
      let more = group.count - names.count
      blocks.append("In \(names.joined(separator: ", "))\(more > 0 ? " and \(more) more" : ""):")
      blocks.append(MarkdownText.fenced(Evidence(rule, rule.findings(in: group[0]), options).findingLines))
    }
    blocks += [
      "**Why:** \(MarkdownText.escaped(words.reason))", "**Remedy:** \(MarkdownText.escaped(words.remedy))",
      "**Source:** \(MarkdownText.escaped(words.source))", "More: `\(rule.explanation)`", "</details>",
    ]
    return blocks.joined(separator: "\n\n")
  }
}
