import StuntContract
import StuntEngine
import StuntJSON

extension Observations {
  /// `retryAfter`: after an answer that says how long to wait, the same request waits so long.
  func retryAfter(_ fields: Detector.WaitFields) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard facts[index].isWhole, let wait = wait(fields, index), let next = repetition(of: index) else {
        continue
      }
      isExercised = true
      note(next, after: index, wait, fields.tolerance, &findings)
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "no request came again after an answer that says how long to wait")
  }

  /// `pollHint`: after a poll whose answer says when to come again, the next one waits so long.
  func pollHint(_ fields: Detector.WaitFields) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for trace in traces {
      var last: Int?
      for index in trace.exchanges where isPoll(index) || index == trace.submit {
        if let end = trace.end, index > end { break }
        if let last, let wait = wait(fields, last) {
          isExercised = true
          note(index, after: last, wait, fields.tolerance, &findings)
        }
        last = facts[index].isWhole ? index : nil
      }
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "no poll followed an answer that says when to come again")
  }

  private func note(
    _ next: Int, after index: Int, _ wait: Instant.Span, _ tolerance: Double, _ findings: inout FindingList
  ) {
    let gap = clientTime(from: index, to: next)
    guard gap.seconds < wait.seconds * tolerance else { return }
    findings.add(
      Finding(
        exchange: run.exchanges[next].number, subject: subject(next),
        expected: "\(seconds(wait)) after exchange \(run.exchanges[index].number), whose answer says so",
        found: seconds(gap), closest: seconds(wait)))
  }

  /// The shortest time that an answer tells to wait; nil where it tells none.
  private func wait(_ fields: Detector.WaitFields, _ index: Int) -> Instant.Span? {
    var shortest: Instant.Span?
    for place in fields.fields {
      let number: Double?
      if let pointer = place.pointer {
        let node = answer(index)?.root[pointer]
        number = node?.number?.double ?? node?.string.flatMap(Double.init)
      } else {
        number = field(place.name, of: index).flatMap(Double.init)
      }
      guard let number, number > 0, number.isFinite else { continue }
      let span = Instant.Span.seconds(place.unit == .milliseconds ? number / 1_000 : number)
      shortest = min(shortest ?? span, span)
    }
    return shortest
  }
}
