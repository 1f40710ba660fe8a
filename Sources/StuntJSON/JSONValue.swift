/// A JSON value as a tree, for building and editing; what is only read stays a `JSONDocument`.
///
/// Equal as JSON Schema says: numbers by value, strings by Unicode scalars, objects in any order.
package enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number, exact.
  case number(JSONNumber)
  /// A string.
  case string(String)
  /// An ordered list of values.
  case array([JSONValue])
  /// An ordered list of members.
  case object(JSONObject)

  /// Parses a whole document.
  package init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    self = try JSONDocument(parsing: bytes, limits: limits).root.value
  }

  /// Takes a value off a tape, with all that is in it.
  package init(at index: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>) {
    let record = tape[index]
    var text: String { JSONText.string(record.slice(of: bytes), hasEscapes: record.hasEscapes) }
    switch record.kind {
    case .null: self = .null
    case .boolean: self = .boolean(record.isTrue)
    case .number: self = .number(JSONNumber(unchecked: text))
    case .string: self = .string(text)
    case .array:
      var elements: [JSONValue] = []
      elements.reserveCapacity(record.count)
      var element = index + 1
      while element < Int(record.next) {
        elements.append(JSONValue(at: element, bytes, tape))
        element = Int(tape[element].next)
      }
      self = .array(elements)
    case .object:
      var members: [JSONObject.Member] = []
      members.reserveCapacity(record.count)
      var name = index + 1
      while name < Int(record.next) {
        let text = JSONText.string(tape[name].slice(of: bytes), hasEscapes: tape[name].hasEscapes)
        members.append((text, JSONValue(at: name + 1, bytes, tape)))
        name = Int(tape[name + 1].next)
      }
      self = .object(JSONObject(unchecked: members))
    }
  }

  /// Which of the six kinds it is.
  package var kind: JSONKind {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  /// The boolean, if it is one.
  package var boolean: Bool? {
    if case .boolean(let value) = self { value } else { nil }
  }

  /// The number, if it is one.
  package var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The value of an integer that an `Int` can hold.
  package var int: Int? { number?.int }

  /// The string, if it is one.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements, if it is an array.
  package var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members, if it is an object.
  package var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The member of this name; setting one makes an object of anything else, setting `nil` removes it.
  package subscript(name: String) -> JSONValue? {
    get { object?[name] }
    set {
      var members = object ?? [:]
      self = .null
      members[name] = newValue
      self = .object(members)
    }
  }

  /// The element at this index, if there is one.
  package subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// The value that a pointer leads to. RFC 6901, 4.
  package subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let members):
        guard let member = members[token] else { return nil }
        value = member
      case .array:
        guard let index = JSONPointer.index(token), let element = value[index] else { return nil }
        value = element
      default:
        return nil
      }
    }
    return value
  }
}

extension JSONValue: Hashable {
  /// Compares as JSON Schema does.
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): JSONText.areEqual(left, right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    default: false
    }
  }

  /// Feeds kind and value; equal values hash alike.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    switch self {
    case .null: break
    case .boolean(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): JSONText.hash(value, into: &hasher)
    case .array(let value): hasher.combine(value)
    case .object(let value): hasher.combine(value)
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `null`.
  package init(nilLiteral: ()) { self = .null }

  /// Takes a boolean literal.
  package init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// Takes an integer literal.
  package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }

  /// Takes a string literal.
  package init(stringLiteral value: String) { self = .string(value) }

  /// Takes elements.
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Takes members, in order; each name once.
  package init(dictionaryLiteral members: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in members { object.append(name, value) }
    self = .object(object)
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as compact JSON.
  package var description: String {
    String(decoding: JSONWriter.bytes(self), as: UTF8.self)
  }
}
