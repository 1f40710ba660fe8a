import StuntContract
import StuntEngine

extension Observations {
  /// `waitsForEnd`: results are asked for only after an answer showed the job's end.
  ///
  /// The end may have been shown by a poll, a stream, a webhook, or a list with the job in it.
  func waitsForEnd(_ operations: Detector.OperationSet) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices where operations.contains(run.exchanges[index].operation) {
      guard let trace = facts[index].trace, !run.exchanges[index].makesJob else { continue }
      isExercised = true
      guard !hasSeenEnd(of: traces[trace], before: index) else { continue }
      let last = traces[trace].exchanges.last { $0 < index && run.exchanges[$0].phase != nil }
      let phase = last.flatMap { run.exchanges[$0].phase }?.name
      findings.add(
        Finding(
          exchange: run.exchanges[index].number, subject: subject(index),
          expected: "an answer before it that shows the job's end",
          found: phase.map { "the last answer showed it \($0)" } ?? "no answer showed where it stands"))
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no result was asked for")
  }

  /// Whether an exchange, a webhook or a list can have shown the client a job's end before an exchange.
  func hasSeenEnd(of trace: Trace, before index: Int) -> Bool {
    if let seen = trace.endSeen, seen < index { return true }
    if let told = trace.endTold, index >= run.exchanges.count || told <= run.exchanges[index].arrival {
      return true
    }
    return isListed(trace.slot, before: index)
  }

  /// Whether a list showed a job; where it stood then, nobody kept.
  private func isListed(_ slot: Int, before index: Int) -> Bool {
    let lists = facts[..<index].indices.filter { facts[$0].role == .list && facts[$0].mayHaveArrived }
    guard !lists.isEmpty, let id = run.jobs.first(where: { $0.slot == slot })?.id else { return false }
    return lists.contains { ByteSearch.contains(Array(id.utf8), in: run.exchanges[$0].body) }
  }
}
