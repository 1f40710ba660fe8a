internal import StuntJSON

/// `properties`, `patternProperties`, `additionalProperties`, `required`: one walk over an object's members.
///
/// JSON Schema core, 10.3.2; validation, 6.5.3.
extension ProgramBuilder {
  mutating func compileMembers() throws(SchemaError) {
    let keywords: [Keyword] = [.properties, .required, .patternProperties, .additionalProperties]
    guard let first = keywords.compactMap({ value($0) }).first else { return }
    var plan = MemberPlan()
    let schemas = try compileProperties(&plan)
    let required = try compileRequired(&plan)
    compileEntries(schemas, required, &plan)
    try compilePatterns(&plan)
    if let node = value(.additionalProperties) {
      plan.additional = try schema(node)
      plan.isClosed = node.boolean == false
      plan.additionalPlace = UInt32(node.index)
    }
    plan.hasOthers = plan.patternCount > 0 || plan.additional != Operation.none
    plan.isOfOne = plan.entryCount == 1 && !plan.hasOthers
    parts.plans.append(plan)
    emit(Operation(code: .members, first: UInt32(parts.plans.count - 1)), for: .object, at: first)
  }

  private mutating func compileProperties(
    _ plan: inout MemberPlan
  ) throws(SchemaError) -> [(name: String, schema: UInt32)] {
    guard let node = value(.properties) else { return [] }
    guard node.kind == .object else { throw wrong(.properties, "an object of schemas", at: node) }
    plan.propertiesPlace = UInt32(node.index)
    var result: [(String, UInt32)] = []
    for (name, value) in node.members { result.append((name, try schema(value))) }
    return result
  }

  private mutating func compileRequired(_ plan: inout MemberPlan) throws(SchemaError) -> [String] {
    guard let node = value(.required) else { return [] }
    plan.requiredPlace = UInt32(node.index)
    return try strings(node, of: .required)
  }

  /// Numbers the names: the properties in their order, then those that are only required.
  private mutating func compileEntries(
    _ schemas: [(name: String, schema: UInt32)], _ required: [String], _ plan: inout MemberPlan
  ) {
    var order = schemas.map(\.name)
    order += required.filter { name in !order.contains { JSONText.areEqual($0, name) } }
    plan.firstEntry = UInt32(names.names.count)
    plan.propertyCount = UInt32(schemas.count)
    plan.entryCount = UInt32(order.count)
    var further: [UInt32] = []
    for (entry, name) in order.enumerated() {
      _ = names.add(name)
      guard required.contains(where: { JSONText.areEqual($0, name) }) else { continue }
      if entry < 64 { plan.required |= 1 << UInt64(entry) } else { further.append(UInt32(entry)) }
    }
    plan.furtherRequired = keep(further)
    plan.furtherRequiredCount = UInt32(further.count)
    plan.table = names.table(first: plan.firstEntry, count: order.count)
    plan.schemas = keep(schemas.map(\.schema))
  }

  private mutating func compilePatterns(_ plan: inout MemberPlan) throws(SchemaError) {
    guard let node = value(.patternProperties) else { return }
    guard node.kind == .object else { throw wrong(.patternProperties, "an object of schemas", at: node) }
    var list: [UInt32] = []
    for (pattern, value) in node.members {
      list.append(try expression(pattern, at: value))
      list.append(try schema(value))
    }
    plan.patternsPlace = UInt32(node.index)
    plan.patternCount = UInt32(list.count / 2)
    plan.patterns = keep(list)
  }
}

