import StuntContract
import StuntJSON

// The usual poll: it shows what the last one showed.
extension ProviderDouble {
  /// The answer of a good call that asks how a job stands; nil for a call that there is more to say about.
  mutating func usualPoll(_ call: Call, _ operation: Int, at now: Instant, _ links: Links) -> Reply? {
    guard call.violations.isEmpty, let slot = slot(call, operation) else { return nil }
    // Among a million jobs, none was seen lately.
    jobs.fetchAnswer(of: slot)
    let script = script(at: Int(jobs[slot].scenario))
    guard script.isUsual, startDeadlines.isEmpty else { return nil }
    jobs[slot].poll(at: now, by: script)
    if isForgotten(slot, at: now) {
      var turn = Turn(self, call: call, operation: operation, now: now, links: links)
      return unknownJob(&turn)
    }
    let state = jobs.course(of: slot).state(at: now, by: script)
    if let kept = keptAnswer(of: slot, operation, call, links, state, at: now) { return kept }
    var turn = Turn(self, call: call, operation: operation, now: now, links: links)
    turn.select(slot)
    return answerOfJob(&turn)
  }

  /// The job's last answer, if it shows the same state; nothing of the job is copied.
  private func keptAnswer(
    of slot: Int, _ operation: Int, _ call: Call, _ links: Links, _ state: Job.State, at now: Instant
  ) -> Reply? {
    guard
      case .answer(let template)? = provider.behavior.operations[operation].answers[Int(state.phase.rawValue)],
      case let content = template.content, case .template(let body) = content.body,
      let key = body.traits.keepingKey(operation, call, links, state),
      let answer = jobs.answer(of: slot, for: key)
    else { return nil }
    guard content.allFields.isSimple else { return nil }
    let facts = FieldBlock.Facts(
      slot: slot, kind: jobs[slot].kind, entropy: entropy, callNumber: callNumber, clock: clock, now: now,
      rate: nil)
    var identifier = KnownIdentifier()
    let lines = ByteSink.bytes {
      content.allFields.appendSimple(facts, provider, content.program, &identifier, to: &$0)
    }
    return Reply(
      status: template.status, fieldLines: lines, body: .bytes(answer), slot: slot,
      phase: state.phase)
  }
}

extension Template.Traits {
  /// What tells whether a kept answer may be given again; nil when it must not.
  func keepingKey(_ operation: Int, _ call: Call, _ links: Links, _ state: Job.State) -> UInt64? {
    if contains(.call) || !state.phase.isTerminal && contains(.elapsed) { return nil }
    if contains(.query), !call.query.isEmpty { return nil }
    // Wide enough for all that the limits allow: 100 steps of 1,000 log lines, a million places in the queue.
    var key = UInt64(operation) << 50 | UInt64(state.phase.rawValue) << 47
    key |= UInt64(state.progress) << 39 | UInt64(state.logCount) << 22 | UInt64(state.queuePosition) << 1 | 1
    // URLs lead back by the server that the call used, too: /provider/v1 and /provider/door/v1.
    return contains(.links) ? key ^ links.key(server: call.endpoint.server) << 1 | 1 : key
  }
}
