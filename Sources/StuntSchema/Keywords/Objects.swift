internal import StuntJSON

/// `minProperties`, `maxProperties`, `propertyNames`, `dependentRequired`, `dependentSchemas`.
///
/// JSON Schema validation, 6.5; core, 10.2.2.4 and 10.3.2.4.
extension ProgramBuilder {
  mutating func compileObjects() throws(SchemaError) {
    if let least = try count(.minProperties), let node = value(.minProperties) {
      emit(Operation(code: .minProperties, first: least), for: .object, at: node)
    }
    if let most = try count(.maxProperties), let node = value(.maxProperties) {
      emit(Operation(code: .maxProperties, first: most), for: .object, at: node)
    }
    if let node = value(.propertyNames) {
      emit(Operation(code: .propertyNames, first: try schema(node)), for: .object, at: node)
    }
    try compileDependentRequired()
    try compileDependentSchemas()
  }

  private mutating func compileDependentRequired() throws(SchemaError) {
    guard let node = value(.dependentRequired) else { return }
    guard node.kind == .object else {
      throw wrong(.dependentRequired, "an object of arrays of names", at: node)
    }
    for (name, value) in node.members {
      let wanted = try strings(value, of: .dependentRequired)
      let trigger = names.add(name)
      let list = keep(wanted.map { names.add($0) })
      emit(
        Operation(code: .dependentRequired, first: trigger, second: list, third: UInt32(wanted.count)),
        for: .object, at: value)
    }
  }

  private mutating func compileDependentSchemas() throws(SchemaError) {
    guard let node = value(.dependentSchemas) else { return }
    guard node.kind == .object else { throw wrong(.dependentSchemas, "an object of schemas", at: node) }
    for (name, value) in node.members {
      let number = try schemaInPlace(value)
      let operation = Operation(code: .dependentSchema, first: names.add(name), second: number)
      emit(operation, for: .object, at: value)
    }
  }
}

extension Evaluator {
  /// A name's record is one of a string, so it is checked as an instance where it stands.
  @inline(never)
  mutating func hasValidNames(_ operation: Operation, _ index: Int) -> Bool {
    var name = index + 1
    let end = Int(tape[index].next)
    while name < end {
      guard isValid(operation.first, name) else { return false }
      name = Int(tape[name + 1].next)
    }
    return true
  }

  @inline(never)
  mutating func hasDependents(_ operation: Operation, _ index: Int) -> Bool {
    guard value(named: operation.first, in: index) != nil else { return true }
    return image.list(operation.second, count: operation.third).allSatisfy {
      value(named: $0, in: index) != nil
    }
  }

  @inline(never)
  mutating func satisfiesDependent(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    guard value(named: operation.first, in: index) != nil else { return true }
    return isValid(operation.second, index, track)
  }
}
