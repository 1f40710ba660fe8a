internal import StuntJSON

/// `minLength`, `maxLength`, `pattern`. JSON Schema validation, 6.3.
extension ProgramBuilder {
  mutating func compileStrings() throws(SchemaError) {
    if let least = try count(.minLength), let node = value(.minLength) {
      if least > 0 { emit(Operation(code: .minLength, first: least), for: .string, at: node) }
    }
    if let most = try count(.maxLength), let node = value(.maxLength) {
      emit(Operation(code: .maxLength, first: most), for: .string, at: node)
    }
    if let node = value(.pattern) {
      guard let pattern = node.string else { throw wrong(.pattern, "a regular expression", at: node) }
      let expression = try expression(pattern, at: node)
      emit(Operation(code: .pattern, first: expression), for: .string, at: node)
    }
  }
}

extension Evaluator {
  /// Lengths count Unicode scalars, each of which takes up to four bytes, or up to twelve when escaped.
  @inline(__always)
  mutating func hasLength(atLeast least: Int, _ index: Int) -> Bool {
    let record = tape[index]
    let length = Int(record.length)
    if record.isPlainASCII { return length >= least }
    if length < least { return false }
    if length >= least &* 12 { return true }
    return JSONText.scalarCount(record.slice(of: bytes), hasEscapes: record.hasEscapes) >= least
  }

  @inline(__always)
  mutating func hasLength(atMost most: Int, _ index: Int) -> Bool {
    let record = tape[index]
    if Int(record.length) <= most { return true }
    if record.isPlainASCII { return false }
    return JSONText.scalarCount(record.slice(of: bytes), hasEscapes: record.hasEscapes) <= most
  }

  @inline(never)
  mutating func matches(_ operation: Operation, _ index: Int) -> Bool {
    matches(expression: operation.first, tape[index])
  }

  /// Whether a string or name matches an expression of the program.
  @inline(__always)
  mutating func matches(expression: UInt32, _ record: JSONRecord) -> Bool {
    Evaluator.withText(record, bytes) { text in
      lent._withUnsafeGuaranteedRef { $0.parts.expressions[Int(expression)].matches(text) }
    }
  }
}
