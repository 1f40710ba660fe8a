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
    // Parallel to the names, so it may have gaps where names are not properties.
    while parts.entrySchemas.count < names.names.count { parts.entrySchemas.append(Operation.none) }
    for (entry, property) in schemas.enumerated() {
      parts.entrySchemas[Int(plan.firstEntry) + entry] = property.schema
    }
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
  mutating func hasValidMembers(_ operation: Operation, _ index: Int, _ track: Int) -> Bool {
    let plan = plans[Int(operation.first)]
    var seen: UInt64 = 0
    var mark = track
    var name = index &+ 1
    let end = Int(tape[index].next)
    while name < end {
      let value = name &+ 1
      let entry = entry(of: tape[name], in: plan.table)
      var isEvaluated = false
      if entry != Operation.none {
        // Shifts beyond the width give 0.
        seen |= 1 << UInt64(entry)
        if entry < plan.propertyCount {
          isEvaluated = true
          guard isValid(entrySchemas[Int(plan.firstEntry &+ entry)], value) else { return false }
        }
      }
      if plan.patternCount > 0 {
        guard let matched = satisfiesPatterns(plan, name) else { return false }
        isEvaluated = isEvaluated || matched
      }
      if !isEvaluated, plan.additional != Operation.none {
        if plan.isClosed { return false }
        guard isValid(plan.additional, value) else { return false }
        isEvaluated = true
      }
      if track >= 0 {
        if isEvaluated { marks[mark] = true }
        mark &+= 1
      }
      name = Int(tape[value].next)
    }
    return seen & plan.required == plan.required
      && (plan.furtherRequiredCount == 0 || hasFurther(plan, index))
  }

  /// Whether some pattern matches a name; nil if the value breaks that pattern's schema.
  mutating func satisfiesPatterns(_ plan: MemberPlan, _ name: Int) -> Bool? {
    var isMatched = false
    for position in 0..<Int(plan.patternCount) {
      guard matches(pattern: position, of: plan, name) else { continue }
      isMatched = true
      guard isValid(words[Int(plan.patterns) + position * 2 + 1], name + 1) else { return nil }
    }
    return isMatched
  }

  func matches(pattern position: Int, of plan: MemberPlan, _ name: Int) -> Bool {
    let expression = program.parts.expressions[Int(words[Int(plan.patterns) + position * 2])]
    return withText(tape[name]) { expression.matches($0) }
  }

  private func hasFurther(_ plan: MemberPlan, _ index: Int) -> Bool {
    let start = Int(plan.furtherRequired)
    return words[start..<start + Int(plan.furtherRequiredCount)].allSatisfy { entry in
      value(named: plan.firstEntry + entry, in: index) != nil
    }
  }

  /// The member of the object at an index that has a name of the program.
  func value(named name: UInt32, in index: Int) -> Int? {
    let range = program.parts.names[Int(name)]
    let start = Int(range.offset)
    let text = UnsafeBufferPointer(rebasing: nameBytes[start..<start + Int(range.length)])
    return JSONSearch.value(named: text, inObjectAt: index, bytes, tape)
  }
}
