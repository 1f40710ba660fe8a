import StuntEngine

/// A verdict as JUnit's XML: a suite for each run, a case for each rule that it shows.
///
/// The form that Jenkins, GitLab and others read: https://github.com/testmoapp/junitxml. A broken `should` is a skipped
/// case with a message, unless it counts as a `must`: viewers know nothing between a failure and none.
struct JUnitReport {
  private let view: SuiteView
  private let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  var text: String {
    let suites = view.runs.indices.map(suite)
    let counts = suites.reduce(into: Counts()) { $0.add($1.counts) }
    let name = XMLText.escaped("stuntdouble verify \(view.provider.name)")
    let head = "<testsuites name=\"\(name)\" \(counts.attributes) time=\"\(seconds(view.verdict.seconds))\" "
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(head)timestamp=\"\(timestamp)\">\n"
      + suites.map(\.text).joined() + "</testsuites>\n"
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    mutating func add(_ other: Counts) {
      tests += other.tests
      failures += other.failures
      errors += other.errors
      skipped += other.skipped
    }

    var attributes: String {
      "tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
  }

  private func suite(_ index: Int) -> (counts: Counts, text: String) {
    let run = view.runs[index]
    var counts = Counts()
    var cases = ""
    if case .notStarted? = run.run.program?.ending {
      counts.tests += 1
      counts.errors += 1
      let message = XMLText.escaped(run.ending)
      cases +=
        open("client starts", run) + "><error type=\"notStarted\" message=\"\(message)\"/></testcase>\n"
    }
    for rule in view.rules {
      guard let verdict = rule.verdicts[index] else { continue }
      counts.tests += 1
      cases += testcase(rule, verdict, run, &counts)
    }
    let name = XMLText.escaped("\(view.provider.name) \(run.name)")
    let head = "  <testsuite name=\"\(name)\" \(counts.attributes) time=\"\(seconds(run.seconds))\" "
    let text = "\(head)timestamp=\"\(timestamp)\">\n\(properties(run))\(cases)\(outputs(run))  </testsuite>\n"
    return (counts, text)
  }

  private func open(_ name: String, _ run: RunView) -> String {
    let group = XMLText.escaped("\(view.provider.name).\(run.name)")
    return "    <testcase name=\"\(XMLText.escaped(name))\" classname=\"\(group)\" time=\"0\""
  }

  private func testcase(
    _ rule: RuleView, _ verdict: Verdict, _ run: RunView, _ counts: inout Counts
  ) -> String {
    let start = open(rule.rule.id, run)
    switch verdict {
    case .passed: return start + "/>\n"
    case .notExercised(let reason):
      counts.skipped += 1
      return start + "><skipped message=\"\(XMLText.escaped("not exercised: \(reason)"))\"/></testcase>\n"
    case .failed(let findings):
      let message = XMLText.escaped(ReportWords.line(rule.rule.duty))
      let evidence = XMLText.escaped(Evidence(rule, findings, options).lines.joined(separator: "\n"))
      guard rule.rule.severity == .must || options.isStrict else {
        counts.skipped += 1
        return start + "><skipped message=\"\(XMLText.escaped("broken, but only a should: "))\(message)\"/>"
          + "<system-out>\(evidence)</system-out></testcase>\n"
      }
      counts.failures += 1
      let type = XMLText.escaped(rule.name)
      return start + "><failure type=\"\(type)\" message=\"\(message)\">\(evidence)</failure></testcase>\n"
    }
  }

  private func properties(_ run: RunView) -> String {
    var list = [("client", view.client), ("ending", run.ending), ("requests", "\(run.run.exchanges.count)")]
    if let plan = run.run.plan { list += [("scenario", plan.scenario), ("job ends", plan.end.rawValue)] }
    if run.run.speed != 1 { list.append(("speed", ReportWords.decimal(run.run.speed, digits: 3))) }
    let lines = list.map { name, value in
      "      <property name=\"\(name)\" value=\"\(XMLText.escaped(value))\"/>\n"
    }
    return "    <properties>\n\(lines.joined())    </properties>\n"
  }

  private func outputs(_ run: RunView) -> String {
    guard let program = run.run.program else { return "" }
    return [("system-out", program.output), ("system-err", program.errorOutput)]
      .filter { !$0.1.isEmpty }
      .map { name, text in "    <\(name)>\(XMLText.escaped(run.output(text)))</\(name)>\n" }
      .joined()
  }

  /// Without a zone, as the form has it; it is UTC.
  private var timestamp: Substring { view.started.dropLast() }

  private func seconds(_ value: Double) -> String { ReportWords.decimal(value, digits: 3) }
}
