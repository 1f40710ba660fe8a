internal import StuntJSON

/// Answers "is it valid" by running operations over a tape: builds nothing, stops at the first violation.
///
/// It borrows everything, and holds nothing that is counted. Each keyword family's file extends it with its operations. All of them are mutating, also
/// those that only read: a method that is not is handed a copy of the evaluator, and that took a third of the time.
struct Evaluator {
  let bytes: UnsafeBufferPointer<UInt8>
  let tape: UnsafeBufferPointer<JSONRecord>
  /// Not a reference that is counted: `run` is lent the program for as long as the evaluator lives.
  let lent: Unmanaged<SchemaProgram>
  let image: ProgramImage.Pointers

  /// Schemas entered inside one another.
  var depth = 0
  /// Schemas that may still be entered.
  var budget: Int
  /// Set once depth or budget are used up; every answer is then "no", and means nothing.
  var isExhausted = false
  /// Where that was.
  var exhaustedIndex: Int?
  /// The resources entered, outermost first; kept only for programs with `$dynamicRef`.
  var scope = PlainStack<UInt32>()
  /// One mark per child of each instance whose evaluated children are being collected, innermost last.
  var marks = PlainStack<Bool>()

  /// Stands for "nobody collects evaluated children" where a start in `marks` is expected.
  static let untracked = -1

  /// Runs a body with an evaluator of a borrowed document.
  @inline(__always)
  static func run<Result>(
    _ program: SchemaProgram, _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>,
    _ body: (inout Evaluator) -> Result
  ) -> Result {
    program.image.withPointers { image in
      var evaluator = Evaluator(
        bytes: bytes, tape: tape, lent: .passUnretained(program), image: image,
        budget: Limits.validationSteps(tape: tape.count))
      defer {
        evaluator.scope.free()
        evaluator.marks.free()
      }
      return body(&evaluator)
    }
  }

  /// The program, for what is asked rarely: it counts a reference.
  var program: SchemaProgram { lent.takeUnretainedValue() }

  /// Whether the value at an index satisfies a schema; its evaluated children are marked from `track` on.
  @inline(__always)
  mutating func isValid(_ schema: UInt32, _ index: Int, _ track: Int = Evaluator.untracked) -> Bool {
    let range = image.ranges[Int(schema) &* 6 &+ Int(tape[index].kind.number)]
    if range.start == range.end { return true }
    let first = image.operations + Int(range.start)
    // Most values of most requests are one of a few texts, and conditions speak of members: no more than one look.
    if range.end == range.start &+ 1, canEnter {
      if first.pointee.code == .stringEnumeration {
        budget &-= 1
        return isEnumeratedString(first.pointee, index)
      }
      if first.pointee.code == .members {
        budget &-= 1
        depth &+= 1
        let isValid = hasValidMembers(first.pointee, index, track)
        depth &-= 1
        return isValid
      }
    }
    return isValid(range, index, track)
  }

  /// Whether one more schema may be entered.
  private var canEnter: Bool {
    @inline(__always) get { depth < Limits.validationDepthMax && budget > 0 }
  }

  /// Never inlined, nor are the operations that call it: the optimizer would unroll the recursion for a minute.
  @inline(never)
  private mutating func isValid(_ range: OperationRange, _ index: Int, _ track: Int) -> Bool {
    guard canEnter else {
      isExhausted = true
      exhaustedIndex = exhaustedIndex ?? index
      return false
    }
    depth &+= 1
    budget &-= 1
    var position = range.start
    while position < range.end, holds(image.operations[Int(position)], index, track) { position &+= 1 }
    depth &-= 1
    return position == range.end
  }

  /// Whether all operations of a range hold, where speed matters less than the size of the code.
  mutating func holdAll(_ start: UInt32, _ end: UInt32, _ index: Int, _ track: Int) -> Bool {
    for position in start..<end where !check(image.operations[Int(position)], index, track) { return false }
    return true
  }

  /// Whether one operation holds, where speed matters less than the size of the code.
  @inline(never)
  mutating func check(_ operation: Operation, _ index: Int, _ track: Int = Evaluator.untracked) -> Bool {
    holds(operation, index, track)
  }

  /// Whether one operation holds; the compiler has seen to it that it fits the kind of the instance.
  @inline(__always)
  private mutating func holds(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
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
    case .minimum: isAtLeast(operation, index)
    case .maximum: isAtMost(operation, index)
    case .exclusiveMinimum: isAbove(operation, index)
    case .exclusiveMaximum: isBelow(operation, index)
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
  static func withText<Result>(
    _ record: JSONRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let raw = record.slice(of: bytes)
    guard record.hasEscapes else { return body(raw) }
    return JSONText.decoded(raw, hasEscapes: true).withUnsafeBufferPointer(body)
  }

  /// The entry of a name or string in a table, or `Operation.none`.
  @inline(__always)
  mutating func entry(of record: JSONRecord, in table: NameTable) -> UInt32 {
    if record.hasEscapes { return escapedEntry(of: record, in: table) }
    return entry(
      of: NameKey(bytes, Int(record.offset), Int(record.length)), bytes, Int(record.offset), in: table)
  }

  @inline(never)
  mutating func escapedEntry(of record: JSONRecord, in table: NameTable) -> UInt32 {
    Evaluator.withText(record, bytes) { entry(of: NameKey($0, 0, $0.count), $0, 0, in: table) }
  }

  @inline(__always)
  mutating func entry(
    of key: NameKey, _ text: UnsafeBufferPointer<UInt8>, _ offset: Int, in table: NameTable
  ) -> UInt32 {
    var position = key.hash & table.mask
    while true {
      let slot = image.slots[Int(table.start &+ position)]
      if slot.entry == Operation.none { return slot.entry }
      if slot.key == key, key.length <= 16 || isSame(text, offset, Int(slot.offset), Int(key.length)) {
        return slot.entry
      }
      position = (position &+ 1) & table.mask
    }
  }

  @inline(never)
  mutating func isSame(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ other: Int, _ length: Int) -> Bool
  {
    // Head and tail are equal already; what is between them is compared by eight bytes.
    let text = UnsafeRawBufferPointer(text)
    let name = UnsafeRawPointer(image.nameBytes)
    var position = 8
    while position < length - 8 {
      let word = text.loadUnaligned(fromByteOffset: offset + position, as: UInt64.self)
      guard word == name.loadUnaligned(fromByteOffset: other + position, as: UInt64.self) else {
        return false
      }
      position += 8
    }
    return true
  }

  /// The number at an index, exactly; only for what the fast ways cannot decide.
  @inline(never)
  mutating func number(at index: Int) -> JSONNumber {
    let text = String(decoding: tape[index].slice(of: bytes), as: UTF8.self)
    let limits = JSONLimits(numberBytes: JSONLimits.numberBytesMax)
    // The text is a number of a parsed document, so it can be parsed again.
    return (try? JSONDocument(parsing: text, limits: limits))?.root.number ?? 0
  }
}

extension JSONKind {
  /// The raw value, without the call that getting it from another module costs.
  @inline(__always)
  var number: UInt8 {
    // A frozen enumeration of one byte, whose cases are numbered from 0 as their raw values are: a test compares them.
    unsafeBitCast(self, to: UInt8.self)
  }
}
