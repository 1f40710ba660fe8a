internal import StuntJSON

/// Answers "which violations": runs the same operations as the evaluator, goes on after a violation, and keeps them.
///
/// Whatever it does not walk into itself it asks the evaluator, so that the two cannot disagree.
struct Explainer {
  let document: JSONDocument
  /// The instance's index on the tape; locations count from here.
  let root: Int
  let limit: Int
  private(set) var violations: [Violation] = []
  /// Alternatives inside alternatives, which are explained only so far: each level multiplies the work.
  private var alternativeDepth = 0

  /// Up to how many levels of `anyOf` and `oneOf` the causes are kept.
  private static let alternativeDepthMax = 3

  init(document: JSONDocument, root: Int, limit: Int) {
    self.document = document
    self.root = root
    self.limit = limit
  }

  var isFull: Bool { violations.count >= limit }

  /// Keeps what is wrong with the value at an index.
  mutating func explain(_ schema: UInt32, _ index: Int, _ evaluator: inout Evaluator) {
    guard !isFull, !evaluator.isExhausted else { return }
    guard evaluator.depth < Limits.validationDepthMax, evaluator.budget > 0 else {
      evaluator.isExhausted = true
      evaluator.exhaustedIndex = index
      return
    }
    let range = evaluator.image.ranges[Int(schema) * 6 + Int(evaluator.tape[index].kind.number)]
    evaluator.depth += 1
    evaluator.budget -= 1
    explain(range.start..<range.end, index, &evaluator)
    evaluator.depth -= 1
  }

  mutating func explain(_ range: Range<UInt32>, _ index: Int, _ evaluator: inout Evaluator) {
    for position in range where !isFull && !evaluator.isExhausted {
      explain(operation: position, index, &evaluator)
    }
  }

  private mutating func explain(operation position: UInt32, _ index: Int, _ evaluator: inout Evaluator) {
    let operation = evaluator.image.operations[Int(position)]
    switch operation.code {
    case .members: explainMembers(position, operation, index, &evaluator)
    case .propertyNames: explainNames(position, operation, index, &evaluator)
    case .dependentRequired: explainDependents(position, operation, index, &evaluator)
    case .dependentSchema:
      if evaluator.value(named: operation.first, in: index) != nil {
        explain(operation.second, index, &evaluator)
      }
    case .elements: explainElements(operation, index, &evaluator)
    case .contains: explainContains(position, operation, index, &evaluator)
    case .subschema: explain(operation.first, index, &evaluator)
    case .reference:
      evaluator.scope.append(operation.second)
      explain(operation.first, index, &evaluator)
      evaluator.scope.removeLast()
    case .dynamicReference: explain(evaluator.dynamicTarget(operation), index, &evaluator)
    case .anyOf, .oneOf: explainAlternatives(position, operation, index, &evaluator)
    case .conditional:
      let branch = evaluator.isValid(operation.first, index) ? operation.second : operation.third
      if branch != Operation.none { explain(branch, index, &evaluator) }
    case .scope:
      evaluator.scope.append(operation.third)
      explain(operation.first..<operation.second, index, &evaluator)
      evaluator.scope.removeLast()
    case .track: explainTracked(operation, index, &evaluator)
    default:
      guard !evaluator.check(operation, index) else { return }
      let place = evaluator.program.parts.places[Int(position)]
      add(kind(of: operation, place, index, &evaluator), place, index, &evaluator)
    }
  }

  /// Keeps one violation.
  mutating func add(_ kind: Violation.Kind, _ place: SchemaPlace, _ index: Int, _ evaluator: inout Evaluator)
  {
    guard !isFull else { return }
    violations.append(
      Violation(
        instanceLocation: JSONPointer(from: root, to: index, in: document),
        schemaLocation: evaluator.program.location(place), kind: kind, foundIndex: index,
        found: Excerpt.text(of: JSONNode(document: document, index: index))))
  }

  /// What each branch finds wrong, or that several match.
  private mutating func explainAlternatives(
    _ position: UInt32, _ operation: Operation, _ index: Int, _ evaluator: inout Evaluator
  ) {
    guard !evaluator.check(operation, index) else { return }
    let branches = (0..<operation.second).map { evaluator.image.words[Int(operation.first + $0)] }
    let matching = branches.indices.filter { evaluator.isValid(branches[$0], index) }
    let place = evaluator.program.parts.places[Int(position)]
    guard matching.count < 2 else { return add(.oneOfSeveral(matching: matching), place, index, &evaluator) }
    let causes =
      alternativeDepth < Self.alternativeDepthMax ? branches.map { self.causes($0, index, &evaluator) } : []
    add(
      operation.code == .anyOf ? .anyOf(branches: causes) : .oneOfNone(branches: causes), place, index,
      &evaluator)
  }

  /// The violations of a schema on their own.
  mutating func causes(_ schema: UInt32, _ index: Int, _ evaluator: inout Evaluator) -> [Violation] {
    var inner = Explainer(document: document, root: root, limit: limit)
    inner.alternativeDepth = alternativeDepth + 1
    inner.explain(schema, index, &evaluator)
    return inner.violations
  }

  /// All that was found; at least one, since it is asked of instances that are not valid.
  mutating func finish(_ evaluator: inout Evaluator) -> [Violation] {
    if evaluator.isExhausted || violations.isEmpty {
      let last = violations.count >= limit ? violations.popLast() : nil
      let index = last?.foundIndex ?? evaluator.exhaustedIndex ?? root
      violations.append(
        Violation(
          instanceLocation: JSONPointer(from: root, to: index, in: document), schemaLocation: "",
          kind: .beyondLimit,
          foundIndex: index, found: Excerpt.text(of: JSONNode(document: document, index: index))))
    }
    return violations
  }
}

/// A value as messages quote it.
enum Excerpt {
  /// Characters that are shown of a long value.
  private static let lengthMax = 60

  static func text(of node: JSONNode) -> String {
    let text = String(decoding: node.rawBytes.prefix(lengthMax * 4), as: UTF8.self)
    guard text.count > lengthMax || node.rawBytes.count > lengthMax * 4 else { return text }
    return text.prefix(lengthMax) + "…"
  }
}
