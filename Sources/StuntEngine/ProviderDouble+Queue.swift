import StuntContract

// What a submit asks of the queue: its length, the time to begin in, attempts, and how long results are kept.
extension ProviderDouble {
  /// Refuses a submit to a queue that is longer than its caller wants.
  mutating func limitQueue(_ turn: inout Turn) throws(NoJob) {
    guard !isRun(turn), let rule = provider.behavior.queue, let limit = rule.limit, let full = rule.full,
      let micros = turn.number(of: limit)
    else { return }
    let longest = Int(micros / 1_000_000)
    var waiting = 0
    for slot in 0..<jobs.count where !jobs[slot].isDeleted {
      if bring(slot, to: turn.now) == .queued { waiting += 1 }
      if waiting > longest { throw NoJob(refuse(full, &turn)) }
    }
  }

  /// What a submit asks for its job, as marks.
  func marks(_ turn: inout Turn) -> Job.Marks {
    // Only the queue tries again.
    var marks: Job.Marks = isRun(turn) ? .single : []
    guard let rule = provider.behavior.queue else { return marks }
    if let single = rule.single, marks.isEmpty, !turn.value(of: single).isNull { marks.insert(.single) }
    if let brief = rule.brief, !turn.value(of: brief).isNull { marks.insert(.brief) }
    return marks
  }

  private func isRun(_ turn: borrowing Turn) -> Bool { provider.behavior.operations[turn.operation].isRun }

  /// Notes when a new job must have begun.
  mutating func noteStart(of slot: Int, _ turn: inout Turn) {
    guard let rule = provider.behavior.queue, let seconds = rule.startSeconds, rule.late != nil,
      let micros = turn.number(of: seconds), micros > 0
    else { return }
    startDeadlines[slot] = turn.now + .seconds(Double(micros) / 1_000_000)
  }

  /// Ends a job that has not begun in the time that its caller gave it.
  mutating func enforceStart(of slot: Int, at now: Instant) {
    guard let deadline = startDeadlines[slot], now >= deadline, let late = provider.behavior.queue?.late
    else {
      return
    }
    startDeadlines[slot] = nil
    let script = script(of: slot)
    jobs[slot].bring(to: deadline, by: script)
    if jobs[slot].phase(in: script) == .queued { jobs[slot].expire(at: deadline, failure: late) }
  }

  /// When a waiting run is to be looked at next.
  func nextLook(at slot: Int, from now: Instant) -> Instant {
    let usual = now + provider.pollSpan
    guard !startDeadlines.isEmpty, let deadline = startDeadlines[slot], deadline > now else { return usual }
    return min(usual, deadline)
  }

  /// Whether the queue has forgotten a job that ended long ago.
  func isForgotten(_ slot: Int, at now: Instant) -> Bool {
    guard let rule = provider.behavior.queue, let kept = rule.kept, jobs[slot].ended != Job.never else {
      return false
    }
    let span = jobs[slot].marks.contains(.brief) ? rule.keptBriefly ?? kept : kept
    return now - jobs[slot].ended >= span
  }
}
