package import StuntJSON

/// The schemas that decide, each alone, about the values at some places of a document.
///
/// A document that is filled in at the same places again and again is checked whole once; from then on only its
/// values are checked, which gives the same verdict at a fraction of the time.
package struct PlaceSchemas: Sendable {
  let program: SchemaProgram
  /// The numbers of the schemas, place after place.
  private let entries: [UInt32]
  private let places: [Place]

  /// One place: where its schemas stand among the entries.
  private struct Place: Sendable, BitwiseCopyable {
    let start: UInt32
    let end: UInt32
    /// A bit for each kind of values of which the schemas ask nothing: a schema that asks for a type and no more has
    /// nothing to say about values of that type.
    let freeKinds: UInt8

    func allowsAll(_ kind: JSONKind) -> Bool { freeKinds &>> kind.number & 1 != 0 }
  }

  /// Finds the schemas for places in a valid document; nil where something else looks at a place's value, too.
  ///
  /// On the way to each place stand `properties` and `items`, their like, and references; keywords that count members or
  /// look at their names; and alternatives and conditions that pass the place by, so that they come out as in the document.
  package init?(_ schema: Schema, places pointers: [JSONPointer], in document: JSONDocument) {
    let program = schema.program
    guard !program.usesDynamicScope else { return nil }
    var entries: [UInt32] = []
    var places: [Place] = []
    for pointer in pointers {
      guard let found = program.schemas(at: pointer, below: schema.entry, in: document.root) else {
        return nil
      }
      let start = UInt32(entries.count)
      entries += found
      places.append(
        Place(start: start, end: UInt32(entries.count), freeKinds: program.kindsWithoutOperations(in: found)))
    }
    self.program = program
    self.entries = entries
    self.places = places
  }

  /// Whether the value at an index of a borrowed tape may stand at a place.
  package func allow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, _ index: Int, at place: Int
  ) -> Bool {
    let place = places[place]
    if place.allowsAll(tape[index].kind) { return true }
    return entries.withUnsafeBufferPointer { entries in
      Evaluator.run(program, bytes, tape) { evaluator in
        for position in place.start..<place.end where !evaluator.isValid(entries[Int(position)], index) {
          return false
        }
        return !evaluator.isExhausted
      }
    }
  }

  /// The numbers of the schemas of one place.
  func entries(at place: Int) -> ArraySlice<UInt32> {
    entries[Int(places[place].start)..<Int(places[place].end)]
  }

  /// Whether the schemas of a place ask nothing of values of a kind.
  package func allowsAll(_ kind: JSONKind, at place: Int) -> Bool { places[place].allowsAll(kind) }
}

extension SchemaProgram {
  /// A bit for each kind of values of which none of the schemas asks anything.
  fileprivate func kindsWithoutOperations(in schemas: [UInt32]) -> UInt8 {
    let kinds: [JSONKind] = [.null, .boolean, .number, .string, .array, .object]
    return kinds.reduce(into: 0) { bits, kind in
      let isFree = schemas.allSatisfy { schema in
        let range = parts.ranges[Int(schema) * 6 + Int(kind.number)]
        return range.start == range.end
      }
      if isFree { bits |= 1 << kind.number }
    }
  }

  /// The schemas that apply at a pointer's end; nil where they do not decide alone.
  fileprivate func schemas(at pointer: JSONPointer, below entry: UInt32, in root: JSONNode) -> [UInt32]? {
    var schemas = [entry]
    var container = root
    for token in pointer.tokens {
      guard let child = container[JSONPointer(tokens: [token])] else { return nil }
      var next: [UInt32] = []
      for schema in schemas {
        guard collect(token, of: container, schema, into: &next, depth: 0) else { return nil }
      }
      schemas = next
      container = child
    }
    return schemas
  }

  /// Adds the schemas that one schema applies to a member or element; false where it looks at that in another way.
  private func collect(
    _ token: String, of container: JSONNode, _ schema: UInt32, into found: inout [UInt32], depth: Int
  ) -> Bool {
    guard depth < Limits.validationDepthMax else { return false }
    for operation in operations(of: schema, container) {
      switch operation.code {
      case .members: collectMembers(token, parts.plans[Int(operation.first)], &found)
      case .elements: collectElements(token, operation, &found)
      case .subschema:
        guard collect(token, of: container, operation.first, into: &found, depth: depth + 1) else {
          return false
        }
      case .anyOf, .oneOf:
        // Of alternatives for several kinds often only one is left.
        let branches = branches(of: operation).filter { !refuses($0, container) }
        if branches.count == 1 {
          guard collect(token, of: container, branches[0], into: &found, depth: depth + 1) else {
            return false
          }
        } else {
          guard branches.allSatisfy({ passesBy(token, of: container, $0, depth) }) else { return false }
        }
      case .not:
        guard passesBy(token, of: container, operation.first, depth) else { return false }
      case .conditional:
        guard passesBy(token, of: container, operation.first, depth) else { return false }
        let condition = Schema(source: SchemaSource(self), entry: operation.first)
        let holds = condition.isValid(container.document, at: container.index)
        let branch = holds ? operation.second : operation.third
        guard
          branch == Operation.none || collect(token, of: container, branch, into: &found, depth: depth + 1)
        else { return false }
      // These count, or look at names only.
      case .minItems, .maxItems, .minProperties, .maxProperties, .propertyNames, .dependentRequired: break
      default: return false
      }
    }
    return true
  }

  /// Whether a schema comes out the same whatever the member or element is.
  private func passesBy(_ token: String, of container: JSONNode, _ schema: UInt32, _ depth: Int) -> Bool {
    var found: [UInt32] = []
    return collect(token, of: container, schema, into: &found, depth: depth + 1) && found.isEmpty
  }

  /// Whether a schema allows no value of the container's kind.
  private func refuses(_ schema: UInt32, _ container: JSONNode) -> Bool {
    operations(of: schema, container).contains { $0.code == .wrongType || $0.code == .falseSchema }
  }

  private func operations(of schema: UInt32, _ container: JSONNode) -> ArraySlice<Operation> {
    let range = parts.ranges[Int(schema) * 6 + Int(container.kind.number)]
    return parts.operations[Int(range.start)..<Int(range.end)]
  }

  private func branches(of operation: Operation) -> ArraySlice<UInt32> {
    parts.words[Int(operation.first)..<Int(operation.first + operation.second)]
  }

  private func collectMembers(_ name: String, _ plan: MemberPlan, _ found: inout [UInt32]) {
    let text = Array(name.utf8)
    let isSame = { (range: NameRange) in
      self.image.withPointers { image in
        UnsafeBufferPointer(start: image.nameBytes + Int(range.offset), count: Int(range.length))
          .elementsEqual(text)
      }
    }
    var isEvaluated = false
    for entry in 0..<plan.propertyCount where isSame(parts.names[Int(plan.firstEntry + entry)]) {
      found.append(parts.words[Int(plan.schemas + entry)])
      isEvaluated = true
    }
    for position in 0..<Int(plan.patternCount) {
      let pair = Int(plan.patterns) + position * 2
      guard parts.expressions[Int(parts.words[pair])].matches(text) else { continue }
      found.append(parts.words[pair + 1])
      isEvaluated = true
    }
    if !isEvaluated, plan.additional != Operation.none { found.append(plan.additional) }
  }

  private func collectElements(_ token: String, _ operation: Operation, _ found: inout [UInt32]) {
    guard let index = JSONPointer.index(token) else { return }
    if index < Int(operation.second) {
      found.append(parts.words[Int(operation.first) + index])
    } else if operation.third != Operation.none {
      found.append(operation.third)
    }
  }
}
