import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

extension Observations {
  /// `submitsOnce`: one logical job makes one job at the provider.
  ///
  /// A suite's client does one logical job, so each further job is one too many, unless all before it were seen to have
  /// failed or been canceled. Of other traffic nobody knows what is one logical job: there the same request after an
  /// answer that was lost, or told of trouble at the provider, is the second submit.
  func submitsOnce() -> Verdict {
    guard facts.contains(where: { Self.makesJobs($0.role) }) else {
      return .notExercised("no submit reached the provider")
    }
    let made = traces.indices.filter { traces[$0].submit != nil }
    guard !made.isEmpty else { return .notExercised("no submit was accepted") }
    return run.plan == nil ? repeatedSubmits(made) : furtherJobs(made)
  }

  private static func makesJobs(_ role: Provider.Role?) -> Bool {
    role == .submit || role == .run || role == .pictures
  }

  private func furtherJobs(_ made: [Int]) -> Verdict {
    var findings = FindingList()
    for (position, trace) in made.enumerated().dropFirst() {
      guard let submit = traces[trace].submit else { continue }
      let open = made[..<position].filter { !isGivenUp(traces[$0], before: submit) }
      guard let first = open.first, let earlier = traces[first].submit else { continue }
      findings.add(secondJob(submit, after: earlier))
    }
    return findings.verdict()
  }

  /// Whether a job was seen to come to nothing before an exchange.
  private func isGivenUp(_ trace: Trace, before index: Int) -> Bool {
    if let canceled = trace.canceled, canceled < index { return true }
    guard let end = trace.end, end < index else { return false }
    return trace.endPhase != .succeeded
  }

  private func repeatedSubmits(_ made: [Int]) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for (position, trace) in made.enumerated() {
      guard let submit = traces[trace].submit, run.exchanges[submit].status >= 500 || !facts[submit].isWhole
      else { continue }
      isExercised = true
      let again = made[(position + 1)...].compactMap { traces[$0].submit }.first { isSameRequest($0, submit) }
      guard let again else { continue }
      findings.add(secondJob(again, after: submit))
    }
    return findings.verdict(
      isExercised: isExercised,
      otherwise: "the answers of all submits arrived; without a plan nobody knows what is one logical job")
  }

  private func secondJob(_ index: Int, after earlier: Int) -> Finding {
    let ids = [earlier, index].compactMap { exchange in
      run.jobs.first { $0.slot == run.exchanges[exchange].slot }?.id
    }
    let billed = run.jobs.filter(\.isBilled).count
    return Finding(
      exchange: run.exchanges[index].number, subject: subject(index), expected: "one job for one logical job",
      found:
        "another job\(ids.count == 2 ? ", \(ids[1]) beside \(ids[0])" : ""): exchange \(run.exchanges[earlier].number) had made one, and \(fate(earlier)); \(billed) billed"
    )
  }

  /// What became of an exchange's answer.
  func fate(_ index: Int) -> String {
    let exchange = run.exchanges[index]
    switch exchange.transport {
    case .reset: return "its connection was reset"
    case .lostReply: return "its answer was lost"
    case .cut: return "its answer was cut"
    case .trickle: return "its answer came slowly"
    case .whole:
      if exchange.delay > .zero { return "its answer came after \(seconds(exchange.delay))" }
      return "it was answered with status \(exchange.status)"
    }
  }
}
