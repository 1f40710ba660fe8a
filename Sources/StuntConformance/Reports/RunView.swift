import StuntEngine
import StuntHTTP
import StuntJSON

/// One run as all reports see it.
struct RunView {
  let run: ClientRun
  let name: String
  private let secrets: Secrets
  private let verdicts: [ObjectIdentifier: Verdict]

  init(_ judged: JudgedRun) {
    run = judged.run
    name = ReportWords.bounded(ReportWords.line(judged.name), bytesMax: ReportLimits.evidenceBytesMax)
    let secrets = Secrets(of: judged.run)
    self.secrets = secrets
    var verdicts: [ObjectIdentifier: Verdict] = [:]
    for (rule, verdict) in judged.verdicts {
      verdicts[ObjectIdentifier(rule)] = Self.fit(verdict, secrets)
    }
    self.verdicts = verdicts
  }

  func verdict(of rule: Rule) -> Verdict? { verdicts[ObjectIdentifier(rule)] }

  /// What its verdicts name, each number once, in order.
  var exchangesInEvidence: [Int] {
    var numbers: Set<Int> = []
    for case .failed(let findings) in verdicts.values { numbers.formUnion(findings.compactMap(\.exchange)) }
    return numbers.sorted()
  }

  /// The seconds that the run took: until its program ended, else until its last request.
  var seconds: Double {
    let end = run.program?.ended ?? run.exchanges.last?.arrival ?? .zero
    return Double(end.nanoseconds) / 1e9
  }

  /// What became of the client's program, in a few words.
  var ending: String {
    guard let program = run.program else { return "only its traffic is known" }
    return switch program.ending {
    case .exited(let code): "exit code \(code)"
    case .killed(let signal): "killed by signal \(signal)"
    case .timedOut: "stopped, its time was over"
    case .tooMuchOutput: "stopped, it wrote too much"
    case .stopped: "stopped as planned"
    case .notStarted(let reason): "not started: \(text(reason))"
    }
  }

  /// A text of the client's, bounded, visible, on one line and without keys.
  func text(_ text: String) -> String { Self.fit(text, secrets) }

  /// What a program wrote, bounded, visible and without keys.
  func output(_ text: String) -> String {
    ReportWords.lines(
      ReportWords.boundedMiddle(secrets.masked(text), bytesMax: ReportLimits.outputBytesMax))
  }

  /// A content as text, bounded; of bytes that are no text, their number.
  func content(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return "(\(bytes.count) bytes that are no text)"
    }
    return ReportWords.lines(
      ReportWords.bounded(secrets.masked(text), bytesMax: ReportLimits.contentBytesMax))
  }

  /// A content for readers: JSON laid out anew, all else as it is.
  func laidOut(_ bytes: [UInt8]) -> String {
    guard bytes.count <= ReportLimits.contentBytesMax, let document = try? JSONDocument(parsing: bytes) else {
      return content(bytes)
    }
    return content(JSONWriter.bytes(document.root, .pretty))
  }

  /// The field lines of a request, keys left out.
  func requestFields(_ exchange: ClientRun.Exchange) -> [(name: String, value: String)] {
    let fields = exchange.request.fields
    return (0..<fields.count).map { number in
      let line = fields[lineAt: number]
      return field(String(decoding: line.name, as: UTF8.self), String(decoding: line.value, as: UTF8.self))
    }
  }

  /// The field lines of an answer, keys left out.
  func answerFields(_ exchange: ClientRun.Exchange) -> [(name: String, value: String)] {
    exchange.fieldLines.split { $0 == 0x0A || $0 == 0x0D }.map { line in
      let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? parts[1].drop { $0 == 0x20 || $0 == 0x09 } : []
      return field(String(decoding: parts[0], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
  }

  private func field(_ name: String, _ value: String) -> (name: String, value: String) {
    guard secrets.hides(name) else { return (text(name), text(value)) }
    // The scheme is what a reader needs; the rest is the key.
    let words = value.split(separator: " ", maxSplits: 1)
    return (
      text(name), words.count == 2 ? "\(text(String(words[0]))) \(Secrets.replacement)" : Secrets.replacement
    )
  }

  private static func fit(_ text: String, _ secrets: Secrets) -> String {
    ReportWords.line(ReportWords.bounded(secrets.masked(text), bytesMax: ReportLimits.evidenceBytesMax))
  }

  private static func fit(_ verdict: Verdict, _ secrets: Secrets) -> Verdict {
    switch verdict {
    case .passed: return .passed
    case .notExercised(let reason): return .notExercised(fit(reason, secrets))
    case .failed(let findings):
      return .failed(
        findings.map { finding in
          Finding(
            exchange: finding.exchange, subject: fit(finding.subject, secrets),
            place: fit(finding.place, secrets), expected: fit(finding.expected, secrets),
            found: fit(finding.found, secrets), closest: finding.closest.map { fit($0, secrets) })
        })
    }
  }
}
