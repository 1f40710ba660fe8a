import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

// The journal for a terminal, and for other programs.
extension JournalReport {
  var text: String {
    let paint = TextReport.painter(options.hasColor)
    var lines: [String] = []
    for tenant in tenants {
      lines += [paint(tenant.name, .bold), "  \(tenant.sentence)"]
      for timeline in tenant.timelines {
        lines += ["", "  \(paint(tenant.heading(timeline), color(timeline)))"]
        for exchange in timeline.exchanges { lines += self.lines(exchange, tenant) }
      }
      lines.append("")
    }
    return (lines + [sentence]).map(ReportWords.harmless).joined(separator: "\n") + "\n"
  }

  private func color(_ timeline: TenantView.Timeline) -> TextReport.Paint {
    switch timeline.job?.phase {
    case .succeeded: .green
    case .failed, .canceled: .red
    case .queued, .running: .yellow
    case nil: .plain
    }
  }

  private func lines(_ exchange: ClientRun.Exchange, _ tenant: TenantView) -> [String] {
    let time = ReportWords.decimal(Double(exchange.instant.nanoseconds) / 1e9, digits: 2)
    let start =
      "  \(TextReport.left(exchange.number, 4))  \(TextReport.right(time, 9)) s  \(exchange.status)  "
    let phase = TextReport.pad(exchange.phase?.name ?? "", 9)
    let line = "\(start)\(phase)  \(tenant.run.requestLine(exchange))"
    return [line] + tenant.remarks(exchange).map { "\(String(repeating: " ", count: start.count))\($0)" }
  }

  var json: String { String(decoding: JSONWriter.bytes(document, .pretty), as: UTF8.self) + "\n" }

  private var document: JSONValue {
    .object([
      "version": .string(options.version),
      "tenants": .array(
        tenants.map { tenant in
          .object([
            "provider": .string(tenant.run.run.provider.name),
            "name": .string(tenant.name),
            "billedJobs": JSONReport.number(tenant.billedCount),
            "violations": JSONReport.number(tenant.violationCount),
            "droppedExchanges": JSONReport.number(tenant.run.run.droppedCount),
            "jobs": .array(tenant.run.run.jobs.map(tenant.run.json)),
            "deliveries": .array(tenant.run.run.deliveries.map(tenant.run.json)),
            "exchanges": .array(tenant.run.run.exchanges.map { describe($0, tenant) }),
          ])
        }),
    ])
  }

  private func describe(_ exchange: ClientRun.Exchange, _ tenant: TenantView) -> JSONValue {
    var value = tenant.run.json(exchange, isWhole: true)
    let violations = exchange.call?.violations ?? []
    value.append(
      "violations",
      .array(
        violations.map { violation in
          .object([
            "part": .string(violation.part.name),
            "parameter": violation.part.parameter.map { .string($0) } ?? .null,
            "location": .string(violation.location.description), "keyword": .string(violation.keyword),
            "message": .string(tenant.run.text(violation.message)),
          ])
        }))
    return .object(value)
  }
}
