/// What one run shows of a broken rule, as plain lines: for reports that have a place for text.
struct Evidence {
  private let rule: RuleView
  private let findings: [Finding]
  private let options: ReportOptions

  init(_ rule: RuleView, _ findings: [Finding], _ options: ReportOptions) {
    self.rule = rule
    self.findings = findings
    self.options = options
  }

  /// The findings, then what to do.
  var lines: [String] {
    findingLines + [
      "why: \(ReportWords.line(rule.rule.reason))", "remedy: \(ReportWords.line(rule.rule.remedy))",
      "source: \(ReportWords.line(rule.rule.source))", "see `\(rule.explanation)`",
    ]
  }

  /// The findings alone.
  var findingLines: [String] {
    var lines: [String] = []
    for finding in findings.prefix(ReportLimits.findingsMax) {
      let exchange = finding.exchange.map { "exchange \($0), " } ?? ""
      lines.append("\(exchange)\(finding.subject)")
      if !finding.place.isEmpty { lines.append("  place: \(finding.place)") }
      lines.append("  expected: \(finding.expected)")
      lines.append("  found: \(finding.found)")
      if let closest = finding.closest { lines.append("  closest: \(closest)") }
    }
    let more = findings.count - ReportLimits.findingsMax
    if more > 0 { lines.append("and \(more) more like it") }
    return lines
  }
}
