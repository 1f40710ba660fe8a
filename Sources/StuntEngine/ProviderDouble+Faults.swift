import StuntContract

// Scripted wrong answers.
extension ProviderDouble {
  /// The reply that a fault gives before anything is done, or nil; what happens to the answer is noted.
  ///
  /// - Parameter scenario: The scenario of a submit, which has no job yet; nil for the job of the turn.
  mutating func fault(
    for turn: inout Turn, scenario: Int? = nil, damage: inout Damage
  ) -> Reply? {
    guard let index = scenario ?? turn.slot.map({ Int(jobs[$0].scenario) }) else { return nil }
    guard !provider.scenarios[index].isUsual else { return nil }
    damage.isStaged = provider.scenarios[index].isStaged
    let faults = provider.scenarios[index].faults.enumerated()
      .filter { $0.element.operations.contains(turn.operation) }
    guard !faults.isEmpty else { return nil }
    let key = FaultKey(
      slot: scenario == nil ? turn.slot ?? -1 : -1, scenario: index, operation: turn.operation)
    let call = faultCalls[key, default: 0] + 1
    faultCalls[key] = call
    for (number, fault) in faults where fault.calls.contains(call) {
      trail.see(fault: number, of: index)
      switch fault.kind {
      case .refusal(let refusal, let fields):
        var reply = refuse(refusal, &turn)
        reply.replace(fields)
        reply.isScripted = true
        return reply
      case .gateway(let page) where !page.isAfterwards:
        var reply = Reply(status: page.status)
        page.write(over: &reply)
        reply.slot = turn.slot
        return reply
      case .gateway, .members, .fields: damage.changes |= 1 << UInt64(number)
      case .transport(let kind): damage.transport = kind
      case .delay(let span): damage.delay = span
      }
    }
    return nil
  }
}
