import StuntCrypto
package import StuntJSON

/// A recording as lines of text: who asked what when, and what came of each job. The same file, the same lines.
package enum RecordingTranscript {
  /// Characters of a body that are shown; a hash stands for the rest, so that every change is seen.
  static let bodyShownMax = 160

  /// The lines: where it is from, the exchanges in order of time, the jobs.
  package static func lines(_ recording: Recording) -> [String] {
    let recording = recording.folded
    var lines = head(recording)
    let start = recording.interactions.first?.started
    for interaction in recording.interactions {
      lines += self.lines(interaction, since: start ?? interaction.started)
    }
    if !recording.timelines.isEmpty { lines.append("") }
    lines += recording.timelines.map(line)
    let redactions = recording.redactions
    if !redactions.isEmpty { lines += ["", "replaced"] }
    lines += redactions.map { "  \($0.what), in \($0.times)" }
    return lines
  }

  /// The same as a value of JSON.
  package static func json(_ recording: Recording) -> JSONValue {
    let recording = recording.folded
    let start = recording.interactions.first?.started
    return [
      "provider": recording.provider.map(JSONValue.string) ?? .null, "provenance": .string(origin(recording)),
      "started": start.map { .string($0.description) } ?? .null,
      "interactions": .array(recording.interactions.map { json($0, since: start ?? $0.started) }),
      "jobs": .array(recording.timelines.map(json)),
      "redactions": .array(
        recording.redactions.map { ["what": .string($0.what), "times": .number(JSONNumber($0.times))] }),
    ]
  }

  // MARK: Text

  private static func head(_ recording: Recording) -> [String] {
    var line = origin(recording)
    if let provider = recording.provider { line = "\(provider), \(line)" }
    let count = recording.interactions.count
    var lines = [line, "\(count) \(count == 1 ? "exchange" : "exchanges")"]
    if let first = recording.interactions.first {
      let end = recording.interactions.map(\.ended).max() ?? first.ended
      lines[1] += ", \(seconds(end.milliseconds(since: first.started))), from \(first.started)"
    }
    return lines + [""]
  }

  private static func origin(_ recording: Recording) -> String {
    switch recording.provenance {
    case .captured(let hosts, let time): "captured from \(hosts.joined(separator: ", ")) at \(time)"
    case .composed(let pages): "composed from \(pages.joined(separator: ", "))"
    case .imported(let tool): "imported from \(tool)"
    case nil: "written by \(recording.creator["name"]?.string ?? "an unknown tool"), which says no more"
    }
  }

  private static func lines(_ interaction: Interaction, since start: RecordedTime) -> [String] {
    let offset = padded(seconds(interaction.started.milliseconds(since: start)), left: 10)
    let status = interaction.response.status == 0 ? "no answer" : String(interaction.response.status)
    let direction = interaction.isWebhook ? "webhook " : ""
    let facts = [interaction.operation, interaction.job, interaction.phase?.rawValue].compactMap { $0 }
    var lines = [
      "\(offset)  \(direction)\(interaction.request.method) \(interaction.request.url)",
      padded("", left: 10) + "  → \(status) in \(milliseconds(interaction.milliseconds))"
        + (facts.isEmpty ? "" : "  (\(facts.joined(separator: ", ")))"),
    ]
    if let body = interaction.request.body.flatMap(text(of:)) {
      lines.insert(padded("", left: 12) + "> " + body, at: 1)
    }
    if let body = text(of: interaction.response.body) { lines.append(padded("", left: 12) + "< " + body) }
    return lines
  }

  private static func line(_ timeline: Timeline) -> String {
    let steps = timeline.steps.map { "\($0.phase.rawValue) \(seconds($0.milliseconds))" }
    return "job \(timeline.job)\(timeline.operation.map { " (\($0))" } ?? ""): "
      + steps.joined(separator: " → ")
  }

  private static func text(of body: RecordedBody) -> String? {
    guard case .bytes(let bytes) = body.content else {
      return "\(body.mediaType), \(body.byteCount.map(String.init) ?? "?") bytes, not in the file"
    }
    if bytes.isEmpty { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return "\(body.mediaType), \(bytes.count) bytes, SHA-256 \(SHA256.hexadecimal(bytes).prefix(12))"
    }
    let line = (try? JSONValue(parsing: bytes))?.description ?? escaped(text)
    guard line.unicodeScalars.count > bodyShownMax else { return line }
    let shown = String(String.UnicodeScalarView(line.unicodeScalars.prefix(bodyShownMax)))
    return "\(shown)… (\(bytes.count) bytes, SHA-256 \(SHA256.hexadecimal(bytes).prefix(12)))"
  }

  /// The text on one line, and without what a terminal would obey.
  private static func escaped(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: line += "\\n"
      case 0x0D: line += "\\r"
      case 0..<0x20, 0x7F..<0xA0: line += "\u{FFFD}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func milliseconds(_ value: Double) -> String { "\(fixed(value, digits: 1)) ms" }

  private static func seconds(_ milliseconds: Double) -> String {
    "\(fixed(milliseconds / 1_000, digits: 3)) s"
  }

  /// A number with so many digits after the point.
  private static func fixed(_ value: Double, digits: Int) -> String {
    var unit: Int64 = 1
    for _ in 0..<digits { unit *= 10 }
    let scaled = Int64((min(max(value, -1e12), 1e12) * Double(unit)).rounded())
    let fraction = String(scaled.magnitude % unit.magnitude)
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / unit.magnitude)."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  private static func padded(_ text: String, left width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  // MARK: JSON

  private static func json(_ interaction: Interaction, since start: RecordedTime) -> JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    return [
      "atMilliseconds": HARWriter.number(interaction.started.milliseconds(since: start)),
      "milliseconds": HARWriter.number(interaction.milliseconds), "webhook": .boolean(interaction.isWebhook),
      "method": .string(interaction.request.method), "url": .string(interaction.request.url),
      "status": .number(JSONNumber(interaction.response.status)), "operation": text(interaction.operation),
      "job": text(interaction.job), "phase": text(interaction.phase?.rawValue),
      "requestBody": text(interaction.request.body.flatMap(Self.text(of:))),
      "responseBody": text(Self.text(of: interaction.response.body)),
    ]
  }

  private static func json(_ timeline: Timeline) -> JSONValue {
    [
      "job": .string(timeline.job), "operation": timeline.operation.map(JSONValue.string) ?? .null,
      "phases": .array(
        timeline.steps.map {
          ["phase": .string($0.phase.rawValue), "atMilliseconds": HARWriter.number($0.milliseconds)]
        }),
    ]
  }
}
