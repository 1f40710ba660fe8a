import StuntDouble
import StuntJSON
import StuntProviders
import StuntRecording

/// `stuntdouble check FILE.har|DIR`: whether recordings keep to the providers' contracts.
enum CheckRecordings {
  /// Whether a path is a recording, or a folder that has any in it.
  static func areRecordings(_ path: String) -> Bool {
    if path.hasSuffix(".har") { return true }
    guard ProviderFolder.kind(of: path) == .folder,
      path.contains("/") || path.contains(".") || isFolder(path),
      let files = try? HARFiles.files(at: path)
    else { return false }
    return files.contains { $0.hasSuffix(".har") }
  }

  /// A name that is no provider's is a folder's.
  private static func isFolder(_ path: String) -> Bool { !ProviderRegistry.shippedNames.contains(path) }

  /// What was found in one file.
  struct Outcome {
    let path: String
    /// Nil for a file that cannot be read.
    let report: RecordingReport?
    var error: String?

    var isGood: Bool { report?.isGood == true }

    /// Whose calls they are, and how many: `nimbus, 6 exchanges, 1 job`.
    var summary: String {
      guard let report else { return "" }
      var parts = report.providers
      parts.append("\(report.exchanges) \(report.exchanges == 1 ? "exchange" : "exchanges")")
      if report.jobs > 0 { parts.append("\(report.jobs) \(report.jobs == 1 ? "job" : "jobs")") }
      if report.foreign > 0 { parts.append("\(report.foreign) of hosts that no contract knows") }
      return parts.joined(separator: ", ")
    }
  }

  /// Checks the recordings of a path.
  static func check(_ path: String, providers: [String] = [], maxAgeDays: Int? = nil) throws -> [Outcome] {
    let check = RecordingCheck(registry: try ProviderRegistry(selection: providers))
    let files = try HARFiles.files(at: path).filter { $0 == path || $0.hasSuffix(".har") }
    return files.map { file in
      do {
        let result = try HARReader.readRepairing(try HARFiles.bytes(of: file))
        var outcome = Outcome(path: file, report: check.report(on: result.recording))
        RecordingFiles.warn(
          about: result.recording, latest: result.recording.latestStart, file, maxAgeDays: maxAgeDays)
        if result.isCut { outcome.error = "the end is missing; the exchanges that are whole are checked" }
        return outcome
      } catch let error as RecordingFileError {
        return Outcome(path: file, report: nil, error: "\(error)")
      } catch { return Outcome(path: file, report: nil, error: "\(file): \(error)") }
    }
  }

  // MARK: Output

  static func lines(_ outcome: Outcome) -> [String] {
    guard let report = outcome.report else { return ["\(outcome.error ?? outcome.path)"] }
    var lines = report.findings.map { finding in
      "\(outcome.path): " + (finding.entry.map { "entry \($0): " } ?? "")
        + "\(finding.isNote ? "note" : "error"): " + text(finding)
    }
    if report.leftOut > 0 { lines.append("\(outcome.path): \(report.leftOut) more findings are left out") }
    if let error = outcome.error { lines.append("\(outcome.path): note: \(error)") }
    if report.isGood {
      lines.append("ok \(outcome.path): \(outcome.summary)")
    } else {
      let errors = "\(report.errorCount) \(report.errorCount == 1 ? "error" : "errors")"
      lines.append("\(outcome.path): \(errors): \(outcome.summary)")
    }
    return lines
  }

  private static func text(_ finding: RecordingFinding) -> String {
    let subject = finding.subject == .file || finding.subject == .job ? "" : "\(finding.subject.rawValue) "
    switch finding.detail {
    case .sentence(let sentence):
      return subject.isEmpty ? sentence : "\(finding.subject.rawValue): \(sentence)"
    case .message(let message): return subject + FindingText.line(message)
    }
  }

  static func json(_ outcome: Outcome) -> JSONValue {
    var object: JSONObject = ["path": .string(outcome.path), "ok": .boolean(outcome.isGood)]
    if let error = outcome.error { object.append("error", .string(error)) }
    guard let report = outcome.report else { return .object(object) }
    object.append("summary", .string(outcome.summary))
    object.append("errors", .number(JSONNumber(report.errorCount)))
    object.append("leftOut", .number(JSONNumber(report.leftOut)))
    object.append("findings", .array(report.findings.map(json)))
    return .object(object)
  }

  private static func json(_ finding: RecordingFinding) -> JSONValue {
    var object: JSONObject = [
      "entry": finding.entry.map { .number(JSONNumber($0)) } ?? .null,
      "about": .string(finding.subject.rawValue),
      "severity": .string(finding.isNote ? "note" : "error"), "message": .string(text(finding)),
    ]
    if case .message(let message) = finding.detail {
      object.append("finding", FindingText.json(message, nil))
    }
    return .object(object)
  }
}
