/// The matrix rule × run in characters: a column for each run, headed by its number, in as many blocks as it takes.
struct TextMatrix {
  private let view: SuiteView
  private let report: TextReport

  init(_ view: SuiteView, _ report: TextReport) {
    self.view = view
    self.report = report
  }

  var lines: [String] {
    guard let first = view.rules.first, !view.runs.isEmpty else { return [] }
    let label = report.label(first).count
    let width = view.runs.count > 9 ? 3 : 2
    let perBlock = max((report.options.columns - label - 1) / width, 1)
    var lines: [String] = []
    for start in stride(from: 0, to: view.runs.count, by: perBlock) {
      let block = start..<min(start + perBlock, view.runs.count)
      if start > 0 { lines.append("") }
      let heads = block.map { TextReport.left($0 + 1, width) }.joined()
      lines.append(report.paint(String(repeating: " ", count: label + 1) + heads, .dim))
      for rule in view.rules {
        let cells = block.map { cell(rule, $0, width: width) }.joined()
        lines.append(trimmed("\(report.label(rule)) \(cells)"))
      }
    }
    return lines + [""] + ReportWords.wrapped(legend, width: report.options.columns)
  }

  private func cell(_ rule: RuleView, _ run: Int, width: Int) -> String {
    let space = String(repeating: " ", count: width - 1)
    guard let verdict = rule.verdicts[run] else { return space + " " }
    let symbol =
      switch verdict {
      case .passed: report.paint("✓", .green)
      case .notExercised: report.paint("–", .dim)
      case .failed: rule.rule.severity == .must ? report.paint("✗", .red) : report.paint("!", .yellow)
      }
    return space + symbol
  }

  private var legend: String {
    "✓ kept  ✗ must rule broken  ! should rule broken  – not exercised"
  }

  private func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " { line = line.dropLast() }
    return String(line)
  }
}
