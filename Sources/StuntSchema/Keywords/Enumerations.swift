internal import StuntJSON

/// `enum` and `const`. JSON Schema validation, 6.1.2 and 6.1.3.
extension ProgramBuilder {
  mutating func compileEnumerations() throws(SchemaError) {
    if let node = value(.enum) {
      guard node.kind == .array else { throw wrong(.enum, "an array", at: node) }
      compile(allowed: Array(node.elements), flag: 0, at: node)
    }
    if let node = value(.const) { compile(allowed: [node], flag: Operation.isConstant, at: node) }
  }

  /// One operation for each kind of instance, as cheap as the values of that kind allow.
  private mutating func compile(allowed: [JSONNode], flag: UInt8, at node: JSONNode) {
    for kind: JSONKind in [.null, .boolean, .number, .string, .array, .object] {
      let values = allowed.filter { $0.kind == kind }
      switch kind {
      case .null where !values.isEmpty: continue
      case .string where !values.isEmpty:
        let first = UInt32(names.names.count)
        for value in values { _ = names.add(value.string ?? "") }
        let table = names.table(first: first, count: values.count)
        let operation = Operation(
          code: .stringEnumeration, flag: flag, first: table.start, second: table.mask)
        emit(operation, for: .string, at: node)
      case .number where !values.isEmpty && values.allSatisfy(\.record.isPlainInteger):
        var words: [UInt32] = []
        for integer in values.compactMap(\.int) {
          var pair = Operation(code: .integerEnumeration)
          pair.integer = integer
          words += [pair.first, pair.second]
        }
        let start = keep(words)
        let count = UInt32(values.count)
        let operation = Operation(code: .integerEnumeration, flag: flag, first: start, second: count)
        emit(operation, for: .number, at: node)
      default:
        let start = keep(values.map { UInt32($0.index) })
        let operation = Operation(
          code: .enumeration, flag: flag, first: start, second: UInt32(values.count),
          third: UInt32(current.location.document))
        emit(operation, for: KindSet(kind), at: node)
      }
    }
  }
}

extension Operation {
  /// Marks an enumeration of the one value of `const`.
  static let isConstant: UInt8 = 1
}

extension Evaluator {
  mutating func isEnumeratedString(_ operation: Operation, _ index: Int) -> Bool {
    entry(of: tape[index], in: NameTable(start: operation.first, mask: operation.second)) != Operation.none
  }

  @inline(never)
  mutating func isEnumeratedInteger(_ operation: Operation, _ index: Int) -> Bool {
    let record = tape[index]
    guard let integer = record.isPlainInteger ? record.integer(in: bytes) : number(at: index).int else {
      return false
    }
    var pair = Operation(code: .integerEnumeration)
    for position in 0..<Int(operation.second) {
      pair.first = image.words[Int(operation.first) + position * 2]
      pair.second = image.words[Int(operation.first) + position * 2 + 1]
      if pair.integer == integer { return true }
    }
    return false
  }

  @inline(never)
  mutating func isEnumerated(_ operation: Operation, _ index: Int) -> Bool {
    return program.parts.documents[Int(operation.third)].withUnsafeTape { otherBytes, otherTape in
      let comparison = JSONComparison(bytes, tape, otherBytes, otherTape)
      return image.list(operation.first, count: operation.second).contains {
        comparison.areEqual(index, Int($0))
      }
    }
  }
}
