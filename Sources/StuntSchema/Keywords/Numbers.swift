internal import StuntJSON

/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`, `multipleOf`. JSON Schema validation, 6.2.
extension ProgramBuilder {
  mutating func compileNumbers() throws(SchemaError) {
    try compileNumber(.multipleOf, .multipleOf)
    try compileNumber(.minimum, .minimum)
    try compileNumber(.exclusiveMinimum, .exclusiveMinimum)
    try compileNumber(.maximum, .maximum)
    try compileNumber(.exclusiveMaximum, .exclusiveMaximum)
  }

  private mutating func compileNumber(_ keyword: Keyword, _ code: OperationCode) throws(SchemaError) {
    guard let node = value(keyword) else { return }
    guard let number = node.number else { throw wrong(keyword, "a number", at: node) }
    if code == .multipleOf, number <= 0 { throw wrong(keyword, "a number greater than 0", at: node) }
    parts.numbers.append(number)
    var operation = Operation(code: code, third: UInt32(parts.numbers.count - 1))
    if node.record.isPlainInteger, let integer = number.int {
      operation.flag = Operation.isPlainInteger
      operation.integer = integer
    }
    emit(operation, for: .number, at: node)
  }
}

extension Operation {
  /// Marks that the number in question is carried in the operation.
  static let isPlainInteger: UInt8 = 1
}

extension Evaluator {
  @inline(__always)
  mutating func compares(
    _ operation: Operation, _ index: Int, _ holds: (Int, Int) -> Bool,
    exactly: (JSONNumber, JSONNumber) -> Bool
  ) -> Bool {
    let record = tape[index]
    if record.isPlainInteger, operation.flag == Operation.isPlainInteger {
      return holds(record.integer(in: bytes), operation.integer)
    }
    return exactly(number(at: index), program.parts.numbers[Int(operation.third)])
  }

  @inline(never)
  mutating func isMultiple(_ operation: Operation, _ index: Int) -> Bool {
    let record = tape[index]
    if record.isPlainInteger, operation.flag == Operation.isPlainInteger {
      return record.integer(in: bytes) % operation.integer == 0
    }
    return number(at: index).isMultiple(of: program.parts.numbers[Int(operation.third)])
  }
}

// The four limits of a number.
extension Evaluator {
  /// `minimum`.
  mutating func isAtLeast(_ operation: Operation, _ index: Int) -> Bool {
    compares(operation, index, { $0 >= $1 }, exactly: { $0 >= $1 })
  }

  /// `maximum`.
  mutating func isAtMost(_ operation: Operation, _ index: Int) -> Bool {
    compares(operation, index, { $0 <= $1 }, exactly: { $0 <= $1 })
  }

  /// `exclusiveMinimum`.
  mutating func isAbove(_ operation: Operation, _ index: Int) -> Bool {
    compares(operation, index, { $0 > $1 }, exactly: { $0 > $1 })
  }

  /// `exclusiveMaximum`.
  mutating func isBelow(_ operation: Operation, _ index: Int) -> Bool {
    compares(operation, index, { $0 < $1 }, exactly: { $0 < $1 })
  }
}
