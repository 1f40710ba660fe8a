internal import StuntJSON

/// The data of violations of keywords that look at one value only, read from where the schema says it.
extension Explainer {
  func kind(
    of operation: Operation, _ place: SchemaPlace, _ index: Int, _ evaluator: inout Evaluator
  ) -> Violation.Kind {
    let keyword = evaluator.program.keywordValue(place)
    let limit = Int(operation.first)
    let count = evaluator.tape[index].count
    switch operation.code {
    case .wrongType, .integer:
      let found = SchemaType(of: JSONNode(document: document, index: index))
      return .type(expected: SchemaType.all(in: operation.flag), found: found)
    case .enumeration, .stringEnumeration, .integerEnumeration:
      let isConstant = operation.flag == Operation.isConstant
      return isConstant ? .constant(keyword.value) : .enumeration(allowed: keyword.elements.map(\.value))
    case .minimum: return .minimum(keyword.number ?? 0)
    case .maximum: return .maximum(keyword.number ?? 0)
    case .exclusiveMinimum: return .exclusiveMinimum(keyword.number ?? 0)
    case .exclusiveMaximum: return .exclusiveMaximum(keyword.number ?? 0)
    case .multipleOf: return .multipleOf(keyword.number ?? 0)
    case .minLength: return .minLength(limit, actual: length(index, &evaluator))
    case .maxLength: return .maxLength(limit, actual: length(index, &evaluator))
    case .pattern: return .pattern(keyword.string ?? "")
    case .format, .numberFormat: return .format(keyword.string ?? "")
    case .minItems: return .minItems(limit, actual: count)
    case .maxItems: return .maxItems(limit, actual: count)
    case .minProperties: return .minProperties(limit, actual: count)
    case .maxProperties: return .maxProperties(limit, actual: count)
    case .uniqueItems:
      let pair = evaluator.firstPair(index) ?? (0, 0)
      return .uniqueItems(first: pair.first, second: pair.second)
    case .not: return .not
    default: return .falseSchema
    }
  }

  private func length(_ index: Int, _ evaluator: inout Evaluator) -> Int {
    let record = evaluator.tape[index]
    return JSONText.scalarCount(record.slice(of: evaluator.bytes), hasEscapes: record.hasEscapes)
  }
}
