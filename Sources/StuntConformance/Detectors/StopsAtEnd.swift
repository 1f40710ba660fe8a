import StuntContract
import StuntEngine

extension Observations {
  /// `stopsAtEnd`: no poll of a job follows a whole answer that showed its end.
  func stopsAtEnd(extraPollsMax: Int) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for trace in traces {
      guard let end = trace.end else { continue }
      isExercised = true
      let polls = trace.exchanges.filter { index in
        index > end && (facts[index].role == .observe || facts[index].role == .stream)
      }
      for index in polls.dropFirst(extraPollsMax) {
        findings.add(
          Finding(
            exchange: run.exchanges[index].number, subject: subject(index),
            expected: extraPollsMax == 0
              ? "no further poll"
              : "no more than \(extraPollsMax) further \(extraPollsMax == 1 ? "poll" : "polls")",
            found:
              "a poll after exchange \(run.exchanges[end].number), whose answer showed the job \(trace.endPhase?.name ?? "ended")"
          ))
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no whole answer showed a job's end")
  }
}
