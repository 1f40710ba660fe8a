/// The matrix rule × run in characters: a column for each run, headed by its number, in as many blocks as it takes.
struct TextMatrix {
  private let view: SuiteView
  private let report: TextReport
  /// Columns that stand together where there is no room for a space between each.
  private static let groupCount = 5

  init(_ view: SuiteView, _ report: TextReport) {
    self.view = view
    self.report = report
  }

  var lines: [String] {
    guard let first = view.rules.first, !view.runs.isEmpty else { return [] }
    let label = report.label(first).count + 2
    let room = max(report.options.columns - label, 2)
    let isDense = view.runs.count * 2 > room
    let perBlock = isDense ? max(room * Self.groupCount / (Self.groupCount + 1), 1) : view.runs.count
    var lines: [String] = []
    for start in stride(from: 0, to: view.runs.count, by: perBlock) {
      let block = start..<min(start + perBlock, view.runs.count)
      if start > 0 { lines.append("") }
      lines += heads(block, isDense: isDense).map {
        report.paint(String(repeating: " ", count: label) + $0, .dim)
      }
      for rule in view.rules {
        let cells = spaced(block.map { cell(rule, $0) }, isDense: isDense)
        lines.append("\(report.label(rule))  \(cells)")
      }
    }
    return lines + [""] + ReportWords.wrapped(legend, width: report.options.columns)
  }

  /// The numbers of the runs, their digits one below the other.
  private func heads(_ block: Range<Int>, isDense: Bool) -> [String] {
    let digits = String(view.runs.count).count
    return (0..<digits).map { place in
      let characters = block.map { index in
        let number = TextReport.left(index + 1, digits)
        return String(number[number.index(number.startIndex, offsetBy: place)])
      }
      var line = Substring(spaced(characters, isDense: isDense))
      while line.last == " " { line = line.dropLast() }
      return String(line)
    }
  }

  private func spaced(_ cells: [String], isDense: Bool) -> String {
    guard isDense else { return cells.joined(separator: " ") }
    var text = ""
    for (index, cell) in cells.enumerated() {
      if index > 0, index.isMultiple(of: Self.groupCount) { text += " " }
      text += cell
    }
    return text
  }

  private func cell(_ rule: RuleView, _ run: Int) -> String {
    guard let verdict = rule.verdicts[run] else { return report.paint("·", .dim) }
    return switch verdict {
    case .passed: report.paint("✓", .green)
    case .notExercised: report.paint("–", .dim)
    case .failed: rule.rule.severity == .must ? report.paint("✗", .red) : report.paint("!", .yellow)
    }
  }

  private var legend: String {
    "✓ kept  ✗ must rule broken  ! should rule broken  – not exercised  · not shown by this run"
  }
}
