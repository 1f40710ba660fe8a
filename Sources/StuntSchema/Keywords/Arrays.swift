internal import StuntJSON

/// `prefixItems`, `items`, `contains` with its counts, `minItems`, `maxItems`, `uniqueItems`.
///
/// JSON Schema core, 10.3.1; validation, 6.4.
extension ProgramBuilder {
  mutating func compileArrays() throws(SchemaError) {
    if let least = try count(.minItems), let node = value(.minItems) {
      emit(Operation(code: .minItems, first: least), for: .array, at: node)
    }
    if let most = try count(.maxItems), let node = value(.maxItems) {
      emit(Operation(code: .maxItems, first: most), for: .array, at: node)
    }
    try compileElements()
    if let node = value(.uniqueItems) {
      guard let isUnique = node.boolean else { throw wrong(.uniqueItems, "true or false", at: node) }
      if isUnique { emit(Operation(code: .uniqueItems), for: .array, at: node) }
    }
    try compileContains()
  }

  private mutating func compileElements() throws(SchemaError) {
    var operation = Operation(code: .elements, third: Operation.none)
    var place: JSONNode?
    if let node = value(.prefixItems) {
      guard node.kind == .array, node.count > 0 else {
        throw wrong(.prefixItems, "an array of at least one schema", at: node)
      }
      var list: [UInt32] = []
      for element in node.elements { list.append(try schema(element)) }
      operation.first = keep(list)
      operation.second = UInt32(list.count)
      place = node
    }
    if let node = value(.items) {
      operation.third = try schema(node)
      place = node
    }
    if let place { emit(operation, for: .array, at: place) }
  }

  private mutating func compileContains() throws(SchemaError) {
    let least = try count(.minContains)
    let most = try count(.maxContains)
    guard let node = value(.contains) else { return }
    // Least, most, and where each is written.
    let list = keep([
      least ?? 1, most ?? Operation.none, UInt32(value(.minContains)?.index ?? node.index),
      UInt32(value(.maxContains)?.index ?? node.index),
    ])
    emit(Operation(code: .contains, first: try schema(node), second: list), for: .array, at: node)
  }
}

extension Evaluator {
  @inline(never)
  mutating func hasValidElements(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let end = Int(tape[index].next)
    let prefix = Int(operation.second)
    var element = index &+ 1
    var ordinal = 0
    while element < end {
      var schema = operation.third
      if ordinal < prefix { schema = image.words[Int(operation.first) &+ ordinal] }
      if schema == Operation.none { return true }
      guard isValid(schema, element) else { return false }
      if track >= 0 { marks[track &+ ordinal] = true }
      element = Int(tape[element].next)
      ordinal &+= 1
    }
    return true
  }

  /// Stops counting when the answer is known, unless the elements that match are being collected.
  @inline(never)
  mutating func containsEnough(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let least = Int(image.words[Int(operation.second)])
    let limit = image.words[Int(operation.second) + 1]
    let most = limit == Operation.none ? Int.max : Int(limit)
    let isDecided = track < 0 && most == Int.max ? least : Int.max
    let count = countMatches(operation.first, index, track, enough: isDecided)
    return count >= least && count <= most
  }

  @inline(never)
  mutating func countMatches(_ schema: UInt32, _ index: Int, _ track: Int, enough: Int) -> Int {
    let end = Int(tape[index].next)
    var element = index + 1
    var ordinal = 0
    var count = 0
    while element < end, count < enough {
      if isValid(schema, element) {
        count += 1
        if track >= 0 { marks[track + ordinal] = true }
      }
      element = Int(tape[element].next)
      ordinal += 1
    }
    return count
  }
}
