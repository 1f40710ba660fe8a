internal import StuntJSON

/// What the keyword families share: reading values, emitting operations, saying where.
extension ProgramBuilder {
  /// Adds an operation of the current schema for the kinds of instance that it speaks of.
  mutating func emit(_ operation: Operation, for kinds: KindSet = .all, at node: JSONNode) {
    current.operations.append((operation, kinds, place(of: node)))
  }

  func place(of node: JSONNode) -> SchemaPlace {
    SchemaPlace(resource: UInt32(current.resource), index: UInt32(node.index))
  }

  /// The current schema's keyword, and its value if it is present.
  func value(_ keyword: Keyword) -> JSONNode? { current.values[keyword] }

  func location(of node: JSONNode) -> String {
    registry.text(Location(document: current.location.document, index: node.index), in: current.resource)
  }

  func wrong(_ keyword: Keyword, _ expected: String, at node: JSONNode) -> SchemaError {
    .wrongValue(keyword: keyword.rawValue, expected: expected, at: location(of: node))
  }

  /// A keyword's value that counts something, such as `maxLength`; counts beyond 2^32 - 2 are as good as none.
  func count(_ keyword: Keyword) throws(SchemaError) -> UInt32? {
    guard let node = value(keyword) else { return nil }
    guard let number = node.number, number.isInteger, number >= 0 else {
      throw wrong(keyword, "an integer of at least 0", at: node)
    }
    return UInt32(min(number.int ?? .max, Int(UInt32.max) - 1))
  }

  /// A keyword's value that is a list of different strings.
  func strings(_ node: JSONNode, of keyword: Keyword) throws(SchemaError) -> [String] {
    var result: [String] = []
    guard node.kind == .array else { throw wrong(keyword, "an array of strings", at: node) }
    for element in node.elements {
      guard let text = element.string else { throw wrong(keyword, "an array of strings", at: element) }
      guard !result.contains(where: { JSONText.areEqual($0, text) }) else {
        throw wrong(keyword, "each string once", at: element)
      }
      result.append(text)
    }
    return result
  }

  /// The number of the schema that a node is, in the current document.
  mutating func schema(_ node: JSONNode) throws(SchemaError) -> UInt32 {
    let location = Location(document: current.location.document, index: node.index)
    return try number(of: location, resource: current.resource)
  }

  /// The number of a keyword's schema that applies to the same instance.
  mutating func schemaInPlace(_ node: JSONNode) throws(SchemaError) -> UInt32 {
    let number = try schema(node)
    inPlace.append((current.number, number, place(of: node)))
    return number
  }

  /// Keeps a list and says where it starts.
  mutating func keep(_ list: [UInt32]) -> UInt32 {
    parts.words.append(contentsOf: list)
    return UInt32(parts.words.count - list.count)
  }

  /// Compiles and keeps a regular expression.
  mutating func expression(_ pattern: String, at node: JSONNode) throws(SchemaError) -> UInt32 {
    if let known = parts.expressions.firstIndex(where: { $0.pattern == pattern }) { return UInt32(known) }
    do throws(RegularExpressionError) {
      parts.expressions.append(try RegularExpression(pattern))
    } catch {
      throw .badPattern(error, at: location(of: node))
    }
    return UInt32(parts.expressions.count - 1)
  }

  /// Refuses values of the wrong type where keywords mean nothing to instances.
  mutating func compileAnnotations() throws(SchemaError) {
    for (keyword, node) in current.values.sorted(by: { $0.value.index < $1.value.index }) {
      switch keyword {
      case .id, .schema, .anchor, .dynamicAnchor, .comment, .title, .description, .contentEncoding,
        .contentMediaType:
        guard node.kind == .string else { throw wrong(keyword, "a string", at: node) }
      case .deprecated, .readOnly, .writeOnly:
        guard node.kind == .boolean else { throw wrong(keyword, "true or false", at: node) }
      case .examples:
        guard node.kind == .array else { throw wrong(keyword, "an array", at: node) }
      case .vocabulary:
        guard node.kind == .object else { throw wrong(keyword, "an object", at: node) }
      case .definitions:
        guard node.kind == .object else { throw wrong(keyword, "an object of schemas", at: node) }
        // Compiled even if nobody refers to them, so that mistakes in them are found.
        if options.refusesUnknownKeywords { for member in node.members { _ = try schema(member.value) } }
      case .contentSchema: _ = try schema(node)
      default: break
      }
    }
  }
}
