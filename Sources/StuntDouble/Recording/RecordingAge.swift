package import StuntRecording

/// How old recordings are: providers change, and a recording does not.
package enum RecordingAge {
  /// When a recording was made; nil for one that was composed, which follows its pages and not a day.
  private static func made(_ head: Recording, latest: RecordedTime?) -> RecordedTime? {
    switch head.provenance {
    case .captured(_, let time): time
    case .composed: nil
    case .imported, nil: latest
    }
  }

  /// What to say of a recording that is older than so many days; nil for one that is not.
  ///
  /// - Parameters:
  ///   - head: The recording; its interactions do not matter.
  ///   - latest: When the latest of its interactions began.
  package static func warning(
    on head: Recording, latest: RecordedTime?, path: String, daysMax: Int, now: RecordedTime
  ) -> String? {
    guard let made = made(head, latest: latest) else { return nil }
    let days = Int((now.milliseconds(since: made) / 86_400_000).rounded(.down))
    guard days > daysMax else { return nil }
    let verb = if case .captured = head.provenance { "recorded" } else { "taken over from a session" }
    let provider = head.provider ?? "NAME"
    return
      "\(path) was \(verb) \(days) days ago, on \(made.description.prefix(10)), and at most \(daysMax) are"
      + " allowed; record it again with stuntdouble record --provider \(provider) --to \(path) --overwrite,"
      + " or see what has changed with --mode compare"
  }
}
