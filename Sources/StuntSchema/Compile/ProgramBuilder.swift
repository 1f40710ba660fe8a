internal import StuntJSON

/// Turns schemas into operations, one schema at a time; the keyword families' files extend it.
struct ProgramBuilder {
  typealias Location = SchemaRegistry.Location

  var registry: SchemaRegistry
  let options: SchemaCompiler.Options
  var parts = SchemaProgram.Parts()
  var names = NameTables()
  /// The schema that is being compiled.
  var current = CurrentSchema(number: 0, resource: 0, location: Location(document: 0, index: 0))
  /// Schemas that apply to the same instance as another: the circles among them would never end.
  var inPlace: [(from: UInt32, to: UInt32, place: SchemaPlace)] = []
  /// The names of `$dynamicAnchor`s that are referred to; what they number.
  var dynamicNames: [String] = []

  private var numbers: [Location: UInt32] = [:]
  private var waiting: [(number: UInt32, location: Location, resource: Int)] = []
  private var vocabulariesByDialect: [String: Vocabularies] = [:]

  /// The parts of the schema that is being compiled.
  struct CurrentSchema {
    var number: UInt32
    var resource: Int
    var location: Location
    var vocabularies: Vocabularies = .standard
    /// The values of the keywords that are present and in use.
    var values: [Keyword: JSONNode] = [:]
    /// Operations with the kinds of instance that they are for, in order.
    var operations: [(operation: Operation, kinds: KindSet, place: SchemaPlace)] = []
  }

  init(registry: SchemaRegistry, options: SchemaCompiler.Options) {
    self.registry = registry
    self.options = options
  }

  /// Compiles the schema that a reference leads to from nowhere, and says its number.
  mutating func add(_ reference: String) throws(SchemaError) -> UInt32 {
    let (location, resource) = try resolve(reference, from: "", at: reference)
    let number = try number(of: location, resource: resource)
    try drain()
    return number
  }

  /// Compiles the schema at a place of a registered document, and says its number.
  mutating func add(_ place: SchemaCompiler.Place) throws(SchemaError) -> UInt32 {
    guard let resource = registry.resource(at: place.uri) else {
      throw .unknownReference(
        place.uri, nearest: NearestName.among(registry.uris, to: place.uri), at: place.uri)
    }
    let document = registry.resources[resource].root.document
    let number = try number(of: Location(document: document, index: place.index), resource: resource)
    try drain()
    return number
  }

  /// Closes the program.
  mutating func finish() throws(SchemaError) -> SchemaProgram {
    try addDynamicTargets()
    try refuseEndlessReferences()
    removeScopes()
    parts.names = names.names
    parts.documents = registry.documents
    parts.resourceRoots = registry.resources.map {
      SchemaProgram.ResourceRoot(uri: $0.uri, document: $0.root.document, index: $0.root.index)
    }
    return SchemaProgram(parts, names)
  }

  /// The number of a schema, which is compiled later unless it was already.
  mutating func number(of location: Location, resource: Int) throws(SchemaError) -> UInt32 {
    if let number = numbers[location] { return number }
    let number = UInt32(numbers.count)
    guard numbers.count < Limits.schemasMax else {
      throw .tooManySchemas(limit: Limits.schemasMax, at: registry.text(location, in: resource))
    }
    let node = registry.node(location)
    guard node.kind == .object || node.kind == .boolean else {
      throw .notASchema(at: registry.text(location, in: resource))
    }
    try registry.scan(location, resource: resource)
    let resource = registry.resource(of: location) ?? resource
    numbers[location] = number
    parts.resources.append(UInt32(resource))
    parts.ranges.append(contentsOf: repeatElement(OperationRange(start: 0, end: 0), count: 6))
    waiting.append((number, location, resource))
    return number
  }

  /// Compiles what waits, and what then waits.
  mutating func drain() throws(SchemaError) {
    while let next = waiting.popLast() {
      current = CurrentSchema(number: next.number, resource: next.resource, location: next.location)
      current.vocabularies = try vocabularies(of: next.resource)
      try compileCurrent()
      distribute()
    }
  }

