internal import StuntJSON

/// `allOf`, `anyOf`, `oneOf`, `not`, and `if` with `then` and `else`. JSON Schema core, 10.2.
extension ProgramBuilder {
  mutating func compileLogic() throws(SchemaError) {
    if let node = value(.allOf) {
      for branch in try branches(node, of: .allOf) {
        emit(Operation(code: .subschema, first: try schemaInPlace(branch)), at: branch)
      }
    }
    try compileBranches(.anyOf, .anyOf)
    try compileBranches(.oneOf, .oneOf)
    if let node = value(.not) { emit(Operation(code: .not, first: try schemaInPlace(node)), at: node) }
  }

  mutating func compileCondition() throws(SchemaError) {
    var operation = Operation(code: .conditional, second: Operation.none, third: Operation.none)
    guard let node = value(.if) else {
      // Without `if` they are ignored, but they have to be schemas.
      for branch in [value(.then), value(.else)].compactMap({ $0 }) { _ = try schema(branch) }
      return
    }
    operation.first = try schemaInPlace(node)
    if let node = value(.then) { operation.second = try schemaInPlace(node) }
    if let node = value(.else) { operation.third = try schemaInPlace(node) }
    emit(operation, at: node)
  }

  private mutating func compileBranches(_ keyword: Keyword, _ code: OperationCode) throws(SchemaError) {
    guard let node = value(keyword) else { return }
    var list: [UInt32] = []
    for branch in try branches(node, of: keyword) { list.append(try schemaInPlace(branch)) }
    emit(Operation(code: code, first: keep(list), second: UInt32(list.count)), at: node)
  }

  private func branches(_ node: JSONNode, of keyword: Keyword) throws(SchemaError) -> [JSONNode] {
    guard node.kind == .array, node.count > 0 else {
      throw wrong(keyword, "an array of at least one schema", at: node)
    }
    return Array(node.elements)
  }
}

extension Evaluator {
  @inline(never)
  mutating func satisfiesAny(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    var isSatisfied = false
    for position in 0..<operation.second {
      guard isValidBranch(image.words[Int(operation.first &+ position)], index, track) else { continue }
      // All branches count when evaluated children are collected.
      if track < 0 { return true }
      isSatisfied = true
    }
    return isSatisfied
  }

  @inline(never)
  mutating func satisfiesOne(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    var count = 0
    for position in 0..<operation.second {
      guard isValidBranch(image.words[Int(operation.first &+ position)], index, track) else { continue }
      count += 1
      if count > 1 { return false }
    }
    return count == 1
  }

  @inline(never)
  mutating func satisfiesCondition(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let branch = isValidBranch(operation.first, index, track) ? operation.second : operation.third
    return branch == Operation.none || isValid(branch, index, track)
  }
}
