internal import StuntJSON

/// The operations that look at members and elements.
extension Explainer {
  /// Properties in the schema's order, missing ones in their place; then the other members in the instance's order.
  mutating func explainMembers(
    _ position: UInt32, _ operation: Operation, _ index: Int, _ evaluator: inout Evaluator
  ) {
    let plan = evaluator.image.plans[Int(operation.first)]
    let resource = evaluator.program.parts.places[Int(position)].resource
    for entry in 0..<plan.entryCount {
      let name = plan.firstEntry + entry
      if let value = evaluator.value(named: name, in: index) {
        if entry < plan.propertyCount {
          explain(evaluator.image.words[Int(plan.schemas + entry)], value, &evaluator)
        }
      } else if isRequired(entry, plan, &evaluator) {
        let place = SchemaPlace(resource: resource, index: plan.requiredPlace)
        add(.required(missing: evaluator.text(of: name)), place, index, &evaluator)
      }
    }
    guard plan.patternCount > 0 || plan.additional != Operation.none else { return }
    var name = index + 1
    while name < Int(evaluator.tape[index].next) {
      explainOther(name, plan, resource, &evaluator)
      name = Int(evaluator.tape[name + 1].next)
    }
  }

  private func isRequired(_ entry: UInt32, _ plan: MemberPlan, _ evaluator: inout Evaluator) -> Bool {
    if entry < 64 { return plan.required & 1 << UInt64(entry) != 0 }
    return evaluator.image.list(plan.furtherRequired, count: plan.furtherRequiredCount).contains(entry)
  }

  /// A member as `patternProperties` and `additionalProperties` see it.
  private mutating func explainOther(
    _ name: Int, _ plan: MemberPlan, _ resource: UInt32, _ evaluator: inout Evaluator
  ) {
    let entry = evaluator.entry(of: evaluator.tape[name], in: plan.table)
    var isEvaluated = entry < plan.propertyCount
    for pattern in 0..<Int(plan.patternCount) where evaluator.matches(pattern: pattern, of: plan, name) {
      isEvaluated = true
      explain(evaluator.image.words[Int(plan.patterns) + pattern * 2 + 1], name + 1, &evaluator)
    }
    guard !isEvaluated, plan.additional != Operation.none else { return }
    guard plan.isClosed else { return explain(plan.additional, name + 1, &evaluator) }
    let place = SchemaPlace(resource: resource, index: plan.additionalPlace)
    add(.additionalProperty(text(at: name)), place, name + 1, &evaluator)
  }

  mutating func explainNames(
    _ position: UInt32, _ operation: Operation, _ index: Int, _ evaluator: inout Evaluator
  ) {
    let place = evaluator.program.parts.places[Int(position)]
    var name = index + 1
    while name < Int(evaluator.tape[index].next) {
      if !evaluator.isValid(operation.first, name) {
        let causes = causes(operation.first, name, &evaluator)
        add(.propertyName(text(at: name), causes: causes), place, name + 1, &evaluator)
      }
      name = Int(evaluator.tape[name + 1].next)
    }
  }

  mutating func explainDependents(
    _ position: UInt32, _ operation: Operation, _ index: Int, _ evaluator: inout Evaluator
  ) {
    guard evaluator.value(named: operation.first, in: index) != nil else { return }
    let trigger = evaluator.text(of: operation.first)
    for offset in 0..<operation.third {
      let name = evaluator.image.words[Int(operation.second + offset)]
      guard evaluator.value(named: name, in: index) == nil else { continue }
      let kind = Violation.Kind.dependentRequired(missing: evaluator.text(of: name), because: trigger)
      add(kind, evaluator.program.parts.places[Int(position)], index, &evaluator)
    }
  }

  mutating func explainElements(_ operation: Operation, _ index: Int, _ evaluator: inout Evaluator) {
    var element = index + 1
    var ordinal = 0
    while element < Int(evaluator.tape[index].next) {
      let isPrefix = ordinal < Int(operation.second)
      let schema = isPrefix ? evaluator.image.words[Int(operation.first) + ordinal] : operation.third
      if schema == Operation.none { return }
      explain(schema, element, &evaluator)
      element = Int(evaluator.tape[element].next)
      ordinal += 1
    }
  }

  mutating func explainContains(
    _ position: UInt32, _ operation: Operation, _ index: Int, _ evaluator: inout Evaluator
  ) {
    let list = Int(operation.second)
    let least = Int(evaluator.image.words[list])
    let most =
      evaluator.image.words[list + 1] == Operation.none ? Int.max : Int(evaluator.image.words[list + 1])
    let count = evaluator.countMatches(operation.first, index, Evaluator.untracked, enough: .max)
    var place = evaluator.program.parts.places[Int(position)]
    if count < least {
      place.index = evaluator.image.words[list + 2]
      add(count == 0 && least == 1 ? .contains : .minContains(least, actual: count), place, index, &evaluator)
    } else if count > most {
      place.index = evaluator.image.words[list + 3]
      add(.maxContains(most, actual: count), place, index, &evaluator)
    }
  }

  /// Unevaluated children are reported once all else holds, because until then it is not known what is evaluated.
  mutating func explainTracked(_ operation: Operation, _ index: Int, _ evaluator: inout Evaluator) {
    let before = violations.count
    explain(operation.first..<operation.second, index, &evaluator)
    guard violations.count == before, !isFull, !evaluator.isExhausted else { return }
    let start = evaluator.openMarks(index)
    _ = evaluator.holdAll(operation.first, operation.second, index, start)
    var unmarked: [Int] = []
    _ = evaluator.forEachUnmarked(index, start) { _, child in
      unmarked.append(child)
      return true
    }
    evaluator.marks.removeLast(evaluator.tape[index].count)
    let place = evaluator.program.parts.places[Int(operation.second)]
    let isClosed = evaluator.program.keywordValue(place).boolean == false
    for child in unmarked {
      guard isClosed else {
        explain(operation.third, child, &evaluator)
        continue
      }
      let token = JSONPointer(from: index, to: child, in: document).tokens[0]
      let isObject = evaluator.tape[index].kind == .object
      add(
        isObject ? .unevaluatedProperty(token) : .unevaluatedItem(Int(token) ?? 0), place, child, &evaluator)
    }
  }

  func text(at name: Int) -> String { JSONNode(document: document, index: name).string ?? "" }
}

extension Evaluator {
  /// A name of the program.
  mutating func text(of name: UInt32) -> String {
    let range = program.parts.names[Int(name)]
    return String(decoding: text(in: range), as: UTF8.self)
  }
}
