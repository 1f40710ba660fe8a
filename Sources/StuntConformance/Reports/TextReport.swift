import StuntEngine

/// A verdict for a terminal: the runs, the matrix rule × run, then each broken rule with its evidence.
struct TextReport {
  let view: SuiteView
  let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  /// The whole report.
  var text: String {
    var lines = heading
    if view.runs.count <= ReportLimits.matrixRunsMax {
      lines += runTable + [""] + TextMatrix(view, self).lines
    } else {
      lines += countTable
    }
    for rule in view.rules(.broken) { lines += [""] + section(rule) }
    lines += idle + [""] + conclusion
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    let counts = [
      ReportWords.count(view.runs.count, "run"), ReportWords.count(view.rules.count, "rule"),
      ReportWords.count(view.exchangeCount, "request"),
    ].joined(separator: ", ")
    let line = "\(view.provider.name): \(view.client)"
    return ReportWords.wrapped(line, width: options.columns).map { paint($0, .bold) }
      + ["\(counts) in \(ReportWords.duration(view.verdict.seconds))", ""]
  }

  /// The verdict as a last line.
  private var conclusion: [String] {
    let isBroken = !view.broken(.must).isEmpty || (options.isStrict && !view.broken(.should).isEmpty)
    return folded("The client \(view.sentence).", level: 0).map { paint($0, isBroken ? .red : .green) }
  }

  private var runTable: [String] {
    let width = min(max(view.runs.map(\.name.count).max() ?? 0, 3), 40)
    return view.runs.enumerated().flatMap { index, run in
      let requests = ReportWords.count(run.run.exchanges.count, "request")
      let text = "\(ReportWords.duration(run.seconds)), \(requests), \(run.ending)"
      return item("\(Self.left(index + 1, 3))  \(Self.pad(run.name, width))", text, level: 0)
    }
  }

  /// Of many runs, how many kept and broke each rule.
  private var countTable: [String] {
    view.rules.map { rule in
      let counts = rule.counts
      let text = "\(counts.kept) kept, \(counts.broken) broken, \(counts.notExercised) not exercised"
      return "\(label(rule))  \(paint(text, counts.broken > 0 ? .red : .plain))"
    }
  }

  /// A rule's number, severity and id, in columns.
  func label(_ rule: RuleView) -> String {
    "\(Self.left(rule.rule.number, 3)) \(Self.pad(rule.rule.severity.rawValue, 6)) \(Self.pad(rule.rule.id, idWidth))"
  }

  private var idWidth: Int { view.rules.map(\.rule.id.count).max() ?? 0 }

  /// Rules that no run shows, by reason.
  private var idle: [String] {
    var lines: [String] = []
    for rule in view.rules where rule.outcome == .notExercised {
      let reason = rule.idleReasons.first ?? ""
      lines += folded("– \(rule.name): \(reason)", level: 2)
    }
    return lines.isEmpty ? [] : ["", "Not exercised:"] + lines
  }

  // MARK: Evidence

  private func section(_ rule: RuleView) -> [String] {
    let isMust = rule.rule.severity == .must
    let head = "\(isMust ? "✗" : "!") \(rule.name)  \(rule.rule.severity.rawValue), rule \(rule.rule.number)"
    var lines = [paint(head, isMust ? .red : .yellow)] + folded(rule.rule.duty, level: 2)
    let groups = rule.brokenGroups
    for group in groups.prefix(ReportLimits.textRunsMax) {
      lines += evidence(rule, group[0])
      let same = group.dropFirst().map { view.runs[$0].name }
      if !same.isEmpty { lines += folded("the same in \(same.joined(separator: ", "))", level: 2) }
    }
    let others = groups.dropFirst(ReportLimits.textRunsMax).joined().sorted().map { view.runs[$0].name }
    if !others.isEmpty { lines += folded("also in \(others.joined(separator: ", "))", level: 2) }
    lines +=
      item("why", rule.rule.reason) + item("remedy", rule.rule.remedy) + item("source", rule.rule.source)
    return lines + ["  see `\(rule.explanation)`"]
  }

  private func evidence(_ rule: RuleView, _ run: Int) -> [String] {
    let findings = rule.findings(in: run)
    var lines: [String] = []
    for finding in findings.prefix(ReportLimits.findingsMax) {
      let exchange = finding.exchange.map { "exchange \($0), " } ?? ""
      let place = "in \(view.runs[run].name): \(exchange)\(finding.subject)"
      lines += folded(place, level: 2).map { paint($0, .bold) }
      if !finding.place.isEmpty { lines += item("place", finding.place, level: 4) }
      lines += item("expected", finding.expected, level: 4) + item("found", finding.found, level: 4)
      if let closest = finding.closest { lines += item("closest", closest, level: 4) }
    }
    let more = findings.count - ReportLimits.findingsMax
    return more > 0 ? lines + ["    and \(more) more like it"] : lines
  }

  private func item(_ name: String, _ text: String, level: Int = 2) -> [String] {
    let start = String(repeating: " ", count: level) + Self.pad(name, 8) + "  "
    return wrapped(text, level: start.count).enumerated().map { index, line in
      index == 0
        ? paint(start, level == 0 ? .plain : .dim) + line : String(repeating: " ", count: start.count) + line
    }
  }

  /// A text in lines, all indented and those after the first a little more.
  private func folded(_ text: String, level: Int) -> [String] {
    wrapped(text, level: level + 2).enumerated().map {
      String(repeating: " ", count: $0 == 0 ? level : level + 2) + $1
    }
  }

  /// Lines for a place so far from the left.
  private func wrapped(_ text: String, level: Int) -> [String] {
    let text = ReportWords.harmless(ReportWords.line(text))
    return ReportWords.wrapped(text, width: max(options.columns - level - 1, 20)).map(ReportWords.harmless)
  }

  // MARK: Characters

  /// How a piece of text looks on a terminal that has colors. ECMA-48, 8.3.117.
  enum Paint: String {
    case plain = "0"
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
  }

  func paint(_ text: String, _ paint: Paint) -> String { Self.painter(options.hasColor)(text, paint) }

  /// What colors a text, or leaves it as it is.
  static func painter(_ hasColor: Bool) -> (String, Paint) -> String {
    { text, paint in
      hasColor && paint != .plain ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  static func left(_ number: Int, _ width: Int) -> String { right(String(number), width) }

  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
