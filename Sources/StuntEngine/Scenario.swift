package import StuntJSON

/// The script that a job follows: phases in order, each until so many polls or seconds have passed, and scripted faults.
///
/// A class, because each look at a job asks for one: a copy would count a reference for each of its lists.
package final class Scenario: Sendable {
  package let name: String
  /// One sentence on what happens.
  package let description: String
  /// The page or fact that it is from, or that it is our choice.
  package let source: String
  package let steps: [Step]
  package let faults: [Fault]
  /// Whether the provider takes a cancellation and goes on all the same.
  package let ignoresCancel: Bool
  /// What goes wrong with the message about the job's end.
  let webhooks: WebhookPlan?
  /// How answers about the job are changed in ways that the contract allows; nil for not at all.
  let disguise: Disguise?
  /// How long files of the result can be fetched after the end, in place of the provider's own time.
  let resultSpan: Instant.Span?
  /// Whether it says more about its jobs' answers than faults and phases do.
  let isStaged: Bool
  /// Whether answers about its jobs are as their phases say, and nothing else.
  let isUsual: Bool
  /// Whether some step says why its jobs fail.
  let mayFail: Bool
  /// The steps that some job can rest in: of those that end an attempt, the first.
  var visibleSteps: [Int] {
    let first = steps.firstIndex(where: \.endsAttempt)
    return steps.indices.filter { !steps[$0].endsAttempt || $0 == first }
  }

  /// Whether a job comes to an end that is no success: the last step's, or that of its first attempt.
  package func fails(inOneAttempt: Bool) -> Bool {
    steps.last?.phase == .failed || inOneAttempt && steps.contains(where: \.endsAttempt)
  }

  init(
    name: String, description: String, source: String, steps: [Step], faults: [Fault], ignoresCancel: Bool,
    webhooks: WebhookPlan? = nil, disguise: Disguise? = nil, resultSpan: Instant.Span? = nil
  ) {
    self.disguise = disguise
    self.resultSpan = resultSpan
    isStaged = disguise != nil || resultSpan != nil
    isUsual = faults.isEmpty && !isStaged
    mayFail = steps.contains { $0.failure != nil }
    self.name = name
    self.description = description
    self.source = source
    self.steps = steps
    self.faults = faults
    self.ignoresCancel = ignoresCancel
    self.webhooks = webhooks
  }

  /// One phase of the script.
  ///
  /// A class for the same reason.
  package final class Step: Sendable {
    package let phase: Phase
    /// The number of polls that are answered with this phase; the next poll sees the next step.
    package let polls: Int?
    /// The time that the phase lasts.
    package let span: Instant.Span?
    /// Places in the queue, spread over the step.
    package let queuePositions: [Int]
    /// Percentages, spread over the step.
    package let progress: [Int]
    /// Log messages, spread over the step; they stay.
    package let logs: [String]
    /// Why the job fails, as an index into the provider's failures.
    package let failure: Int?
    /// Whether only an attempt fails here: the next step begins at once, unless the job has no further attempt.
    package let endsAttempt: Bool

    init(
      phase: Phase, polls: Int?, span: Instant.Span?, queuePositions: [Int], progress: [Int],
      logs: [String], failure: Int?, endsAttempt: Bool
    ) {
      self.phase = phase
      self.polls = polls
      self.span = span
      self.queuePositions = queuePositions
      self.progress = progress
      self.logs = logs
      self.failure = failure
      self.endsAttempt = endsAttempt
    }

    /// Whether nothing ends it but the control operations.
    package var isEndless: Bool { polls == nil && span == nil }
  }

  /// Which of `count` elements shows, after so many polls in the step, or so much of its time.
  static func spread(count: Int, polls: Int, of limit: Int?, passed: Instant.Span, of span: Instant.Span?)
    -> Int
  {
    guard count > 1 else { return 0 }
    if let span, span > .zero {
      // Bounded before it becomes an integer, which a long time in a short span would not fit.
      return Int(min(Double(count - 1), Double(count) * max(0, passed.seconds / span.seconds)))
    }
    return min(count - 1, max(0, polls - 1))
  }
}

/// A scripted wrong answer, or a broken transport.
package struct Fault: Sendable {
  /// The operations that it is for, as indexes into the contract's.
  package let operations: [Int]
  /// Which calls of the operation: of the job, or for a submit of the tenant under the scenario. Counted from 1.
  package let calls: ClosedRange<Int>
  package let kind: Kind

  /// What goes wrong.
  package enum Kind: Sendable {
    /// The provider's own error, as an index into its refusals, and fields of it that are others.
    case refusal(Int, fields: [Field])
    /// A gateway's answer in place of the provider's.
    case gateway(Page)
    /// Members of the answer are others, whatever the contract says.
    case members([(place: JSONPointer, value: JSONValue)])
    /// Fields of the answer are others.
    case fields([Field])
    case transport(Reply.Transport)
    /// The answer comes late.
    case delay(Instant.Span)
  }

  /// A field's name, and its line with the line's end.
  package typealias Field = (name: String, line: [UInt8])

  /// What a gateway answers.
  package struct Page: Sendable {
    package let status: Int
    let fieldLines: [UInt8]
    let contentType: String
    package let body: [UInt8]
    /// Whether it stands in the place of an answer to a call that had its effect.
    let isAfterwards: Bool
  }
}
