import StuntContract

// Pictures, which are made while the client waits.
extension ProviderDouble {
  /// Makes a job of pictures that has ended, and answers with what came of it.
  ///
  /// The seconds of its scenario pass before the answer; a step that polls would end is over at once, since nobody polls.
  mutating func pictures(_ rule: OperationBehavior.SubmitRule, _ turn: inout Turn) -> Reply {
    whileWaiting(rule, &turn) { double, turn, slot, damage in
      let script = double.script(of: slot)
      guard double.jobs[slot].finish(by: script) else {
        // A script without end: the client waits until it has enough of it.
        return double.answerAtEnd(of: slot, turn, due: turn.now + double.provider.pollSpan)
      }
      damage.delay = double.jobs[slot].ended + damage.delay - double.jobs[slot].created
      turn.failure = double.failure(of: slot)
      let phase = double.jobs[slot].phase(in: script)
      return double.reply(double.choice(Int(phase.rawValue), turn.operation), &turn)
    }
  }
}
