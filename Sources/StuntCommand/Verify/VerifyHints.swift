import StuntConformance
import StuntContract
import StuntEngine

/// What to do about clients that could not be judged, or that took their time.
struct VerifyHints {
  private let verdict: SuiteVerdict
  private let options: VerifyOptions

  /// Seconds of a suite from which on its time is spoken of.
  private static let secondsMin = 5.0

  init(_ verdict: SuiteVerdict, _ options: VerifyOptions) {
    self.verdict = verdict
    self.options = options
  }

  /// Prints them, and tells how the command ends where nothing is known of the client.
  func print() -> ExitCode? {
    if let reason = notStarted {
      Terminal.err("stuntdouble: the client could not be run: \(reason)")
      return .notRun
    }
    let isSilent = !verdict.runs.isEmpty && verdict.runs.allSatisfy(\.run.exchanges.isEmpty)
    if isSilent {
      Terminal.err(
        "stuntdouble: the client never connected to STUNT_URL; is the base URL set? It is in the environment as"
          + " STUNT_BASE_URL\(names), the key as STUNT_KEY")
      for line in lastWords { Terminal.err("  \(line)") }
      return verdict.broken(.must).isEmpty ? .notRun : nil
    }
    if options.speed == 1, verdict.seconds >= Self.secondsMin, let pace {
      let seconds = (pace * 10).rounded() / 10
      Terminal.err(
        "hint: the client waits \(seconds) s between polls, so that the suite took \(Int(verdict.seconds)) s; with"
          + " --speed \(max(2, Int(pace * 20))) the sleeps of Python, node and shell programs pass faster, and others can"
          + " divide theirs by STUNT_SPEED")
    }
    return nil
  }

  /// Why no run's program could be started; nil where one could.
  private var notStarted: String? {
    var reason: String?
    for run in verdict.runs {
      guard case .notStarted(let text) = run.run.program?.ending else { return nil }
      reason = text
    }
    return reason
  }

  private var names: String {
    let names = verdict.book.environment.filter {
      $0.value.contains("{url}") || $0.value.contains("{baseURL}")
    }
    return names.isEmpty ? "" : " and " + names.map(\.name).joined(separator: ", ")
  }

  /// The last lines of what the first client wrote.
  private var lastWords: [String] {
    guard let program = verdict.runs.first?.run.program else { return [] }
    let text = program.errorOutput.isEmpty ? program.output : program.errorOutput
    return text.split(separator: "\n").suffix(3).map { line in
      String(line.unicodeScalars.prefix(200).filter { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }

  /// The middle of the seconds between two polls of one job.
  private var pace: Double? {
    var gaps: [Double] = []
    for run in verdict.runs {
      var last: [Int: Instant] = [:]
      for exchange in run.run.exchanges {
        guard let operation = exchange.operation, let slot = exchange.slot,
          verdict.book.provider.isPoll(operation)
        else { continue }
        if let before = last[slot] { gaps.append((exchange.arrival - before).seconds) }
        last[slot] = exchange.arrival
      }
    }
    gaps.sort()
    return gaps.isEmpty || gaps[gaps.count / 2] < 0.2 ? nil : gaps[gaps.count / 2]
  }
}
