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
