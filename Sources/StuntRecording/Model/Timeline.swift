/// One job over time: when each of its phases was first seen.
package struct Timeline: Hashable, Sendable {
  /// A phase and when it was first seen.
  package struct Step: Hashable, Sendable {
    /// The phase.
    package var phase: RecordedPhase
    /// Milliseconds after the job's submit was answered.
    package var milliseconds: Double

    /// Creates a step.
    package init(_ phase: RecordedPhase, at milliseconds: Double) {
      self.phase = phase
      self.milliseconds = milliseconds
    }
  }

  /// The job's id as it was recorded.
  package var job: String
  /// The operation that made it, if it was seen.
  package var operation: String?
  /// When the answer to its submit ended; the first that was seen of it, where the submit was not.
  package var submitted: RecordedTime
  /// The phases in order; the first at 0.
  package var steps: [Step]

  /// Creates a timeline from its parts.
  package init(job: String, operation: String? = nil, submitted: RecordedTime, steps: [Step]) {
    self.job = job
    self.operation = operation
    self.submitted = submitted
    self.steps = steps
  }

  /// The phase at a time after the submit; the first before all steps, the last for ever.
  package func phase(atMilliseconds time: Double) -> RecordedPhase? {
    (steps.last { $0.milliseconds <= time } ?? steps.first)?.phase
  }

  /// The timelines that interactions show, in the order in which the jobs were first answered.
  ///
  /// An answer counts when it ended. Answers that overtook each other never make a job go back.
  static func observed(in interactions: [Interaction]) -> [Timeline] {
    let seen = interactions.enumerated().filter { $0.element.job != nil && $0.element.phase != nil }
      .sorted { ($0.element.ended, $0.offset) < ($1.element.ended, $1.offset) }
    var timelines: [Timeline] = []
    var places: [String: Int] = [:]
    for (_, interaction) in seen {
      guard let job = interaction.job, let phase = interaction.phase else { continue }
      guard let place = places[job] else {
        places[job] = timelines.count
        timelines.append(
          Timeline(
            job: job, operation: interaction.operation, submitted: interaction.ended,
            steps: [Step(phase, at: 0)]))
        continue
      }
      guard let last = timelines[place].steps.last, phase.rank > last.phase.rank else { continue }
      let offset = interaction.ended.milliseconds(since: timelines[place].submitted)
      timelines[place].steps.append(Step(phase, at: offset))
    }
    return timelines
  }
}
