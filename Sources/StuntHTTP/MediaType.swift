/// A media type with its parameters, as in Content-Type. RFC 9110, 8.3.1.
package struct MediaType: Sendable, Equatable {
  /// One parameter; the name in small letters, the value unquoted.
  package struct Parameter: Sendable, Equatable {
    /// The name in small letters.
    package let name: String
    /// The value without quotes.
    package let value: String

    /// Takes name and value as they are.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Type and subtype in small letters, as in `application/json`.
  package let essence: String
  /// The parameters in order; no name occurs twice.
  package let parameters: [Parameter]

  /// Takes the parts as they are.
  package init(essence: String, parameters: [Parameter] = []) {
    self.essence = essence
    self.parameters = parameters
  }

  /// Parses a field value.
  package init(parsing value: some Collection<UInt8>) throws(MediaTypeError) {
    var scanner = ParameterScanner(Array(value))
    scanner.skipSpace()
    guard let type = scanner.token(), scanner.take(0x2F), let subtype = scanner.token() else {
      throw .essence(at: scanner.offset)
    }
    essence = "\(type)/\(subtype)".lowercased()
    guard let parameters = scanner.parameters() else { throw .parameter(at: scanner.offset) }
    for (number, parameter) in parameters.enumerated()
    where parameters[..<number].contains(where: { $0.name == parameter.name }) {
      throw .repeatedParameter(parameter.name)
    }
    self.parameters = parameters.map { Parameter($0.name, $0.value) }
  }

  /// The value of a parameter, whose name is given in small letters.
  package subscript(parameter name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// Whether it is JSON by its name or by its suffix. RFC 6839, 3.1.
  package var isJSON: Bool { essence == "application/json" || essence.hasSuffix("+json") }

  /// Tells, without making text, whether a field value has an essence, which is given in small letters.
  package static func isEssence(_ essence: StaticString, of value: ArraySlice<UInt8>) -> Bool {
    value.withUnsafeBufferPointer { bytes in
      let count = essence.utf8CodeUnitCount
      guard bytes.count >= count, let start = bytes.baseAddress else { return false }
      guard isEqual(start, lowercase: essence.utf8Start, count: count) else { return false }
      return bytes.count == count || bytes[count] == 0x3B || bytes[count] == 0x20 || bytes[count] == 0x09
    }
  }
}

extension MediaType: CustomStringConvertible {
  /// The field value; parameter values are quoted where they must be.
  package var description: String {
    parameters.reduce(essence) { text, parameter in
      let isToken = HTTPField.isName(parameter.value.utf8)
      return
        "\(text); \(parameter.name)=\(isToken ? parameter.value : ParameterScanner.quote(parameter.value))"
    }
  }
}

/// Why a media type was refused; offsets count from the value's first byte.
package enum MediaTypeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The beginning is not two tokens around a slash.
  case essence(at: Int)
  /// A parameter is not `;name=value`.
  case parameter(at: Int)
  /// A parameter occurs twice.
  case repeatedParameter(String)

  /// One sentence.
  package var description: String {
    switch self {
    case .essence(let offset): "a media type begins with type/subtype, at byte \(offset)"
    case .parameter(let offset): "a media type's parameter is ;name=value, at byte \(offset)"
    case .repeatedParameter(let name): "the media type's parameter \(name) occurs twice"
    }
  }
}

/// Walks a field value made of tokens and `;name=value`. RFC 9110, 5.6.6.
struct ParameterScanner {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func skipSpace() {
    while byte == 0x20 || byte == 0x09 { offset += 1 }
  }

  /// Passes over one byte if it is the one expected.
  mutating func take(_ expected: UInt8) -> Bool {
    guard byte == expected else { return false }
    offset += 1
    return true
  }

  /// The token at hand; nil if there is none.
  mutating func token() -> String? {
    let start = offset
    while let byte, ByteClass.token.contains(byte) { offset += 1 }
    return start == offset ? nil : String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// All parameters up to the end, names in small letters; nil if something else stands there.
  mutating func parameters() -> [(name: String, value: String)]? {
    byteParameters()?.map { ($0.name, String(decoding: $0.value, as: UTF8.self)) }
  }

  /// The same with values as bytes, for those who must know whether they are UTF-8.
  mutating func byteParameters() -> [(name: String, value: [UInt8])]? {
    var list: [(name: String, value: [UInt8])] = []
    while true {
      skipSpace()
      if offset == bytes.count { return list }
      guard take(0x3B) else { return nil }
      skipSpace()
      // Empty parameters, as after a last semicolon, are allowed.
      if offset == bytes.count || byte == 0x3B { continue }
      guard let name = token(), take(0x3D), let value = byte == 0x22 ? quoted() : unquoted() else {
        return nil
      }
      list.append((name.lowercased(), value))
    }
  }

  private mutating func unquoted() -> [UInt8]? { token().map { Array($0.utf8) } }

  /// A quoted string. A backslash escapes only quote and backslash, since old clients send file paths as they are.
  private mutating func quoted() -> [UInt8]? {
    offset += 1
    var value: [UInt8] = []
    while let byte {
      offset += 1
      switch byte {
      case 0x22: return value
      case 0x5C where self.byte == 0x22 || self.byte == 0x5C:
        value.append(bytes[offset])
        offset += 1
      case 0x09, 0x20...0x7E, 0x80...: value.append(byte)
      default: return nil
      }
    }
    return nil
  }

  /// Puts text between quotes; control characters are escaped.
  static func quote(_ text: String) -> String {
    var output = "\""
    for scalar in escapingControls(text).unicodeScalars {
      if scalar == "\"" || scalar == "\\" { output.unicodeScalars.append("\\") }
      output.unicodeScalars.append(scalar)
    }
    return output + "\""
  }

  /// The text with `%0A` in the place of a line feed, as browsers write the names of form fields, and the same for all
  /// other characters that no field value can hold. HTML Standard, multipart form data; RFC 9110, 5.5.
  static func escapingControls(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value < 0x20 && scalar != "\t" || scalar.value == 0x7F
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.reduce(into: "") { output, scalar in
      output += isControl(scalar) ? PercentEncoding.encode(String(scalar), as: .query) : String(scalar)
    }
  }
}
