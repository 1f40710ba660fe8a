import StuntDouble
import StuntJSON
import StuntRecording

/// Prints what a recorder does: to standard error where a client's program has the standard output.
struct RecordPrinter: Sendable {
  private let output: ServeOptions.Output
  private let hasCommand: Bool

  init(_ options: RecordCommandOptions) {
    output = options.output
    hasCommand = !options.command.isEmpty
  }

  /// Prints a line in any case.
  func say(_ line: String) {
    if hasCommand { Terminal.err(line) } else { Terminal.out(line) }
  }

  /// Prints one exchange.
  func print(_ log: RecordLog) {
    switch output {
    case .quiet:
      if let complaint = log.complaint, log.status == 0 {
        Terminal.err("\(log.method) \(log.target) ! \(complaint)")
      }
    case .lines:
      say(
        "\(log.method) \(log.target) \(log.status) \(Int(log.milliseconds.rounded())) ms"
          + (log.complaint.map { " ! \($0)" } ?? ""))
    case .json:
      say(
        text([
          "method": .string(log.method), "target": .string(log.target),
          "url": log.url.map(JSONValue.string) ?? .null, "status": .number(JSONNumber(log.status)),
          "milliseconds": JSONNumber(log.milliseconds).map(JSONValue.number) ?? .null,
          "complaint": log.complaint.map(JSONValue.string) ?? .null,
        ]))
    }
  }

  /// Prints one request that the file answered.
  func print(_ log: ReplayService.ReplayLog) {
    guard output == .lines, let entry = log.entry else { return }
    say("\(log.method) \(log.target) \(log.status) from \(entry)")
  }

  /// Prints how much of a session the file had.
  func tell(_ verdict: ReplayVerdict) {
    guard output != .json else { return say(String(decoding: JSONWriter.bytes(verdict.json), as: UTF8.self)) }
    guard output == .lines else { return }
    for complaint in verdict.complaints { say(complaint) }
    say(
      "\(verdict.count(.hit)) hit, \(verdict.count(.partial)) partial, \(verdict.count(.unused)) unused,"
        + " \(verdict.missCount) missed, \(verdict.liveCount) live")
  }

  /// Prints what has moved since the file was recorded.
  func tell(_ report: DriftReport, dropped: Int, path: String) {
    guard output != .json else { return say(String(decoding: JSONWriter.bytes(report.json), as: UTF8.self)) }
    for drift in report.drifts { say("DRIFT \(drift.sentence)") }
    if output == .lines { for request in report.notAsked { say("UNUSED \(request)") } }
    let count = report.drifts.count
    say(
      "compared \(report.compared) \(report.compared == 1 ? "exchange" : "exchanges") with \(path): "
        + (count == 0 ? "nothing has moved" : "\(count) \(count == 1 ? "difference" : "differences")")
        + (dropped > 0 ? "; \(dropped) more were too many" : ""))
  }

  /// Prints what the file has in the end.
  func tell(_ recording: Recording, path: String) {
    let (exchanges, jobs) = (recording.interactions.count, recording.timelines.count)
    guard output != .json else {
      return say(
        text([
          "file": .string(path), "exchanges": .number(JSONNumber(exchanges)),
          "jobs": .number(JSONNumber(jobs)),
          "redacted": .number(JSONNumber(recording.redactions.reduce(0) { $0 + $1.times })),
        ]))
    }
    say(
      "wrote \(path): \(exchanges) \(exchanges == 1 ? "exchange" : "exchanges"),"
        + " \(jobs) \(jobs == 1 ? "job" : "jobs")")
    guard output == .lines else { return }
    for timeline in recording.timelines {
      let steps = timeline.steps.map { "\($0.phase.rawValue) \(Int($0.milliseconds.rounded())) ms" }
      say("  \(timeline.job): \(steps.joined(separator: ", "))")
    }
  }

  private func text(_ object: JSONObject) -> String {
    String(decoding: JSONWriter.bytes(.object(object)), as: UTF8.self)
  }
}
