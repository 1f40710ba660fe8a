import StuntContract
import StuntJSON
import StuntSchema

/// What an exercise has captured, or is repeated for: `${name}` in its texts.
struct ExerciseVariables: Sendable {
  private var values: [(name: String, value: JSONValue)] = []

  /// Variables of one round of an exercise.
  init(_ values: [(name: String, value: JSONValue)] = []) {
    self.values = values
  }

  /// Gives a name a value, which it has from then on.
  mutating func set(_ name: String, to value: JSONValue) {
    values.removeAll { $0.name == name }
    values.append((name, value))
  }

  /// The values, for messages.
  var description: String {
    values.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }

  /// A text with its names filled in.
  func text(of node: DocumentNode) throws(DocumentError) -> String {
    let value = try self.value(of: node)
    switch value {
    case .string(let text): return text
    case .number, .boolean: return value.description
    case .null, .array, .object: throw node.expected("a text, a number, true or false")
    }
  }

  /// A value with the names in all of its texts filled in.
  func value(of node: DocumentNode) throws(DocumentError) -> JSONValue {
    switch node.node.kind {
    case .string: return try filled(try node.string(), node)
    case .array:
      var elements: [JSONValue] = []
      for element in try node.elements() { elements.append(try value(of: element)) }
      return .array(elements)
    case .object:
      var object = JSONObject()
      for (name, member) in try node.members() {
        object[try filled(name, node).string ?? name] = try value(of: member)
      }
      return .object(object)
    case .null, .boolean, .number: return node.node.value
    }
  }

  /// A text that is nothing but a name becomes its value; in a longer text the value becomes text.
  func filled(_ text: String, _ node: DocumentNode) throws(DocumentError) -> JSONValue {
    var out = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      if rest[..<start.lowerBound].hasSuffix("$") {
        out += rest[..<start.lowerBound].dropLast() + "${"
        rest = rest[start.upperBound...]
        continue
      }
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw node.expected("a } after ${")
      }
      let found = try value(named: String(rest[start.upperBound..<end]), node)
      if start.lowerBound == text.startIndex, rest.index(after: end) == text.endIndex { return found }
      out += rest[..<start.lowerBound] + (found.string ?? found.description)
      rest = rest[rest.index(after: end)...]
    }
    return .string(out + rest)
  }

  private func value(named path: String, _ node: DocumentNode) throws(DocumentError) -> JSONValue {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard var value = values.first(where: { $0.name == parts[0] })?.value else {
      throw node.error(
        .unknownName(
          what: "capture or each", name: parts[0],
          nearest: NearestName.among(values.map(\.name), to: parts[0])))
    }
    for part in parts.dropFirst() {
      guard let member = value[part] else {
        throw node.error(
          .unknownName(
            what: "member of \(parts[0])", name: part,
            nearest: NearestName.among(value.object?.names ?? [], to: part)))
      }
      value = member
    }
    return value
  }
}
