internal import StuntJSON

/// `unevaluatedItems` and `unevaluatedProperties`. JSON Schema core, 11.
///
/// Only schemas that have one of them collect: each child of the instance gets a mark once some keyword evaluates it,
/// and the marks of a branch that fails are dropped.
extension ProgramBuilder {
  /// Emitted last: the operations before them are wrapped in `track`, which carries the schema too.
  mutating func compileUnevaluated() throws(SchemaError) {
    if let node = value(.unevaluatedItems) {
      emit(Operation(code: .unevaluatedItems, first: try schema(node)), for: .array, at: node)
    }
    if let node = value(.unevaluatedProperties) {
      emit(Operation(code: .unevaluatedProperties, first: try schema(node)), for: .object, at: node)
    }
  }
}

extension Evaluator {
  /// Collects what the operations evaluate, then checks the rest against the schema.
  @inline(never)
  mutating func holdsTracked(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let start = openMarks(index)
    defer { marks.removeLast(tape[index].count) }
    guard holdAll(operation.first, operation.second, index, start) else { return false }
    let isValid = forEachUnmarked(index, start) { evaluator, child in
      evaluator.isValid(operation.third, child)
    }
    guard isValid else { return false }
    if track >= 0 { for ordinal in 0..<tape[index].count { marks[track + ordinal] = true } }
    return true
  }

  /// Whether a schema that may fail without harm is valid; only then its marks count.
  @inline(never)
  mutating func isValidBranch(_ schema: UInt32, _ index: Int, _ track: Int) -> Bool {
    guard track >= 0 else { return isValid(schema, index) }
    let start = openMarks(index)
    let result = isValid(schema, index, start)
    let count = tape[index].count
    if result { for ordinal in 0..<count where marks[start + ordinal] { marks[track + ordinal] = true } }
    marks.removeLast(count)
    return result
  }

  @inline(never)
  mutating func openMarks(_ index: Int) -> Int {
    marks.append(repeating: false, count: tape[index].count)
    return marks.count - tape[index].count
  }

  /// Gives the values of children without a mark to a body until it says no.
  @inline(never)
  mutating func forEachUnmarked(_ index: Int, _ start: Int, _ body: (inout Evaluator, Int) -> Bool) -> Bool {
    let isObject = tape[index].kind == .object
    var child = isObject ? index + 2 : index + 1
    let end = Int(tape[index].next)
    var ordinal = 0
    while child < end {
      if !marks[start + ordinal], !body(&self, child) { return false }
      child = Int(tape[child].next) + (isObject ? 1 : 0)
      ordinal += 1
    }
    return true
  }
}
