internal import StuntJSON

/// `format`, where it is asserted. JSON Schema validation, 7.
extension ProgramBuilder {
  mutating func compileFormat() throws(SchemaError) {
    guard let node = value(.format) else { return }
    guard let name = node.string else { throw wrong(.format, "a string", at: node) }
    let isAsserted = options.assertFormats || current.vocabularies.contains(.formatAssertion)
    guard isAsserted, !options.annotationFormats.contains(name) else { return }
    guard let format = Format(name: name) else {
      guard options.refusesUnknownKeywords else { return }
      throw .unknownFormat(
        name, nearest: NearestName.among(Format.allNames, to: name), at: location(of: node))
    }
    guard !format.acceptsEverything else { return }
    let code: OperationCode = format.isNumeric ? .numberFormat : .format
    emit(Operation(code: code, flag: format.rawValue), for: format.isNumeric ? .number : .string, at: node)
  }
}

extension Evaluator {
  @inline(never)
  mutating func hasFormat(_ operation: Operation, _ index: Int) -> Bool {
    guard let format = Format(rawValue: operation.flag) else { return true }
    return Evaluator.withText(tape[index], bytes) { format.accepts($0) }
  }

  /// `int32` and `int64` of OpenAPI's registry.
  @inline(never)
  mutating func hasNumberFormat(_ operation: Operation, _ index: Int) -> Bool {
    let record = tape[index]
    guard let integer = record.isPlainInteger ? record.integer(in: bytes) : number(at: index).int else {
      return false
    }
    return operation.flag == Format.integer64.rawValue || Int32(exactly: integer) != nil
  }
}
