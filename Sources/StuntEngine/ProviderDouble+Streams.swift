package import StuntContract
import StuntHTTP
import StuntJSON

// Answers that go on: server-sent events, and synchronous runs.
extension ProviderDouble {
  /// Begins a stream of events about a job.
  mutating func stream(_ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let slot = slot(turn.call, turn.operation) else { return unknownJob(&turn) }
    turn.select(slot, of: jobs)
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    var reply = Reply(status: 200)
    reply.slot = slot
    reply.phase = bring(slot, to: turn.now)
    if isForgotten(slot, at: turn.now) { return unknownJob(&turn) }
    self.damage(&reply, as: damage)
    reply.fieldLines = Array("Content-Type: text/event-stream\r\nCache-Control: no-store\r\n".utf8)
    reply.fieldLines.append { turn.appendFieldsOfProvider(to: &$0) }
    reply.body = .later(
      Reply.Continuation(
        kind: .events, slot: slot, operation: turn.operation, entry: Int(callNumber), shown: 0,
        sent: turn.now, due: turn.now))
    return reply
  }

  /// Goes on with an answer: the events that are due, or the end of a run.
  ///
  /// - Parameters:
  ///   - continuation: What the reply, or the last progress, left.
  ///   - call: The call that it answers.
  package mutating func resume(
    _ continuation: Reply.Continuation, of call: Call, at rim: Instant, links: Links
  ) -> Reply.Progress {
    if clock.mode == .auto { clock.advance(by: provider.pollSpan) }
    let now = clock.now(at: rim)
    var turn = Turn(self, call: call, operation: continuation.operation, now: now, links: links)
    turn.select(continuation.slot, of: jobs)
    let isDue = now >= continuation.due
    if !startDeadlines.isEmpty { enforceStart(of: continuation.slot, at: now) }
    let scenario = Int(jobs[continuation.slot].scenario)
    if isDue {
      jobs[continuation.slot].poll(at: now, by: provider.scenarios[scenario])
    } else {
      jobs[continuation.slot].bring(to: now, by: provider.scenarios[scenario])
    }
    var next = continuation
    if isDue { next.due = nextLook(at: continuation.slot, from: now) }
    let progress =
      switch continuation.kind {
      case .events: events(next, &turn)
      case .end: end(next, &turn)
      }
    let phase = jobs[continuation.slot].phase(in: provider.scenarios[scenario])
    journal.amend(continuation.entry, with: progress, phase: phase)
    return progress
  }

  private mutating func end(_ continuation: Reply.Continuation, _ turn: inout Turn) -> Reply.Progress {
    let script = provider.scenarios[Int(jobs[continuation.slot].scenario)]
    guard jobs[continuation.slot].phase(in: script).isTerminal else {
      return Reply.Progress(next: continuation)
    }
    var reply = answerOfJob(&turn)
    reply.unixSeconds = clock.unixSeconds(turn.now)
    return Reply.Progress(reply: reply)
  }

  private mutating func events(_ continuation: Reply.Continuation, _ turn: inout Turn)
    -> Reply.Progress
  {
    guard
      case .stream(let answerOf, let commentSpan, let comment) =
        provider.behavior.operations[continuation.operation].action
    else { preconditionFailure("only a stream makes events") }
    turn.operation = answerOf
    turn.firstLog = continuation.logsShown
    let script = provider.scenarios[Int(jobs[continuation.slot].scenario)]
    let state = jobs[continuation.slot].state(at: turn.now, by: script)
    let key =
      UInt64(state.phase.rawValue) << 56 | UInt64(state.logCount) << 40 | UInt64(state.progress) << 32
      | UInt64(state.queuePosition) << 1 | 1
    var progress = Reply.Progress()
    var next = continuation
    if key != continuation.shown {
      guard case .bytes(let body) = answerOfJob(&turn).body else { return progress }
      ServerSentEvent.append(data: body, to: &progress.bytes)
      next.shown = key
      next.logsShown = state.logCount
      next.sent = turn.now
    } else if !comment.isEmpty, turn.now - continuation.sent >= commentSpan {
      ServerSentEvent.append(comment: comment, to: &progress.bytes)
      next.sent = turn.now
    }
    if !state.phase.isTerminal { progress.next = next }
    return progress
  }
}
