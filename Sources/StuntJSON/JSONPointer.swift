/// A path to a value inside of a document. RFC 6901.
package struct JSONPointer: Sendable {
  /// Member names and element indexes from the root inward, unescaped.
  package var tokens: [String]

  /// Creates a pointer from unescaped tokens; none point at the whole document.
  package init(tokens: [String] = []) {
    self.tokens = tokens
  }

  /// The pointer to the whole document.
  package static var root: JSONPointer { JSONPointer() }

  /// Parses `/a~1b/0`; the empty string is the whole document. RFC 6901, 3.
  package init(parsing text: String) throws(JSONPointerError) {
    try self.init(utf8: Array(text.utf8))
  }

  /// Parses a URI fragment, with or without its `#`: percent-encoding first, then escapes. RFC 6901, 6.
  package init(fragment text: String) throws(JSONPointerError) {
    var bytes = Array(text.utf8)
    if bytes.first == 0x23 { bytes.removeFirst() }
    try self.init(utf8: JSONPointer.percentDecoded(bytes))
  }

  private init(utf8 bytes: [UInt8]) throws(JSONPointerError) {
    guard let first = bytes.first else {
      self.init()
      return
    }
    guard first == 0x2F else { throw .missingSlash(String(decoding: bytes, as: UTF8.self)) }
    var tokens: [String] = []
    for part in bytes.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false) {
      tokens.append(try JSONPointer.unescaped(part))
    }
    self.init(tokens: tokens)
  }

  /// The pointer to the member of this name.
  package func appending(_ name: String) -> JSONPointer {
    JSONPointer(tokens: tokens + [name])
  }

  /// The pointer to the element at this index.
  package func appending(_ index: Int) -> JSONPointer {
    appending(String(index))
  }

  /// The pointer followed by all tokens of another.
  package func appending(_ other: JSONPointer) -> JSONPointer {
    JSONPointer(tokens: tokens + other.tokens)
  }

  /// `#` and the pointer in percent-encoding. RFC 6901, 6.
  package var fragment: String {
    var bytes: [UInt8] = [0x23]
    for byte in description.utf8 {
      if JSONPointer.standsInFragment(byte) {
        bytes.append(byte)
      } else {
        bytes.append(0x25)
        bytes.append(JSONWriter.upperHex(byte >> 4))
        bytes.append(JSONWriter.upperHex(byte & 0xF))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The index that a token means in an array: digits, no leading zero. RFC 6901, 4.
  package static func index(_ token: String) -> Int? {
    let digits = token.utf8
    guard let first = digits.first, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    return first == 0x30 && digits.count > 1 ? nil : Int(token)
  }

  // RFC 3986, 3.5: fragment = *( pchar / "/" / "?" ).
  private static func standsInFragment(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2D, 0x2E, 0x5F, 0x7E: true  // unreserved: - . _ ~
    case 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true  // sub-delims: ! $ & ' ( ) * + , ; =
    case 0x3A, 0x40, 0x2F, 0x3F: true  // : @ / ?
    default: false
    }
  }

  private static func unescaped(_ part: ArraySlice<UInt8>) throws(JSONPointerError) -> String {
    var text: [UInt8] = []
    var index = part.startIndex
    while index < part.endIndex {
      if part[index] != 0x7E {
        text.append(part[index])
      } else {
        index += 1
        guard index < part.endIndex, part[index] == 0x30 || part[index] == 0x31 else {
          throw .badEscape(String(decoding: part, as: UTF8.self))
        }
        text.append(part[index] == 0x30 ? 0x7E : 0x2F)
      }
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func percentDecoded(_ bytes: [UInt8]) throws(JSONPointerError) -> [UInt8] {
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] != 0x25 {
        text.append(bytes[index])
        index += 1
        continue
      }
      guard index + 2 < bytes.count, let high = JSONText.hexDigit(bytes[index + 1]),
        let low = JSONText.hexDigit(bytes[index + 2])
      else { throw .badPercentEncoding(String(decoding: bytes, as: UTF8.self)) }
      text.append(high << 4 | low)
      index += 3
    }
    guard String(validating: text, as: UTF8.self) != nil else {
      throw .badPercentEncoding(String(decoding: bytes, as: UTF8.self))
    }
    return text
  }
}

extension JSONPointer: Hashable {
  /// Compares tokens by Unicode scalars.
  package static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.count == right.tokens.count
      && zip(left.tokens, right.tokens).allSatisfy { JSONText.areEqual($0, $1) }
  }

  /// Feeds the tokens' bytes.
  package func hash(into hasher: inout Hasher) {
    for token in tokens { JSONText.hash(token, into: &hasher) }
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The pointer as RFC 6901, 5 writes it in a JSON string.
  package var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(0x2F)
      for byte in token.utf8 {
        switch byte {
        case 0x7E: bytes += [0x7E, 0x30]
        case 0x2F: bytes += [0x7E, 0x31]
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Why a text is not a JSON Pointer; each case holds the text.
package enum JSONPointerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A pointer that is not empty begins with `/`.
  case missingSlash(String)
  /// `~` is followed by 0 or 1.
  case badEscape(String)
  /// `%` is followed by two hexadecimal digits, and the bytes meant are UTF-8.
  case badPercentEncoding(String)

  /// What was found, what was expected, and what to do.
  package var description: String {
    switch self {
    case .missingSlash(let text):
      "the JSON Pointer \"\(text)\" begins with no slash; expected \"/…\" or nothing; write \"/\(text)\""
    case .badEscape(let text):
      "the token \"\(text)\" has a bare ~; expected ~0 or ~1; write ~0 for a tilde and ~1 for a slash"
    case .badPercentEncoding(let text):
      "the fragment \"\(text)\" is not percent-encoded UTF-8; expected %XX; encode a percent sign as %25"
    }
  }
}
