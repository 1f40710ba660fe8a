import StuntEngine
import StuntHTTP

// The rules: those that are broken with what shows it, then the others.
extension HTMLReport {
  var brokenRules: String {
    let rules = view.rules(.broken)
    guard !rules.isEmpty else { return "" }
    return """
      <section aria-labelledby="broken">
      <h2 id="broken">Broken rules</h2>
      \(rules.map(card).joined(separator: "\n"))
      </section>
      """
  }

  private func card(_ rule: RuleView) -> String {
    let words = rule.rule
    let mark = words.severity == .must ? "broken" : "warned"
    let groups = rule.brokenGroups
    let others = groups.dropFirst(ReportLimits.pageRunsMax).joined().sorted()
    return """
      <article class="card \(mark)" id="rule-\(words.number)">
      <h3><span class="tag">\(words.severity.rawValue)</span> <code>\(XMLText.escaped(rule.name))</code> \
      <small>rule \(words.number)</small></h3>
      <p class="duty">\(XMLText.escaped(ReportWords.line(words.duty)))</p>
      \(groups.prefix(ReportLimits.pageRunsMax).map { evidence(rule, $0) }.joined(separator: "\n"))
      \(mentions("Broken as well in", rule, others[...]))
      \(HTMLPage.definitions([("Why", ReportWords.line(words.reason)), ("Remedy", ReportWords.line(words.remedy)), ("Source", ReportWords.line(words.source))]))
      <p class="see">More: <code>\(XMLText.escaped(rule.explanation))</code></p>
      </article>
      """
  }

  /// Runs by their names, each with the place that the matrix leads to.
  private func mentions(_ words: String, _ rule: RuleView, _ runs: ArraySlice<Int>) -> String {
    guard !runs.isEmpty else { return "" }
    let names = runs.map { index in
      "<a id=\"rule-\(rule.rule.number)-run-\(index + 1)\" href=\"#run-\(index + 1)\">"
        + "\(XMLText.escaped(view.runs[index].name))</a>"
    }
    return "<p class=\"more\">\(words) \(names.joined(separator: ", ")).</p>"
  }

  /// What the first of the runs shows, and the names of those that show the same.
  private func evidence(_ rule: RuleView, _ group: [Int]) -> String {
    let index = group[0]
    let run = view.runs[index]
    let findings = rule.findings(in: index)
    let shown = findings.prefix(ReportLimits.findingsMax)
    let more = findings.count - shown.count
    var numbers: [Int] = []
    for case let number? in shown.map(\.exchange) where !numbers.contains(number) { numbers.append(number) }
    let exchanges = numbers.compactMap { run.exchange($0) }.map { exchange($0, run) }
    return """
      <section class="evidence" id="rule-\(rule.rule.number)-run-\(index + 1)">
      <h4>in the run <a href="#run-\(index + 1)">\(XMLText.escaped(run.name))</a></h4>
      \(shown.map(describe).joined(separator: "\n"))
      \(more > 0 ? "<p class=\"more\">And \(more) more like it.</p>" : "")
      \(exchanges.joined(separator: "\n"))
      \(mentions("The same in", rule, group.dropFirst()))
      </section>
      """
  }

  private func describe(_ finding: Finding) -> String {
    let request = finding.exchange.map { "exchange \($0), " } ?? ""
    let facts = [
      ("Place", finding.place), ("Expected", finding.expected), ("Found", finding.found),
      ("Closest", finding.closest ?? ""),
    ]
    return "<div class=\"finding\"><p class=\"subject\">\(request)"
      + "<code>\(XMLText.escaped(finding.subject))</code></p>\(HTMLPage.definitions(facts))</div>"
  }

  private func exchange(_ exchange: ClientRun.Exchange, _ run: RunView) -> String {
    let request = message(
      "\(run.requestLine(exchange)) HTTP/1.\(exchange.request.versionMinor)", run.requestFields(exchange),
      run.laidOut(exchange.request.body))
    let answer = message(
      "HTTP/1.1 \(exchange.status)", run.answerFields(exchange), run.laidOut(exchange.body))
    let time = ReportWords.duration(Double(exchange.arrival.nanoseconds) / 1e9)
    let remarks = run.remarks(exchange).map { "; \($0)" }.joined()
    return """
      <details>
      <summary>Exchange \(exchange.number) <small>after \(time)\(XMLText.escaped(remarks))</small></summary>
      <div class="exchange">
      \(HTMLPage.preformatted(request, label: "Request \(exchange.number)"))
      \(HTMLPage.preformatted(answer, label: "Answer \(exchange.number)"))
      </div>
      </details>
      """
  }

  private func message(
    _ line: String, _ fields: [(name: String, value: String)], _ content: String
  ) -> String {
    let head = ([line] + fields.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
    return content.isEmpty ? head : "\(head)\n\n\(content)"
  }

  /// Rules that are not broken, each with its page or fact.
  var otherRules: String {
    let rules = view.rules.filter { $0.outcome != .broken }
    guard !rules.isEmpty else { return "" }
    let rows = rules.map { rule in
      let word = rule.outcome == .kept ? "kept" : rule.outcome == .notRun ? "not run" : "not exercised"
      let reason = rule.outcome == .kept ? "" : rule.idleReasons.joined(separator: "; ")
      let why = reason.isEmpty ? "" : "<small>\(XMLText.escaped(reason))</small>"
      return """
        <li id="rule-\(rule.rule.number)"><p><span class="tag \(rule.outcome == .kept ? "kept" : "idle")">\(word)</span> \
        <code>\(XMLText.escaped(rule.name))</code> <small>\(rule.rule.severity.rawValue), rule \(rule.rule.number)</small></p>
        <p>\(XMLText.escaped(ReportWords.line(rule.rule.duty))) \(why)</p></li>
        """
    }
    return """
      <section aria-labelledby="others">
      <h2 id="others">\(view.rules(.broken).isEmpty ? "Rules" : "Other rules")</h2>
      <ul class="rules">
      \(rows.joined(separator: "\n"))
      </ul>
      </section>
      """
  }
}
