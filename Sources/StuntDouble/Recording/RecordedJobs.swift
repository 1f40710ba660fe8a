import StuntRecording

/// The jobs of a recording, by what its exchanges show.
struct RecordedJobs {
  private var order: [String] = []
  private var sightings: [String: [Sighting]] = [:]

  /// One answer that told a job's phase.
  private struct Sighting {
    let entry: Int
    let phase: RecordedPhase
    let started: RecordedTime
    let ended: RecordedTime
    let isWebhook: Bool
  }

  /// The jobs of exchanges that know operation, job and phase.
  init(_ interactions: [Interaction]) {
    for (index, interaction) in interactions.enumerated() {
      guard let job = interaction.job else { continue }
      if sightings[job] == nil {
        order.append(job)
        sightings[job] = []
      }
      guard let phase = interaction.phase else { continue }
      sightings[job]?.append(
        Sighting(
          entry: index + 1, phase: phase, started: interaction.started, ended: interaction.ended,
          isWebhook: interaction.isWebhook))
    }
  }

  /// The jobs that were seen to fail.
  var failed: Set<String> { Set(sightings.filter { $0.value.contains { $0.phase == .failed } }.keys) }

  /// Checks that no job goes back, and that the timelines of the file tell the same.
  func check(_ timelines: [Timeline], _ report: inout RecordingReport) {
    report.jobs = order.count
    for job in order {
      let seen = (sightings[job] ?? []).sorted { ($0.ended, $0.entry) < ($1.ended, $1.entry) }
      checkOrder(of: job, seen, &report)
      let own = timelines.filter { $0.job == job }
      if own.count > 1 { report.add(nil, .job, "\(job) has \(own.count) timelines; leave one") }
      if let timeline = own.first { checkTimeline(timeline, seen, &report) }
    }
    for timeline in timelines where sightings[timeline.job] == nil {
      report.add(nil, .job, "the file has a timeline of \(timeline.job), which no exchange is about")
    }
    guard !timelines.isEmpty else { return }
    let told = Set(timelines.map(\.job))
    for job in order where !told.contains(job) && sightings[job]?.isEmpty == false {
      report.add(nil, .job, "\(job) has no timeline, though its exchanges tell of one")
    }
  }

  /// A later answer that says less than an earlier one; answers that overtook each other do not count.
  private func checkOrder(of job: String, _ seen: [Sighting], _ report: inout RecordingReport) {
    var furthest: Sighting?
    for sighting in seen {
      guard let last = furthest else {
        furthest = sighting
        continue
      }
      let goesBack = sighting.phase.rank < last.phase.rank
      let endsTwice = last.phase.isTerminal && sighting.phase.isTerminal && sighting.phase != last.phase
      if sighting.started >= last.ended, goesBack || endsTwice {
        report.add(
          sighting.entry, .job,
          "\(job) is \(sighting.phase.rawValue), after entry \(last.entry) told that it is \(last.phase.rawValue);"
            + " no job goes back")
      } else if sighting.phase.rank > last.phase.rank {
        furthest = sighting
      }
    }
  }

  private func checkTimeline(_ timeline: Timeline, _ seen: [Sighting], _ report: inout RecordingReport) {
    for (step, next) in zip(timeline.steps, timeline.steps.dropFirst())
    where next.phase.rank < step.phase.rank || next.milliseconds < step.milliseconds
      || step.phase.isTerminal
    {
      report.add(
        nil, .job,
        "the timeline of \(timeline.job) has \(next.phase.rawValue) after \(step.phase.rawValue); no job goes back"
      )
      return
    }
    // A webhook may come before the first answer that tells the same.
    for sighting in seen where !sighting.isWebhook {
      let offset = sighting.ended.milliseconds(since: timeline.submitted)
      if timeline.phase(atMilliseconds: offset) == sighting.phase { continue }
      let isNear = timeline.steps.contains {
        $0.phase == sighting.phase && abs($0.milliseconds - offset) <= Self.toleranceMilliseconds
      }
      if isNear { continue }
      // An answer that was overtaken tells of a time before its end.
      let began = sighting.started.milliseconds(since: timeline.submitted)
      if timeline.phase(atMilliseconds: began) == sighting.phase { continue }
      let told = timeline.phase(atMilliseconds: offset)?.rawValue ?? "nothing"
      report.add(
        sighting.entry, .job,
        "\(timeline.job) is \(sighting.phase.rawValue) here, but \(told) by the file's timeline; leave the timeline"
          + " out, and it is made anew")
      return
    }
  }

  /// What the rounding of times may come to.
  private static let toleranceMilliseconds = 1.0
}
