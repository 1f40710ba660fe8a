import StuntContract
import StuntEngine

/// Judges what a client did by the rules of its provider: a pure function of run and book.
package enum Judge {
  /// What a run without a plan is called.
  package static let trafficName = "traffic"

  /// Judges a run by the rules that it shows; traffic that no suite asked for, by all.
  package static func judge(_ run: ClientRun, _ book: RuleBook) -> JudgedRun {
    let rules = run.plan.map { book.rules(shownBy: $0.name) } ?? book.rules
    let observations = Observations(run, book)
    var verdicts: [(rule: Rule, verdict: Verdict)] = []
    verdicts.reserveCapacity(rules.count)
    for rule in rules { verdicts.append((rule, observations.verdict(of: rule.detector))) }
    return JudgedRun(run: run, name: run.plan?.name ?? trafficName, verdicts: verdicts)
  }
}

extension Observations {
  /// What a detector finds.
  func verdict(of detector: Detector) -> Verdict {
    switch detector {
    case .knownOperation: knownOperation()
    case .key: key()
    case .meetsSchema(let parts): meetsSchema(parts)
    case .knownMembers(let names): knownMembers(names)
    case .foreign(let forms, let operations): foreign(forms, operations)
    case .together(let groups, let operations): together(groups, operations)
    case .refusal(let answer): refusal(answer)
    case .submitsOnce: submitsOnce()
    case .knownJobs: knownJobs()
    case .pollPace(let pace): pollPace(pace)
    case .backsOff(let statuses, let pace): backsOff(statuses, pace)
    case .retryAfter(let fields): retryAfter(fields)
    case .pollHint(let fields): pollHint(fields)
    case .waitsForEnd(let operations): waitsForEnd(operations)
    case .stopsAtEnd(let extra): stopsAtEnd(extraPollsMax: extra)
    case .reportsFailure(let words): reportsFailure(words)
    case .reportsReason: reportsReason()
    case .finishes: finishes()
    case .givesUp: givesUp()
    case .followsURLs(let links): followsURLs(links)
    case .fetchesWhole: fetchesWhole()
    case .resumesByRange: resumesByRange()
    case .fetchesInTime(let span): fetchesInTime(span)
    case .cancelsWhenInterrupted(let operations): cancelsWhenInterrupted(operations)
    case .keepsKey: keepsKey()
    case .verifiesWebhooks(let flaws): verifiesWebhooks(flaws)
    case .handlesOnce: handlesOnce()
    case .endsCleanly: endsCleanly()
    }
  }
}