extension Evaluator {
  @inline(never)
  mutating func hasValidMembers(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let plan = image.plans + Int(operation.first)
    if plan.pointee.isOfOne, track < 0 { return hasValidMember(plan, index) }
    let end = Int(tape[index].next)
    var seen: UInt64 = 0
    var mark = track
    var name = index &+ 1
    // The entry that comes if the members are in the schema's order, which saves looking it up.
    var expected: UInt32 = 0
    while name < end {
      let value = name &+ 1
      let entry = entry(of: tape[name], in: plan, expected: expected)
      var isEvaluated = false
      if entry != Operation.none {
        expected = entry &+ 1
        // Shifts beyond the width give 0.
        seen |= 1 << UInt64(entry)
        if entry < plan.pointee.propertyCount {
          isEvaluated = true
          guard isValid(image.words[Int(plan.pointee.schemas &+ entry)], value) else { return false }
        }
      }
      if plan.pointee.hasOthers, !isEvaluated || plan.pointee.patternCount > 0 {
        guard let matched = isValidOther(plan, name, isEvaluated) else { return false }
        isEvaluated = matched
      }
      if track >= 0 {
        if isEvaluated { marks[mark] = true }
        mark &+= 1
      }
      name = Int(tape[value].next)
    }
    return seen & plan.pointee.required == plan.pointee.required
      && (plan.pointee.furtherRequiredCount == 0 || hasFurther(plan, index))
  }

  /// The same for a plan of one name, as conditions have: other members are passed over by their names' lengths.
  private mutating func hasValidMember(_ plan: UnsafePointer<MemberPlan>, _ index: Int) -> Bool {
    let length = image.keys[Int(plan.pointee.firstEntry)].length
    let end = Int(tape[index].next)
    var name = index &+ 1
    while name < end {
      let record = tape[name]
      if record.length == length || record.hasEscapes,
        entry(of: record, in: plan, expected: 0) != Operation.none
      {
        if plan.pointee.propertyCount == 0 { return true }
        return isValid(image.words[Int(plan.pointee.schemas)], name &+ 1)
      }
      name = Int(tape[name &+ 1].next)
    }
    return plan.pointee.required == 0
  }

  /// The entry of a name, compared with the expected one first.
  @inline(__always)
  private mutating func entry(
    of record: JSONRecord, in plan: UnsafePointer<MemberPlan>, expected: UInt32
  ) -> UInt32 {
    if record.hasEscapes { return escapedEntry(of: record, in: plan.pointee.table) }
    let key = NameKey(bytes, Int(record.offset), Int(record.length))
    if expected < plan.pointee.entryCount, key.length <= 16,
      key == image.keys[Int(plan.pointee.firstEntry &+ expected)]
    {
      return expected
    }
    return entry(of: key, bytes, Int(record.offset), in: plan.pointee.table)
  }

  /// Checks a member against patterns, and against the schema of others if nothing has evaluated it yet.
  ///
  /// Answers whether something has evaluated it then; nil if it is not valid.
  @inline(never)
  private mutating func isValidOther(
    _ plan: UnsafePointer<MemberPlan>, _ name: Int, _ isEvaluated: Bool
  ) -> Bool? {
    let plan = plan.pointee
    var isEvaluated = isEvaluated
    for position in 0..<Int(plan.patternCount) where matches(pattern: position, of: plan, name) {
      isEvaluated = true
      guard isValid(image.words[Int(plan.patterns) + position * 2 + 1], name + 1) else { return nil }
    }
    if isEvaluated || plan.additional == Operation.none { return isEvaluated }
    return !plan.isClosed && isValid(plan.additional, name + 1) ? true : nil
  }

  mutating func matches(pattern position: Int, of plan: MemberPlan, _ name: Int) -> Bool {
    matches(expression: image.words[Int(plan.patterns) + position * 2], tape[name])
  }

  @inline(never)
  private mutating func hasFurther(_ plan: UnsafePointer<MemberPlan>, _ index: Int) -> Bool {
    image.list(plan.pointee.furtherRequired, count: plan.pointee.furtherRequiredCount).allSatisfy { entry in
      value(named: plan.pointee.firstEntry + entry, in: index) != nil
    }
  }

  /// The member of the object at an index that has a name of the program.
  @inline(never)
  mutating func value(named name: UInt32, in index: Int) -> Int? {
    JSONSearch.value(named: text(in: program.parts.names[Int(name)]), inObjectAt: index, bytes, tape)
  }

  /// The bytes of a name of the program.
  mutating func text(in range: NameRange) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: image.nameBytes + Int(range.offset), count: Int(range.length))
  }
}
