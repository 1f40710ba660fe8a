import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// The forms that a journal can be written in.
package enum JournalFormat: String, CaseIterable, Sendable {
  case text, html, json
}

/// A server's journal as a document: for each tenant its jobs in time, what was asked of each, and what was wrong.
package struct JournalReport {
  let tenants: [TenantView]
  let options: ReportOptions

  /// The report in that form, with a line end at its end.
  package static func render(
    _ format: JournalFormat, _ runs: [ClientRun], _ options: ReportOptions
  ) -> String {
    let report = JournalReport(tenants: runs.map { TenantView($0) }, options: options)
    return switch format {
    case .text: report.text
    case .html: report.page
    case .json: report.json
    }
  }

  /// All tenants in one sentence.
  var sentence: String {
    let jobs = tenants.reduce(0) { $0 + $1.run.run.jobs.count }
    let billed = tenants.reduce(0) { $0 + $1.billedCount }
    let requests = tenants.reduce(0) { $0 + $1.run.run.exchanges.count }
    let violations = tenants.reduce(0) { $0 + $1.violationCount }
    return [
      ReportWords.count(tenants.count, "tenant"), "\(ReportWords.count(jobs, "job")), \(billed) billed",
      ReportWords.count(requests, "request"), ReportWords.count(violations, "violation"),
    ].joined(separator: ", ")
  }
}

/// What one tenant's journal tells.
struct TenantView {
  let run: RunView
  /// The provider, and the ends of the key: enough to tell tenants apart.
  let name: String
  let timelines: [Timeline]

  /// The requests about one job, in the order of arrival.
  struct Timeline {
    /// Nil for requests that are about none.
    let job: ClientRun.Job?
    let exchanges: [ClientRun.Exchange]
  }

  init(_ run: ClientRun) {
    let name = Self.name(run)
    self.name = name
    self.run = RunView(JudgedRun(run: run, name: name, verdicts: []))
    var timelines: [Timeline] = []
    var places: [Int: Int] = [:]
    var lists = [[ClientRun.Exchange]](repeating: [], count: run.jobs.count + 1)
    for (index, job) in run.jobs.enumerated() { places[job.slot] = index }
    for exchange in run.exchanges {
      lists[exchange.slot.flatMap { places[$0] } ?? run.jobs.count].append(exchange)
    }
    for (index, job) in run.jobs.enumerated() {
      timelines.append(Timeline(job: job, exchanges: lists[index]))
    }
    if let others = lists.last, !others.isEmpty { timelines.append(Timeline(job: nil, exchanges: others)) }
    self.timelines = timelines
  }

  private static func name(_ run: ClientRun) -> String {
    guard !run.key.isEmpty else { return "\(run.provider.name), no key" }
    // Of a short key nothing is shown, of a long one both ends: tests often differ in one of them.
    let ends = run.key.utf8.count >= 16 ? "\(run.key.prefix(4))…\(run.key.suffix(4))" : "…"
    return "\(run.provider.name), key \(ReportWords.line(ends))"
  }

  var billedCount: Int { run.run.jobs.count { $0.isBilled } }

  var violationCount: Int { run.run.exchanges.reduce(0) { $0 + ($1.call?.violations.count ?? 0) } }

  /// The tenant in one sentence.
  var sentence: String {
    var parts = [
      "\(ReportWords.count(run.run.jobs.count, "job")), \(billedCount) billed",
      ReportWords.count(run.run.exchanges.count, "request"), ReportWords.count(violationCount, "violation"),
    ]
    if run.run.droppedCount > 0 {
      parts.append("\(ReportWords.count(run.run.droppedCount, "earlier request")) no longer known")
    }
    return parts.joined(separator: ", ")
  }

  /// A timeline's heading.
  func heading(_ timeline: Timeline) -> String {
    guard let job = timeline.job else { return "Requests that are about no job" }
    let reason = job.failureTexts.first.map { ": \(run.text($0))" } ?? ""
    return "\(run.text(job.id)) \(job.phase.name)\(job.isBilled ? ", billed" : "")\(reason)"
  }

  /// What was wrong with a request, a line each, and whatever else is to be known of it.
  func remarks(_ exchange: ClientRun.Exchange) -> [String] {
    let violations = exchange.call?.violations ?? []
    return violations.map { violation in
      // The message begins with the location, if there is one.
      let part = [violation.part.name, violation.part.parameter].compactMap { $0 }.joined(separator: " ")
      return run.text("\(part)\(violation.message.hasPrefix("/") ? " " : ": ")\(violation.message)")
    } + run.remarks(exchange)
  }
}
