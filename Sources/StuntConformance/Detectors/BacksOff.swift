import StuntContract
import StuntEngine

extension Observations {
  /// `backsOff`: after an error that does not say how long, the same request waits.
  func backsOff(_ statuses: [Int], _ pace: Detector.Pace) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices where statuses.contains(run.exchanges[index].status) {
      guard field("retry-after", of: index) == nil, field("retry-after-ms", of: index) == nil,
        facts[index].isWhole, let next = repetition(of: index)
      else { continue }
      isExercised = true
      let gap = clientTime(from: index, to: next)
      guard gap.seconds < pace.least.seconds * pace.tolerance else { continue }
      findings.add(
        Finding(
          exchange: run.exchanges[next].number, subject: subject(next),
          expected:
            "\(seconds(pace.least)) after status \(run.exchanges[index].status) in exchange \(run.exchanges[index].number)",
          found: seconds(gap), closest: seconds(pace.least)))
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request came again after such an error")
  }
}