  private mutating func compileCurrent() throws(SchemaError) {
    let node = registry.node(current.location)
    if let boolean = node.boolean {
      if !boolean { emit(Operation(code: .falseSchema), at: node) }
      return
    }
    try readKeywords(of: node)
    try compileTypes()
    try compileEnumerations()
    try compileNumbers()
    try compileStrings()
    try compileFormat()
    try compileMembers()
    try compileObjects()
    try compileArrays()
    try compileReferences()
    try compileLogic()
    try compileCondition()
    try compileUnevaluated()
    try compileAnnotations()
  }

  /// Keeps the values of keywords that are in use; what is no keyword is refused or left out.
  private mutating func readKeywords(of node: JSONNode) throws(SchemaError) {
    for (name, value) in node.members {
      if let keyword = Keyword.named(name) {
        if !keyword.vocabularies.isDisjoint(with: current.vocabularies) { current.values[keyword] = value }
      } else if options.refusesUnknownKeywords, !name.hasPrefix("x-"), !options.annotations.contains(name) {
        let nearest = NearestName.among(Keyword.names + options.annotations.sorted(), to: name)
        throw .unknownKeyword(name, nearest: nearest, at: location(of: node))
      }
    }
  }

  /// The vocabularies that a resource's dialect uses. JSON Schema core, 8.1.
  private mutating func vocabularies(of resource: Int) throws(SchemaError) -> Vocabularies {
    let place = registry.resources[resource].uri + "#/$schema"
    guard let dialect = registry.resources[resource].dialect else { return .standard }
    let uri = URIReference(dialect).absolute
    if uri == Vocabularies.standardDialect || uri == Vocabularies.openAPIDialect { return .standard }
    if let known = vocabulariesByDialect[uri] { return known }
    guard let metaschema = registry.resource(at: uri) else { throw .unknownDialect(dialect, at: place) }
    var result: Vocabularies = [.core]
    guard let list = registry.node(registry.resources[metaschema].root)[Keyword.vocabulary.rawValue] else {
      return .standard
    }
    for (name, value) in list.members {
      if let vocabulary = Vocabularies(uri: name) {
        result.insert(vocabulary)
      } else if value.boolean == true {
        throw .unknownVocabulary(name, at: place)
      }
    }
    vocabulariesByDialect[uri] = result
    return result
  }

  /// Orders the current schema's operations by kind of instance; kinds with equal lists share one.
  private mutating func distribute() {
    var known: [(operations: [Int], range: OperationRange)] = []
    for kind in 0..<6 {
      let chosen = current.operations.indices.filter {
        current.operations[$0].kinds.contains(KindSet(rawValue: 1 << kind))
      }
      let range = known.first { $0.operations == chosen }?.range ?? append(chosen)
      known.append((chosen, range))
      parts.ranges[Int(current.number) * 6 + Int(kind)] = range
    }
  }

  /// Appends operations, inside of the wrappers that they need.
  private mutating func append(_ chosen: [Int]) -> OperationRange {
    guard !chosen.isEmpty else { return OperationRange(start: 0, end: 0) }
    var range = OperationRange(start: UInt32(parts.operations.count), end: 0)
    for index in chosen {
      parts.operations.append(current.operations[index].operation)
      parts.places.append(current.operations[index].place)
    }
    range.end = UInt32(parts.operations.count)
    if let last = parts.operations.last, last.code == .unevaluatedItems || last.code == .unevaluatedProperties
    {
      let tracked = Operation(code: .track, first: range.start, second: range.end - 1, third: last.first)
      range = wrap(tracked, place: parts.places[parts.places.count - 1])
    }
    if registry.resources[current.resource].root == current.location {
      let scope = Operation(
        code: .scope, first: range.start, second: range.end, third: UInt32(current.resource))
      range = wrap(scope, place: parts.places[parts.places.count - 1])
    }
    return range
  }

  private mutating func wrap(_ operation: Operation, place: SchemaPlace) -> OperationRange {
    parts.operations.append(operation)
    parts.places.append(place)
    return OperationRange(start: UInt32(parts.operations.count - 1), end: UInt32(parts.operations.count))
  }
}

/// A set of kinds of instances.
struct KindSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = KindSet(.null)
  static let boolean = KindSet(.boolean)
  static let number = KindSet(.number)
  static let string = KindSet(.string)
  static let array = KindSet(.array)
  static let object = KindSet(.object)
  static let all = KindSet(rawValue: 0x3F)

  init(rawValue: UInt8) { self.rawValue = rawValue }
  init(_ kind: JSONKind) { rawValue = 1 << kind.rawValue }
}
