/// One submitted job: where its script stands, and what is needed to answer for it.
///
/// A million of them live in one tenant, so it is small: what follows from the request is computed again when it is asked for.
/// Nothing but numbers, since a copy is made for each answer.
package struct Job: Sendable {
  /// Where the submit body lies, in the store's bytes.
  var body = ByteStore.Place.none
  /// Where that lies which the submit operation keeps of the call besides the body.
  var kept = ByteStore.Place.none
  /// The operation that made it.
  var operation: UInt16
  /// Its script, as an index into the provider's scenarios.
  var scenario: UInt16
  /// The step of the script.
  var step: UInt16 = 0
  /// The kind of its id, as the provider numbers them.
  var kind: UInt8 = 0
  /// Whether its files were forgotten.
  var isPurged = false
  /// The row of each of the provider's tables that the request selects; -1 for none.
  var rows: SIMD4<Int16>
  var width: UInt16
  var height: UInt16
  var milliseconds: Int32
  /// Polls answered in this step.
  var polls: Int32 = 0
  /// Why it fails in place of what the script says; -1 for the script's word.
  var failure: Int16 = -1
  /// What holds of it besides the script.
  var marks = Marks()
  var created: Instant
  var stepStarted: Instant
  /// When the work began; `never` before.
  var started = Job.never
  /// When it ended; `never` before.
  var ended = Job.never

  /// A time that has not come.
  static let never = Instant(nanoseconds: .max)

  /// What can hold of a job besides the script, in the space of a byte.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    static let deleted = Marks(rawValue: 1)
    /// Somebody canceled it, whatever the script says.
    static let canceled = Marks(rawValue: 2)
    /// It did not start in the time that its caller gave it, whatever the script says.
    static let late = Marks(rawValue: 4)
    /// An attempt that fails is its last.
    static let single = Marks(rawValue: 8)
    /// Its answers are kept for the shorter time.
    static let brief = Marks(rawValue: 16)
    /// Its script says more about its answers than phases do.
    static let staged = Marks(rawValue: 32)
  }

  var isDeleted: Bool {
    get { marks.contains(.deleted) }
    set { if newValue { marks.insert(.deleted) } else { marks.remove(.deleted) } }
  }

  var isCanceled: Bool { marks.contains(.canceled) }

  /// Whether it ended in a way that the script does not know.
  private var isCutShort: Bool { course.isCutShort }

  /// Whether it stays in a step that others pass through.
  private func rests(in step: Scenario.Step) -> Bool {
    isCutShort || step.endsAttempt && marks.contains(.single)
  }

  /// What a client can see of a job's state; equal states have equal answers.
  struct State: Equatable {
    var phase: Phase
    var progress: Int
    var queuePosition: Int
    var logCount: Int
  }

  /// What a client's view of the job follows from.
  @inline(__always)
  var course: Course {
    Course(
      scenario: scenario, step: step, polls: polls, failure: failure, marks: marks, stepStarted: stepStarted,
      ended: ended)
  }

  /// The phase now.
  func phase(in script: Scenario) -> Phase { course.phase(in: script) }

  /// Brings the job as far as time alone takes it.
  mutating func bring(to now: Instant, by script: Scenario) {
    while let span = script.steps[Int(step)].span, now - stepStarted >= span,
      !rests(in: script.steps[Int(step)])
    {
      enter(Int(step) + 1, at: stepStarted + span, by: script)
    }
  }

  /// Counts one poll against the phase that it sees, which may be the next one.
  mutating func poll(at now: Instant, by script: Scenario) {
    bring(to: now, by: script)
    while !isCutShort, let limit = script.steps[Int(step)].polls, Int(polls) >= limit {
      enter(Int(step) + 1, at: now, by: script)
      bring(to: now, by: script)
    }
    if !isCutShort { polls &+= 1 }
  }

  /// Ends the job at somebody's wish.
  mutating func cancel(at now: Instant) {
    marks.insert(.canceled)
    ended = now
  }

  /// Ends the job because it did not start in time.
  mutating func expire(at now: Instant, failure: Int) {
    marks.insert(.late)
    if self.failure < 0 { self.failure = Int16(failure) }
    ended = now
  }

  /// Enters a step, and notes the times that the step brings.
  mutating func enter(_ index: Int, at instant: Instant, by script: Scenario) {
    step = UInt16(index)
    stepStarted = instant
    polls = 0
    let phase = script.steps[index].phase
    if phase == .running, started == Job.never { started = instant }
    if phase.isTerminal, ended == Job.never, !script.steps[index].endsAttempt || marks.contains(.single) {
      ended = instant
    }
  }

  /// Goes through the whole script at once, for a client that waits: seconds pass, polls are not waited for.
  ///
  /// - Returns: Whether it ends; a step without end never does.
  mutating func finish(by script: Scenario) -> Bool {
    while !phase(in: script).isTerminal {
      let current = script.steps[Int(step)]
      guard current.span != nil || current.polls != nil else { return false }
      enter(Int(step) + 1, at: stepStarted + (current.span ?? .zero), by: script)
    }
    return true
  }

  /// What a client sees now.
  func state(at now: Instant, by script: Scenario) -> State { course.state(at: now, by: script) }

  /// The log messages visible now, with the time of each.
  func logs(at now: Instant, by script: Scenario) -> [(message: String, at: Instant)] {
    let all = script.steps.prefix(Int(step) + 1).flatMap(\.logs)
    let origin = started == Job.never ? created : started
    return all.prefix(course.logCount(now, script)).enumerated().map { index, message in
      // A millisecond apart: in order, and the same at every look.
      (message, origin + Instant.Span(nanoseconds: Int64(index) * 1_000_000))
    }
  }
}
