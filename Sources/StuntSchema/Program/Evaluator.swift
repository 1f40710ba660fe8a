internal import StuntJSON

/// Answers "is it valid" by running operations over a tape: builds nothing, stops at the first violation.
///
/// It borrows everything. Each keyword family's file extends it with its operations.
struct Evaluator {
  let bytes: UnsafeBufferPointer<UInt8>
  let tape: UnsafeBufferPointer<JSONRecord>
  let program: SchemaProgram
  let ranges: UnsafeBufferPointer<OperationRange>
  let operations: UnsafeBufferPointer<Operation>
  let plans: UnsafeBufferPointer<MemberPlan>
  let entrySchemas: UnsafeBufferPointer<UInt32>
  let words: UnsafeBufferPointer<UInt32>
  let nameBytes: UnsafeBufferPointer<UInt8>
  let slots: UnsafeBufferPointer<NameSlot>

  /// Schemas entered inside one another.
  var depth = 0
  /// Schemas that may still be entered.
  var budget: Int
  /// Set once depth or budget are used up; every answer is then "no", and means nothing.
  var isExhausted = false
  /// Where that was.
  var exhaustedIndex: Int?
  /// The resources entered, outermost first; kept only for programs with `$dynamicRef`.
  var scope: [UInt32] = []
  /// One mark per child of each instance whose evaluated children are being collected, innermost last.
  var marks: [Bool] = []

  /// Stands for "nobody collects evaluated children" where a start in `marks` is expected.
  static let untracked = -1

  /// Runs a body with an evaluator of a borrowed document.
  static func run<Result>(
    _ program: SchemaProgram, _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>,
    _ body: (inout Evaluator) -> Result
  ) -> Result {
    let parts = program.parts
    return parts.ranges.withUnsafeBufferPointer { ranges in
      parts.operations.withUnsafeBufferPointer { operations in
        parts.plans.withUnsafeBufferPointer { plans in
          parts.entrySchemas.withUnsafeBufferPointer { entrySchemas in
            parts.words.withUnsafeBufferPointer { words in
              parts.nameBytes.withUnsafeBufferPointer { nameBytes in
                parts.slots.withUnsafeBufferPointer { slots in
                  var evaluator = Evaluator(
                    bytes: bytes, tape: tape, program: program, ranges: ranges, operations: operations,
                    plans: plans, entrySchemas: entrySchemas, words: words, nameBytes: nameBytes,
                    slots: slots,
                    budget: Limits.validationSteps(tape: tape.count))
                  return body(&evaluator)
                }
              }
            }
          }
        }
      }
    }
  }

  /// Whether the value at an index satisfies a schema; its evaluated children are marked from `track` on.
  mutating func isValid(_ schema: UInt32, _ index: Int, _ track: Int = Evaluator.untracked) -> Bool {
    let range = ranges[Int(schema) &* 6 &+ Int(tape[index].kind.rawValue)]
    if range.start == range.end { return true }
    guard depth < Limits.validationDepthMax, budget > 0 else {
      isExhausted = true
      exhaustedIndex = exhaustedIndex ?? index
      return false
    }
    depth &+= 1
    budget &-= 1
    let result = holds(range.start, range.end, index, track)
    depth &-= 1
    return result
  }

  /// Whether all operations of a range hold.
  @inline(__always)
  mutating func holds(_ start: UInt32, _ end: UInt32, _ index: Int, _ track: Int) -> Bool {
    var position = start
    while position < end {
      guard holds(operations[Int(position)], index, track) else { return false }
      position &+= 1
    }
    return true
  }

