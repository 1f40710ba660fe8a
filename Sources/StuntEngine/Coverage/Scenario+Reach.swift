import StuntContract

extension Provider {
  /// Whether a job can follow the scenario at all: some submit is not refused each time.
  func isFollowed(_ scenario: Scenario) -> Bool {
    behavior.operations.indices.contains { operation in
      guard behavior.operations[operation].submitRule != nil else { return false }
      return !scenario.faults.contains { $0.operations.contains(operation) && $0.refusesEachCall }
    }
  }
}

extension Fault {
  /// Whether it stands in the place of every answer.
  fileprivate var refusesEachCall: Bool {
    guard calls == 1...Int.max else { return false }
    switch kind {
    case .refusal: return true
    case .gateway(let page): return !page.isAfterwards
    case .members, .fields, .transport, .delay: return false
    }
  }
}
