extension Job {
  /// Where a job stands in its script: numbers only, so that a look at them copies no list and counts no reference.
  struct Course {
    let scenario: UInt16
    let step: UInt16
    let polls: Int32
    let failure: Int16
    let marks: Marks
    let stepStarted: Instant
    let ended: Instant
  }
}

extension Job.Course {
  /// Whether the job ended in a way that the script does not know.
  var isCutShort: Bool { !marks.isDisjoint(with: [.canceled, .late]) }

  /// The phase now.
  func phase(in script: Scenario) -> Phase {
    if isCutShort { return marks.contains(.canceled) ? .canceled : .failed }
    let phase = script.steps[Int(step)].phase
    return failure >= 0 && phase.isTerminal ? .failed : phase
  }

  /// What a client sees now.
  func state(at now: Instant, by script: Scenario) -> Job.State {
    if isCutShort {
      return Job.State(
        phase: phase(in: script), progress: shownProgress(script), queuePosition: 0,
        logCount: logCount(now, script))
    }
    let current = script.steps[Int(step)]
    let phase = phase(in: script)
    let progress: Int
    if current.progress.isEmpty {
      progress = phase == .succeeded ? 100 : shownProgress(script)
    } else {
      progress = current.progress[shownIndex(count: current.progress.count, now, current)]
    }
    return Job.State(
      phase: phase, progress: progress, queuePosition: queuePosition(at: now, by: script),
      logCount: logCount(now, script))
  }

  /// The place in the queue that a client sees now.
  ///
  /// Never inlined, and the step is read where it lies: held, it would be counted, and the script with it.
  @inline(never)
  func queuePosition(at now: Instant, by script: Scenario) -> Int {
    if isCutShort || script.steps[Int(step)].queuePositions.isEmpty { return 0 }
    let count = script.steps[Int(step)].queuePositions.count
    if script.steps[Int(step)].phase.isTerminal { return script.steps[Int(step)].queuePositions[count - 1] }
    let index = Scenario.spread(
      count: count, polls: Int(polls), of: script.steps[Int(step)].polls,
      passed: min(now, ended) - stepStarted, of: script.steps[Int(step)].span)
    return script.steps[Int(step)].queuePositions[index]
  }

  /// The last progress that an earlier step showed.
  private func shownProgress(_ script: Scenario) -> Int {
    script.steps.prefix(Int(step) + (isCutShort ? 1 : 0)).last { !$0.progress.isEmpty }?.progress.last ?? 0
  }

  /// How many of the script's log messages are visible.
  func logCount(_ now: Instant, _ script: Scenario) -> Int {
    let before = script.steps.prefix(Int(step)).reduce(0) { $0 + $1.logs.count }
    let current = script.steps[Int(step)]
    guard !current.logs.isEmpty else { return before }
    return before + 1 + shownIndex(count: current.logs.count, now, current)
  }

  /// Which element of a list of the step shows; what has ended stands still, a terminal step at its last.
  private func shownIndex(count: Int, _ now: Instant, _ current: Scenario.Step) -> Int {
    if current.phase.isTerminal { return count - 1 }
    return Scenario.spread(
      count: count, polls: Int(polls), of: current.polls, passed: min(now, ended) - stepStarted,
      of: current.span)
  }
}