  /// Whether one operation holds; the compiler has seen to it that it fits the kind of the instance.
  @inline(__always)
  mutating func holds(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    switch operation.code {
    case .wrongType, .falseSchema: false
    case .enumeration: isEnumerated(operation, index)
    case .stringEnumeration: isEnumeratedString(operation, index)
    case .minLength: hasLength(atLeast: Int(operation.first), index)
    case .maxLength: hasLength(atMost: Int(operation.first), index)
    case .pattern: matches(operation, index)
    case .format: hasFormat(operation, index)
    case .integer: isInteger(index)
    case .integerEnumeration: isEnumeratedInteger(operation, index)
    case .minimum:
      compares(operation, index) {
        $0 >= $1
      } exactly: {
        $0 >= $1
      }
    case .maximum:
      compares(operation, index) {
        $0 <= $1
      } exactly: {
        $0 <= $1
      }
    case .exclusiveMinimum:
      compares(operation, index) {
        $0 > $1
      } exactly: {
        $0 > $1
      }
    case .exclusiveMaximum:
      compares(operation, index) {
        $0 < $1
      } exactly: {
        $0 < $1
      }
    case .multipleOf: isMultiple(operation, index)
    case .numberFormat: hasNumberFormat(operation, index)
    case .minItems, .minProperties: tape[index].count >= Int(operation.first)
    case .maxItems, .maxProperties: tape[index].count <= Int(operation.first)
    case .uniqueItems: hasUniqueItems(index)
    case .elements: hasValidElements(operation, index, track)
    case .contains: containsEnough(operation, index, track)
    case .members: hasValidMembers(operation, index, track)
    case .propertyNames: hasValidNames(operation, index)
    case .dependentRequired: hasDependents(operation, index)
    case .dependentSchema: satisfiesDependent(operation, index, track)
    case .subschema: isValid(operation.first, index, track)
    case .reference: isValidInScope(operation, index, track)
    case .dynamicReference: isValid(dynamicTarget(operation), index, track)
    case .anyOf: satisfiesAny(operation, index, track)
    case .oneOf: satisfiesOne(operation, index, track)
    case .not: !isValid(operation.first, index)
    case .conditional: satisfiesCondition(operation, index, track)
    case .scope: holdsInScope(operation, index, track)
    case .track: holdsTracked(operation, index, track)
    case .unevaluatedItems, .unevaluatedProperties: true  // Part of `track`.
    }
  }

  /// The bytes of a string or name without its escapes, lent to a body; allocates only if there are escapes.
  @inline(__always)
  func withText<Result>(_ record: JSONRecord, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let raw = record.slice(of: bytes)
    guard record.hasEscapes else { return body(raw) }
    return JSONText.decoded(raw, hasEscapes: true).withUnsafeBufferPointer(body)
  }

  /// The entry of a name or string in a table, or `Operation.none`.
  @inline(__always)
  func entry(of record: JSONRecord, in table: NameTable) -> UInt32 {
    if record.hasEscapes {
      return withText(record) { entry(of: NameKey($0, 0, $0.count), $0, 0, in: table) }
    }
    return entry(
      of: NameKey(bytes, Int(record.offset), Int(record.length)), bytes, Int(record.offset), in: table)
  }

  @inline(__always)
  private func entry(
    of key: NameKey, _ text: UnsafeBufferPointer<UInt8>, _ offset: Int, in table: NameTable
  ) -> UInt32 {
    var position = key.hash & table.mask
    while true {
      let slot = slots[Int(table.start &+ position)]
      if slot.entry == Operation.none { return slot.entry }
      if slot.key == key, key.length <= 16 || isSame(text, offset, slot) { return slot.entry }
      position = (position &+ 1) & table.mask
    }
  }

  private func isSame(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ slot: NameSlot) -> Bool {
    let length = Int(slot.key.length)
    return text[offset..<offset + length].elementsEqual(
      nameBytes[Int(slot.offset)..<Int(slot.offset) + length])
  }

  /// The number at an index, exactly; only for what the fast ways cannot decide.
  func number(at index: Int) -> JSONNumber {
    let text = String(decoding: tape[index].slice(of: bytes), as: UTF8.self)
    let limits = JSONLimits(numberBytes: JSONLimits.numberBytesMax)
    // The text is a number of a parsed document, so it can be parsed again.
    return (try? JSONDocument(parsing: text, limits: limits))?.root.number ?? 0
  }
}
