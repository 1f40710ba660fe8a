import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `fetchesInTime`: results are fetched before they expire.
  func fetchesInTime(_ span: Instant.Span) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices where facts[index].role == .content || facts[index].role == .file {
      guard let trace = facts[index].trace, let end = traces[trace].endSeen, end < index else { continue }
      isExercised = true
      let late = lateness(of: index, since: end)
      guard late > span || isExpired(index) else { continue }
      findings.add(
        Finding(
          exchange: run.exchanges[index].number, subject: subject(index),
          expected: "within \(seconds(span)) of exchange \(run.exchanges[end].number), which showed the end",
          found: late > span
            ? "\(seconds(late)) later" : "status \(run.exchanges[index].status): it had expired",
          closest: "at once"))
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "no result was fetched after its job's end was shown")
  }

  /// The time from an end to a fetch: the double's, or the client's own, whichever is longer.
  private func lateness(of index: Int, since end: Int) -> Instant.Span {
    let machine = run.exchanges[index].arrival - run.exchanges[end].arrival
    let double = run.exchanges[index].instant - run.exchanges[end].instant
    // A fast client's time is no measure for what a busy machine takes to start a request.
    guard run.speed <= 1 || machine > Limits.promptDelay else { return max(machine, double) }
    return max(clientTime(from: end, to: index), double)
  }

  /// Whether the provider refused a result of a job that had succeeded.
  private func isExpired(_ index: Int) -> Bool {
    let exchange = run.exchanges[index]
    return exchange.status >= 400 && exchange.status != 429 && exchange.status != 416 && exchange.status < 500
      && exchange.phase == .succeeded && !exchange.isScripted
  }
}
