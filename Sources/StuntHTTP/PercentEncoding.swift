/// Percent-encoding of URI components. RFC 3986, 2.1.
package enum PercentEncoding {
  /// What a piece of text is to become a part of.
  package enum Component: Sendable {
    /// One segment of a path: a slash in the text is escaped.
    case pathSegment
    /// A name or value in a query: all but unreserved characters are escaped.
    case query
    /// A name or value of application/x-www-form-urlencoded: space becomes a plus sign.
    case form
  }

  /// Undoes the escapes; refuses broken ones and an escaped NUL, which ends a name early in other programs.
  package static func decode(_ bytes: some Collection<UInt8>) throws(PercentEncodingError) -> [UInt8] {
    try decode(bytes, plusIsSpace: false)
  }

  /// Undoes the escapes and checks that the result is UTF-8.
  package static func decodeText(_ bytes: some Collection<UInt8>) throws(PercentEncodingError) -> String {
    try text(try decode(bytes, plusIsSpace: false))
  }

  /// Escapes what cannot stand in the component.
  package static func encode(_ text: String, as component: Component) -> String {
    var output: [UInt8] = []
    for byte in text.utf8 {
      if isPlain(byte, in: component) {
        output.append(byte)
      } else if byte == 0x20, component == .form {
        output.append(0x2B)
      } else {
        output.append(0x25)
        output.append(hexDigit(byte >> 4))
        output.append(hexDigit(byte & 0xF))
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  static func decode(
    _ bytes: some Collection<UInt8>, plusIsSpace: Bool
  ) throws(PercentEncodingError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    var offset = 0
    while let byte = iterator.next() {
      if byte == 0x25 {
        guard let high = iterator.next()?.hexValue, let low = iterator.next()?.hexValue else {
          throw .triplet(at: offset)
        }
        if high | low == 0 { throw .nul(at: offset) }
        output.append(high << 4 | low)
        offset += 3
        continue
      }
      if byte == 0 { throw .nul(at: offset) }
      output.append(byte == 0x2B && plusIsSpace ? 0x20 : byte)
      offset += 1
    }
    return output
  }

  static func text(_ bytes: [UInt8]) throws(PercentEncodingError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    return text
  }

  private static func isPlain(_ byte: UInt8, in component: Component) -> Bool {
    switch component {
    case .pathSegment: ByteClass.pathCharacter.contains(byte)
    case .query: ByteClass.unreserved.contains(byte)
    case .form: ByteClass.formUnreserved.contains(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}

/// Why a URI component was refused; offsets count from the component's first byte.
package enum PercentEncodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A percent sign without two hexadecimal digits.
  case triplet(at: Int)
  /// A NUL, escaped or not.
  case nul(at: Int)
  /// Bytes that are not UTF-8 once the escapes are undone.
  case notUTF8
  /// A segment that is `.` or `..`, escaped or not.
  case dotSegment(at: Int)
  /// A path that does not begin with a slash.
  case notAbsolute
  /// More names and values than allowed.
  case tooManyPairs(max: Int)

  /// One sentence.
  package var description: String {
    switch self {
    case .triplet(let offset): "a percent sign needs two hexadecimal digits after it, at byte \(offset)"
    case .nul(let offset): "a NUL cannot stand in a URI, at byte \(offset)"
    case .notUTF8: "the text is not UTF-8 once its percent-escapes are undone"
    case .dotSegment(let offset): "a path segment cannot be . or .., at byte \(offset)"
    case .notAbsolute: "a path begins with a slash"
    case .tooManyPairs(let max): "too many names and values; at most \(max)"
    }
  }
}

/// A path taken apart before its escapes are undone, so that an escaped slash stays inside its segment.
///
/// Nothing is normalised: dot segments are refused, since two programs that resolve them differently see two
/// paths; empty segments, as in `a//b` or after a last slash, are kept. RFC 3986, 3.3 and 6.2.2.3.
package enum PathSegments {
  /// The decoded segments after each slash.
  package static func parse(_ path: some Collection<UInt8>) throws(PercentEncodingError) -> [String] {
    guard path.first == 0x2F else { throw .notAbsolute }
    var segments: [String] = []
    var offset = 1
    for raw in path.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false) {
      do throws(PercentEncodingError) {
        let segment = try PercentEncoding.decodeText(raw)
        if segment == "." || segment == ".." { throw .dotSegment(at: 0) }
        segments.append(segment)
      } catch {
        throw error.shifted(by: offset)
      }
      offset += raw.count + 1
    }
    return segments
  }
}

extension PercentEncodingError {
  fileprivate func shifted(by count: Int) -> PercentEncodingError {
    switch self {
    case .triplet(let offset): .triplet(at: offset + count)
    case .nul(let offset): .nul(at: offset + count)
    case .dotSegment(let offset): .dotSegment(at: offset + count)
    case .notUTF8, .notAbsolute, .tooManyPairs: self
    }
  }
}
