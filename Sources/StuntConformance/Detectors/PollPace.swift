import StuntEngine

extension Observations {
  /// `pollPace`: the median time between polls of a job is long enough.
  ///
  /// What follows an answer that did not arrive, or an error, is a matter of backing off, and no part of the pace.
  func pollPace(_ pace: Detector.Pace) -> Verdict {
    var gaps: [(span: Instant.Span, index: Int)] = []
    for trace in traces {
      var last: Int?
      for index in trace.exchanges where isPoll(index) {
        if let end = trace.end, index > end { break }
        if let last { gaps.append((clientTime(from: last, to: index), index)) }
        last = facts[index].isWhole && run.exchanges[index].status < 400 ? index : nil
      }
    }
    guard gaps.count >= 2 else {
      return .notExercised(
        gaps.isEmpty
          ? "no pause between polls tells a pace" : "one pause between polls is too few to tell a pace")
    }
    gaps.sort { $0.span < $1.span }
    let middle = gaps.count / 2
    let median = gaps.count % 2 == 1 ? gaps[middle].span : gaps[middle - 1].span.mean(with: gaps[middle].span)
    guard median.seconds < pace.least.seconds * pace.tolerance else { return .passed }
    return .failed(
      Finding(
        exchange: run.exchanges[gaps[0].index].number, subject: subject(gaps[0].index),
        expected: "\(seconds(pace.least)) between polls",
        found:
          "a median of \(seconds(median)), from \(seconds(gaps[0].span)) to \(seconds(gaps[gaps.count - 1].span))",
        closest: seconds(pace.least)))
  }
}

extension Instant.Span {
  fileprivate func mean(with other: Instant.Span) -> Instant.Span {
    Instant.Span(nanoseconds: nanoseconds / 2 + other.nanoseconds / 2)
  }
}
