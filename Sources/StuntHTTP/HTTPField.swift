/// One field of a head: a name and a value, as text. RFC 9110, 5.
package struct HTTPField: Sendable, Equatable {
  /// The name in its own letters; it is compared without regard to case.
  package let name: String
  /// The value without white space around it.
  package let value: String

  /// Makes a field that is known to be well formed; for text from outside use `init(checking:value:)`.
  package init(_ name: String, _ value: String) {
    precondition(HTTPField.isName(name.utf8), "a field name is a token")
    precondition(
      HTTPField.isValue(value.utf8), "a field value has no control characters or outer white space")
    self.name = name
    self.value = value
  }

  /// Makes a field from text that may be anything.
  package init(checking name: String, value: String) throws(HTTPFieldError) {
    guard HTTPField.isName(name.utf8) else { throw .name(name) }
    guard HTTPField.isValue(value.utf8) else { throw .value(value, ofField: name) }
    self.name = name
    self.value = value
  }

  /// Takes what a parser has already checked.
  init(parsedName: some Collection<UInt8>, value: some Collection<UInt8>) {
    name = String(decoding: parsedName, as: UTF8.self)
    self.value = String(decoding: value, as: UTF8.self)
  }

  static func isName(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy { ByteClass.token.contains($0) }
  }

  static func isValue(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard let first = bytes.first, let last = bytes.last else { return true }
    if first == 0x20 || first == 0x09 || last == 0x20 || last == 0x09 { return false }
    return bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
  }
}

/// Text that cannot be a field.
package enum HTTPFieldError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A name that is not a token.
  case name(String)
  /// A value with a control character, or white space at an end.
  case value(String, ofField: String)

  /// One sentence.
  package var description: String {
    switch self {
    case .name(let name):
      "\"\(name)\" cannot be a field name; use letters, digits and !#$%&'*+-.^_`|~"
    case .value(let value, let name):
      "\"\(value)\" cannot be the value of \(name); remove control characters and outer white space"
    }
  }
}

/// Fields in the order of the wire, repeated ones kept. RFC 9110, 5.3.
package struct HTTPFields: Sendable, Equatable {
  /// The field lines.
  package private(set) var list: [HTTPField]

  /// Takes the field lines as they are.
  package init(_ list: [HTTPField] = []) { self.list = list }

  /// All values of a name joined by commas, as RFC 9110, 5.2, allows; setting replaces all of them.
  package subscript(name: String) -> String? {
    get {
      let values = self[values: name]
      return values.isEmpty ? nil : values.joined(separator: ", ")
    }
    set {
      let place = list.firstIndex { isSameName($0.name, name) } ?? list.endIndex
      list.removeAll { isSameName($0.name, name) }
      guard let newValue else { return }
      list.insert(HTTPField(name, newValue), at: place)
    }
  }

  /// The values of a name, one per field line.
  package subscript(values name: String) -> [String] {
    list.compactMap { isSameName($0.name, name) ? $0.value : nil }
  }

  /// Adds a field line after all others.
  package mutating func append(_ field: HTTPField) { list.append(field) }

  /// Adds a field line after all others.
  package mutating func append(_ name: String, _ value: String) { list.append(HTTPField(name, value)) }

  /// Tells whether a name occurs.
  package func contains(_ name: String) -> Bool { list.contains { isSameName($0.name, name) } }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
  /// Keeps the order of the literal; a name may occur twice.
  package init(dictionaryLiteral elements: (String, String)...) {
    list = elements.map { HTTPField($0, $1) }
  }
}

extension HTTPFields: RandomAccessCollection {
  /// Always 0.
  package var startIndex: Int { list.startIndex }
  /// The number of field lines.
  package var endIndex: Int { list.endIndex }
  /// The field line with this number.
  package subscript(position: Int) -> HTTPField { list[position] }
}

/// Field names are equal whatever their letters' case. RFC 9110, 5.1.
func isSameName(_ one: String, _ other: String) -> Bool {
  one.utf8.count == other.utf8.count
    && zip(one.utf8, other.utf8).allSatisfy { $0.lowercased == $1.lowercased }
}
