import StuntContract
import StuntEngine
import StuntHTTP

// The journal as a page.
extension JournalReport {
  var page: String {
    HTMLPage.document(
      title: "Journal: \(sentence)",
      body: """
        <header>
        <p class="eyebrow">stuntdouble report</p>
        <h1>Journal</h1>
        <p class="client">\(XMLText.escaped(sentence))</p>
        </header>
        <main id="main">
        \(tenants.isEmpty ? "<p>Nothing was asked of the server yet.</p>" : "")
        \(tenants.prefix(ReportLimits.pageTenantsMax).enumerated().map(section).joined(separator: "\n"))
        \(more(tenants.count - ReportLimits.pageTenantsMax, "tenant"))
        </main>
        <footer><p>Written by stuntdouble \(XMLText.escaped(options.version)). Times are the double's own. Keys are left
        out of everything on this page.</p></footer>
        """)
  }

  private func section(_ number: Int, _ tenant: TenantView) -> String {
    """
    <section aria-labelledby="tenant-\(number + 1)">
    <h2 id="tenant-\(number + 1)">\(XMLText.escaped(tenant.name))</h2>
    <p class="more">\(XMLText.escaped(tenant.sentence))</p>
    \(more(tenant.timelines.count - ReportLimits.pageJobsMax, "earlier job"))
    \(tenant.timelines.suffix(ReportLimits.pageJobsMax).map { card($0, tenant) }.joined(separator: "\n"))
    </section>
    """
  }

  /// How many are left out; nothing where all are there.
  private func more(_ count: Int, _ noun: String) -> String {
    count > 0
      ? "<p class=\"more\">\(ReportWords.count(count, noun)) more; as text or JSON all are listed.</p>" : ""
  }

  /// Whether so little happened that everything may be seen at once.
  private var isShort: Bool { tenants.reduce(0) { $0 + $1.timelines.count } <= ReportLimits.pageRunsMax }

  private func card(_ timeline: TenantView.Timeline, _ tenant: TenantView) -> String {
    let hasRemarks = timeline.exchanges.contains { !($0.call?.violations.isEmpty ?? true) }
    let half = ReportLimits.pageExchangesMax / 2
    let last = timeline.exchanges.dropFirst(half).suffix(half)
    let hiddenCount = timeline.exchanges.count - min(timeline.exchanges.count, half) - last.count
    var rows = timeline.exchanges.prefix(half).map { row($0, tenant) }
    if hiddenCount > 0 {
      rows.append(
        "<tr><td colspan=\"5\" class=\"more\">\(ReportWords.count(hiddenCount, "request")) like these</td></tr>"
      )
    }
    rows += last.map { row($0, tenant) }
    return """
      <details class="run"\(hasRemarks || isShort ? " open" : "")>
      <summary><b>\(XMLText.escaped(tenant.heading(timeline)))</b> \
      <small>\(ReportWords.count(timeline.exchanges.count, "request"))</small>\
      \(hasRemarks ? " <span class=\"tag broken\">violations</span>" : "")</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Requests">
      <table class="exchanges">
      <thead><tr><th scope="col">#</th><th scope="col">at</th><th scope="col">request</th>\
      <th scope="col">status</th><th scope="col">job</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      </div>
      </details>
      """
  }

  private func row(_ exchange: ClientRun.Exchange, _ tenant: TenantView) -> String {
    let time = ReportWords.decimal(Double(exchange.instant.nanoseconds) / 1e9, digits: 2)
    let remarks = tenant.remarks(exchange).map { "<br><small>\(XMLText.escaped($0))</small>" }.joined()
    return "<tr><td>\(exchange.number)</td><td>\(time) s</td><td>"
      + "<code>\(XMLText.escaped(tenant.run.requestLine(exchange)))</code>\(remarks)</td>"
      + "<td>\(exchange.status)</td><td>\(exchange.phase?.name ?? "")</td></tr>"
  }
}
