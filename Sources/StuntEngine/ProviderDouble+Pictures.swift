import StuntContract

// Pictures, which are made while the client waits.
extension ProviderDouble {
  /// Makes a job of pictures that has ended, and answers with what came of it.
  ///
  /// The seconds of its scenario pass before the answer; a step that polls would end is over at once, since nobody polls.
  mutating func pictures(_ rule: OperationBehavior.SubmitRule, _ turn: inout Turn) -> Reply {
    var delay = Instant.Span.zero
    var transport = Reply.Transport.whole
    if var refusal = makeJob(rule, &turn, delay: &delay, transport: &transport) {
      refusal.delay = delay
      refusal.transport = transport
      return refusal
    }
    guard let slot = turn.slot else { preconditionFailure("a job was made") }
    turn.isJobCurrent = false
    var reply: Reply
    if jobs[slot].finish(by: script(of: slot)) {
      delay = jobs[slot].ended + delay - jobs[slot].created
      turn.failure = failure(of: slot)
      let phase = jobs[slot].phase(in: script(of: slot))
      reply = self.reply(choice(Int(phase.rawValue), turn.operation), &turn)
    } else {
      // A script without end: the client waits until it has enough of it.
      reply = Reply(status: 200)
      reply.slot = slot
      reply.body = .later(
        Reply.Continuation(
          kind: .end, slot: slot, operation: turn.operation, shown: 0, sent: turn.now,
          due: turn.now + provider.pollSpan))
    }
    reply.delay = delay
    reply.transport = transport
    return reply
  }
}
