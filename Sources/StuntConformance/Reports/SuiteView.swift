import StuntEngine

/// A verdict as all reports see it: the matrix rule × run, and its texts bounded and without keys.
struct SuiteView {
  let verdict: SuiteVerdict
  let rules: [RuleView]
  let runs: [RunView]

  init(_ verdict: SuiteVerdict) {
    self.verdict = verdict
    let runs = verdict.runs.map { RunView($0) }
    self.runs = runs
    rules = verdict.book.rules.map { RuleView($0, provider: verdict.book.provider.name, runs: runs) }
  }

  var provider: Provider { verdict.book.provider }

  /// Calendar time of the beginning, such as `2026-11-21T14:05:00Z`.
  var started: String {
    String(decoding: Calendar.iso(verdict.startedUnixSeconds, nanoseconds: nil), as: UTF8.self)
  }

  /// The client as it was started or named, on one line.
  var client: String {
    ReportWords.bounded(ReportWords.line(verdict.client), bytesMax: ReportLimits.evidenceBytesMax)
  }

  var exchangeCount: Int { runs.reduce(0) { $0 + $1.run.exchanges.count } }

  func rules(_ outcome: RuleView.Outcome) -> [RuleView] { rules.filter { $0.outcome == outcome } }

  func broken(_ severity: Rule.Severity) -> [RuleView] {
    rules(.broken).filter { $0.rule.severity == severity }
  }

  /// What the client does, in one sentence that lacks its subject.
  var sentence: String {
    let broken = [
      (self.broken(.must).count, "must rule"), (self.broken(.should).count, "should rule"),
    ].filter { $0.0 > 0 }.map { ReportWords.count($0.0, $0.1) }
    let idle = rules(.notExercised).count + rules(.notRun).count
    var parts = broken.isEmpty ? [] : ["breaks \(broken.joined(separator: " and "))"]
    parts.append("keeps \(rules(.kept).count) of \(ReportWords.count(rules.count, "rule"))")
    return parts.joined(separator: ", ") + (idle > 0 ? "; \(idle) not exercised" : "")
  }
}

/// One rule and what each run shows of it.
struct RuleView {
  let rule: Rule
  /// What it is known by everywhere: `provider/id`.
  let name: String
  /// One for each run; nil where the run is not meant to show it.
  let verdicts: [Verdict?]
  let outcome: Outcome

  /// What all runs together show.
  enum Outcome: String {
    case broken, kept, notExercised, notRun
  }

  init(_ rule: Rule, provider: String, runs: [RunView]) {
    self.rule = rule
    name = "\(provider)/\(rule.id)"
    verdicts = runs.map { $0.verdict(of: rule) }
    outcome = Self.outcome(of: verdicts)
  }

  private static func outcome(of verdicts: [Verdict?]) -> Outcome {
    var outcome = Outcome.notRun
    for verdict in verdicts {
      switch verdict {
      case nil: break
      case .failed: return .broken
      case .passed: outcome = .kept
      case .notExercised: if outcome == .notRun { outcome = .notExercised }
      }
    }
    return outcome
  }

  /// The command that explains the rule.
  var explanation: String { "stuntdouble rules \(name)" }

  /// The indices of the runs that show it broken.
  var brokenRuns: [Int] { verdicts.indices.filter { isBroken(in: $0) } }

  /// The runs that show it broken, those together whose findings say the same.
  var brokenGroups: [[Int]] {
    var groups: [[Int]] = []
    var kinds: [[Finding]] = []
    for run in brokenRuns {
      // The number of the exchange differs from run to run.
      let kind = findings(in: run).map { finding in
        var finding = finding
        finding.exchange = nil
        return finding
      }
      if let index = kinds.firstIndex(of: kind) {
        groups[index].append(run)
      } else {
        kinds.append(kind)
        groups.append([run])
      }
    }
    return groups
  }

  /// Whether a run shows it broken.
  func isBroken(in run: Int) -> Bool {
    if case .failed? = verdicts[run] { true } else { false }
  }

  /// What a run found; empty where the rule was kept or is not shown.
  func findings(in run: Int) -> [Finding] {
    if case .failed(let findings)? = verdicts[run] { findings } else { [] }
  }

  /// How many runs show it kept, broken and not exercised.
  var counts: (kept: Int, broken: Int, notExercised: Int) {
    var counts = (kept: 0, broken: 0, notExercised: 0)
    for verdict in verdicts {
      switch verdict {
      case nil: break
      case .passed: counts.kept += 1
      case .failed: counts.broken += 1
      case .notExercised: counts.notExercised += 1
      }
    }
    return counts
  }

  /// Why runs do not show it, each reason once.
  var idleReasons: [String] {
    var reasons: [String] = []
    for case .notExercised(let reason)? in verdicts where !reasons.contains(reason) { reasons.append(reason) }
    return reasons
  }
}
