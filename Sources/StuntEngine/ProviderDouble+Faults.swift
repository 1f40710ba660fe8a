import StuntContract

// Scripted wrong answers.
extension ProviderDouble {
  /// The reply that a fault puts in the place of the answer, or nil; delays and broken transports are noted.
  ///
  /// - Parameter scenario: The scenario of a submit, which has no job yet; nil for the job of the turn.
  mutating func fault(
    for turn: inout Turn, scenario: Int? = nil, delay: inout Instant.Span, transport: inout Reply.Transport
  ) -> Reply? {
    guard let index = scenario ?? turn.slot.map({ Int(jobs[$0].scenario) }) else { return nil }
    guard !provider.scenarios[index].faults.isEmpty else { return nil }
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
      case .refusal(let refusal):
        var reply = refuse(refusal, &turn)
        reply.isScripted = true
        return reply
      case .gateway(let status, let lines, let contentType, let body):
        var reply = Reply(status: status)
        reply.fieldLines = Array("Content-Type: \(contentType)\r\n".utf8) + lines
        reply.body = .bytes(body)
        reply.slot = turn.slot
        reply.isScripted = true
        return reply
      case .transport(let kind): transport = kind
      case .delay(let span): delay = span
      }
    }
    return nil
  }
}
