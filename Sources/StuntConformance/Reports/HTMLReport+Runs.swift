import StuntEngine
import StuntHTTP

// The runs: what became of the program, its requests one after the other, and what it wrote.
extension HTMLReport {
  var runs: String {
    let shown = shownRuns
    let hiddenCount = view.runs.count - shown.count
    let more =
      hiddenCount > 0
      ? "<p class=\"more\">\(ReportWords.count(hiddenCount, "more run")) of the same client are not listed.</p>"
      : ""
    return """
      <section aria-labelledby="runs">
      <h2 id="runs">Runs</h2>
      \(shown.map(describe).joined(separator: "\n"))
      \(more)
      </section>
      """
  }

  /// The runs that the page lists: all, or of many those that broke a rule first.
  private var shownRuns: [Int] {
    let limit = ReportLimits.matrixRunsMax
    guard view.runs.count > limit else { return Array(view.runs.indices) }
    var isBroken = [Bool](repeating: false, count: view.runs.count)
    for rule in view.rules { for run in rule.brokenRuns { isBroken[run] = true } }
    let sorted = view.runs.indices.filter { isBroken[$0] } + view.runs.indices.filter { !isBroken[$0] }
    return sorted.prefix(limit).sorted()
  }

  private func describe(_ index: Int) -> String {
    let run = view.runs[index]
    let isBroken = view.rules.contains { $0.isBroken(in: index) }
    let requests = ReportWords.count(run.run.exchanges.count, "request")
    let facts = [
      ("Scenario", run.run.plan?.scenario ?? ""),
      ("The job ends", run.run.plan.map { endWords($0.end) } ?? ""),
      ("The program", run.ending), ("Saved", saved(run)), ("Left behind", left(run)), ("Jobs", jobs(run)),
      ("Webhooks", deliveries(run)),
    ]
    return """
      <details class="run" id="run-\(index + 1)">
      <summary><b>\(XMLText.escaped(run.name))</b> <small>\(ReportWords.duration(run.seconds)), \(requests), \
      \(XMLText.escaped(run.ending))</small>\(isBroken ? " <span class=\"tag broken\">broken</span>" : "")</summary>
      \(HTMLPage.definitions(facts))
      \(exchanges(run))
      \(outputs(run))
      </details>
      """
  }

  private func endWords(_ end: RuleBook.End) -> String {
    switch end {
    case .succeeded: "with a result"
    case .failed: "without a result: the client has to report a failure"
    case .never: "never: the client has to give up, or is interrupted"
    case .either: "either way: the client may have a result, or report a failure"
    }
  }

  private func saved(_ run: RunView) -> String {
    run.run.program?.saved.map {
      "\($0.length) bytes, which \($0.isResult ? "are" : "are not") the job's result"
    } ?? ""
  }

  private func left(_ run: RunView) -> String {
    guard let count = run.run.program?.leftProcesses, count > 0 else { return "" }
    return "\(count) process\(count == 1 ? "" : "es"), stopped by the suite"
  }

  private func jobs(_ run: RunView) -> String {
    let jobs = run.run.jobs.prefix(ReportLimits.findingsMax).map { job in
      let reason = job.failureTexts.first.map { ": \(run.text($0))" } ?? ""
      return "\(run.text(job.id)) \(job.phase.name)\(job.isBilled ? ", billed" : "")\(reason)"
    }
    let more = run.run.jobs.count - jobs.count
    return (jobs + (more > 0 ? ["\(more) more"] : [])).joined(separator: "; ")
  }

  private func deliveries(_ run: RunView) -> String {
    run.run.deliveries.prefix(ReportLimits.findingsMax).map { delivery in
      let kind = delivery.flaw.map { run.text($0) } ?? "genuine"
      let copy = delivery.copy > 1 ? ", copy \(delivery.copy)" : ""
      return "\(kind)\(copy): \(delivery.status.map { "answered \($0)" } ?? "no answer")"
    }.joined(separator: "; ")
  }

  private func exchanges(_ run: RunView) -> String {
    let all = run.run.exchanges
    guard !all.isEmpty else { return "<p class=\"more\">No request reached the server.</p>" }
    let half = ReportLimits.pageExchangesMax / 2
    var rows = all.prefix(half).map { row($0, run) }
    let last = all.dropFirst(half).suffix(half)
    let hiddenCount = all.count - rows.count - last.count
    if hiddenCount > 0 {
      rows.append(
        "<tr><td colspan=\"5\" class=\"more\">\(ReportWords.count(hiddenCount, "request")) like these</td></tr>"
      )
    }
    rows += last.map { row($0, run) }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Requests of \(XMLText.escaped(run.name))">
      <table class="exchanges">
      <thead><tr><th scope="col">#</th><th scope="col">after</th><th scope="col">request</th>\
      <th scope="col">status</th><th scope="col">job</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      """
  }

  private func row(_ exchange: ClientRun.Exchange, _ run: RunView) -> String {
    let time = ReportWords.duration(Double(exchange.arrival.nanoseconds) / 1e9)
    let remarks = run.remarks(exchange).map { " <small>\(XMLText.escaped($0))</small>" }.joined()
    return
      "<tr><td>\(exchange.number)</td><td>\(time)</td><td><code>\(XMLText.escaped(run.requestLine(exchange)))"
      + "</code>\(remarks)</td><td>\(exchange.status)</td><td>\(exchange.phase?.name ?? "")</td></tr>"
  }

  private func outputs(_ run: RunView) -> String {
    guard let program = run.run.program else { return "" }
    return [("Standard output", program.output), ("Standard error", program.errorOutput)]
      .filter { !$0.1.isEmpty }
      .map { name, text in
        "<h3>\(name)</h3>\(HTMLPage.preformatted(run.output(text), label: "\(name) of \(run.name)"))"
      }
      .joined(separator: "\n")
  }
}
