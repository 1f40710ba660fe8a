import StuntContract
import StuntEngine

/// A verdict as one page: the matrix, each broken rule with its evidence, and what happened in each run.
struct HTMLReport {
  let view: SuiteView
  let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  /// The whole document.
  var text: String {
    HTMLPage.document(
      title: "\(view.provider.name): \(view.client) \(view.sentence)",
      body: """
        \(header)
        <main id="main">
        \(matrix)
        \(brokenRules)
        \(otherRules)
        \(runs)
        </main>
        \(footer)
        """)
  }

  // MARK: Head and foot

  private var header: String {
    let isBroken = !view.broken(.must).isEmpty
    let mark = isBroken ? "broken" : view.broken(.should).isEmpty ? "kept" : "warned"
    let word = isBroken ? "Rules broken" : view.broken(.should).isEmpty ? "All kept" : "Kept, with warnings"
    return """
      <header>
      <p class="eyebrow">stuntdouble verify</p>
      <h1>\(XMLText.escaped(view.provider.contract.title))</h1>
      <p class="client"><code>\(XMLText.escaped(view.client))</code></p>
      <p class="verdict \(mark)"><strong>\(word).</strong> The client \(XMLText.escaped(view.sentence)).</p>
      <ul class="figures">
      \(figures)
      </ul>
      </header>
      """
  }

  private var figures: String {
    let list: [(String, String, String)] = [
      ("\(view.broken(.must).count)", "must broken", view.broken(.must).isEmpty ? "" : "broken"),
      ("\(view.broken(.should).count)", "should broken", view.broken(.should).isEmpty ? "" : "warned"),
      ("\(view.rules(.kept).count)", "kept", view.rules(.kept).isEmpty ? "" : "kept"),
      ("\(view.rules(.notExercised).count + view.rules(.notRun).count)", "not exercised", ""),
      ("\(view.runs.count)", view.runs.count == 1 ? "run" : "runs", ""),
      ("\(view.exchangeCount)", view.exchangeCount == 1 ? "request" : "requests", ""),
      (ReportWords.duration(view.verdict.seconds), "in all", ""),
    ]
    return list.map { number, label, mark in
      "<li><b class=\"\(mark)\">\(number)</b> <span>\(label)</span></li>"
    }.joined(separator: "\n")
  }

  private var footer: String {
    """
    <footer>
    <p>Written by stuntdouble \(XMLText.escaped(options.version)). The suite began at
    <time datetime="\(view.started)">\(view.started)</time>. Keys are left out of everything on this page.</p>
    </footer>
    """
  }

  // MARK: Matrix

  private var matrix: String {
    let hasColumns = view.runs.count <= ReportLimits.matrixRunsMax
    return """
      <section aria-labelledby="matrix">
      <h2 id="matrix">Rules and runs</h2>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="matrix">
      \(hasColumns ? table : countTable)
      </div>
      <p class="legend"><b><span class="kept">✓</span> kept</b> <b><span class="broken">✗</span> must rule broken</b>
      <b><span class="warned">!</span> should rule broken</b> <b><span>–</span> not exercised</b>
      <b><span>empty</span> not shown by this run</b></p>
      </section>
      """
  }

  private var table: String {
    let heads = view.runs.enumerated().map { index, run in
      "<th scope=\"col\"><a href=\"#run-\(index + 1)\"><span>\(XMLText.escaped(run.name))</span></a></th>"
    }
    let rows = view.rules.map { rule in
      let cells = view.runs.indices.map { cell(rule, $0) }
      return "<tr>\(rowHead(rule))\(cells.joined())</tr>"
    }
    return """
      <table class="matrix\(view.runs.count > 16 ? " many" : "")">
      <thead><tr><th scope="col" class="corner">rule</th>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  private func rowHead(_ rule: RuleView) -> String {
    let title = XMLText.escaped(ReportWords.line(rule.rule.duty))
    let mark =
      rule.outcome != .broken ? "" : rule.rule.severity == .must ? " class=\"broken\"" : " class=\"warned\""
    return "<th scope=\"row\"\(mark)><a href=\"#rule-\(rule.rule.number)\" title=\"\(title)\">"
      + "\(XMLText.escaped(rule.rule.id))</a> <small>\(rule.rule.severity.rawValue)</small></th>"
  }

  private func cell(_ rule: RuleView, _ run: Int) -> String {
    guard let verdict = rule.verdicts[run] else { return "<td class=\"none\"></td>" }
    let hidden: (String) -> String = { "<span class=\"hidden\">\($0)</span>" }
    switch verdict {
    case .passed: return "<td class=\"kept\"><span aria-hidden=\"true\">✓</span>\(hidden("kept"))</td>"
    case .notExercised(let reason):
      let why = XMLText.escaped(reason)
      return "<td class=\"idle\" title=\"\(why)\"><span aria-hidden=\"true\">–</span>"
        + "\(hidden("not exercised: \(why)"))</td>"
    case .failed:
      let isMust = rule.rule.severity == .must
      let symbol = isMust ? "✗" : "!"
      return
        "<td class=\"\(isMust ? "broken" : "warned")\"><a href=\"#rule-\(rule.rule.number)-run-\(run + 1)\">"
        + "<span aria-hidden=\"true\">\(symbol)</span>\(hidden("broken"))</a></td>"
    }
  }

  /// Of many runs, how many kept and broke each rule.
  private var countTable: String {
    let rows = view.rules.map { rule in
      let counts = rule.counts
      let mark = counts.broken == 0 ? "" : rule.rule.severity == .must ? "broken" : "warned"
      return "<tr>\(rowHead(rule))<td>\(counts.kept)</td><td class=\"\(mark)\">\(counts.broken)</td>"
        + "<td>\(counts.notExercised)</td></tr>"
    }
    return """
      <table class="matrix counts">
      <thead><tr><th scope="col" class="corner">rule</th><th scope="col">kept</th><th scope="col">broken</th>\
      <th scope="col">not exercised</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }
}
