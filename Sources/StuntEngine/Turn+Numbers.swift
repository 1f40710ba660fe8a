import StuntJSON

// Numbers, read where they lie.
extension Turn {
  /// The value of a binding in millionths, if it is a number or text that reads as one.
  mutating func number(of binding: Binding) -> Int64? {
    // Prices stand in tables, and were read when the provider was compiled.
    if case .table(let table, let column) = binding.source, binding.isPlain, let row = job?.rows[table],
      row >= 0,
      let literal = provider.behavior.tables[table].rows[Int(row)][column], literal.kind != .null
    {
      return literal.micros
    }
    if case .kept = binding.source, binding.condition == nil, keepsNothing {
      switch binding.fallback {
      case .none: return nil
      case .literal(let literal): return literal.micros
      case .binding(let other): return number(of: program.lists.bindings[Int(other)])
      }
    }
    // A request's number is read where it lies.
    if case .request(let path) = binding.source, binding.condition == nil,
      binding.conversion == .none || binding.conversion == .number
    {
      readRequest()
      if let number = requestNumber(path) { return number }
    }
    return yieldsNothing(binding) ? nil : value(of: binding).number
  }

  /// Whether a binding is of members that the request does not have, and of nothing else.
  mutating func isAbsent(_ binding: Binding) -> Bool {
    guard case .request(let path) = binding.source else { return false }
    readRequest()
    if hasRequestMember(path) { return false }
    switch binding.fallback {
    case .none: return true
    case .literal: return false
    case .binding(let other): return isAbsent(program.lists.bindings[Int(other)])
    }
  }

  /// Whether nothing was kept of the submit with the job.
  var keepsNothing: Bool {
    guard let operation = job?.operation, kept.isEmpty else { return false }
    return provider.behavior.operations[Int(operation)].keepsNothing
  }
}
