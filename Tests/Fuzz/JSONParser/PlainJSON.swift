#if canImport(StuntJSON)
  import StuntJSON
#endif

/// A second reading of RFC 8259, slow and plain, to hold the fast one against.
struct PlainJSON {
  private var rest: ArraySlice<UInt8>
  private let limits: JSONLimits

  /// Whether the bytes are one JSON text within the limits, no object with a name twice.
  static func accepts(_ bytes: [UInt8], limits: JSONLimits) -> Bool {
    guard bytes.count <= limits.documentBytes, String(validating: bytes, as: UTF8.self) != nil else {
      return false
    }
    var reader = PlainJSON(rest: bytes[...], limits: limits)
    return reader.value(depth: 0) && reader.rest.isEmpty
  }

  private mutating func value(depth: Int) -> Bool {
    skipSpace()
    defer { skipSpace() }
    switch rest.first {
    case UInt8(ascii: "{"): return depth < limits.depth && object(depth: depth + 1)
    case UInt8(ascii: "["): return depth < limits.depth && array(depth: depth + 1)
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return take("true")
    case UInt8(ascii: "f"): return take("false")
    case UInt8(ascii: "n"): return take("null")
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> Bool {
    _ = take("{")
    skipSpace()
    if take("}") { return true }
    var names: Set<[UInt8]> = []
    repeat {
      skipSpace()
      guard let name = string(), names.insert(name).inserted else { return false }
      skipSpace()
      guard take(":"), value(depth: depth) else { return false }
    } while take(",")
    return take("}") && names.count <= limits.members
  }

  private mutating func array(depth: Int) -> Bool {
    _ = take("[")
    skipSpace()
    if take("]") { return true }
    var count = 0
    repeat {
      guard value(depth: depth) else { return false }
      count += 1
    } while take(",")
    return take("]") && count <= limits.members
  }

  /// The text of a string, in UTF-8.
  private mutating func string() -> [UInt8]? {
    guard take("\"") else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return text }
      guard byte >= 0x20 else { return nil }
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
      } else {
        guard let scalar = escape() else { return nil }
        text.append(contentsOf: Array(String(Character(scalar)).utf8))
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    let letters: [UInt8: Unicode.Scalar] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
    ]
    guard let letter = rest.popFirst() else { return nil }
    if letter != UInt8(ascii: "u") { return letters[letter] }
    guard let unit = codeUnit() else { return nil }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take("\\u"), let low = codeUnit(), (0xDC00..<0xE000).contains(low) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) * 0x400 + UInt32(low) - 0xDC00)
  }

  private mutating func codeUnit() -> UInt16? {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
      return nil
    }
    return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  private mutating func number() -> Bool {
    let start = rest.startIndex
    _ = take("-")
    if !take("0") { guard digits() > 0 else { return false } }
    if take(".") { guard digits() > 0 else { return false } }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      let zeros = rest.prefix { $0 == UInt8(ascii: "0") }.count
      let count = digits()
      guard count > 0, count - zeros <= JSONLimits.exponentDigits else { return false }
    }
    return rest.startIndex - start <= limits.numberBytes
  }

  private mutating func digits() -> Int {
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest = rest.dropFirst(digits.count)
    return digits.count
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let bytes = Array(text.description.utf8)
    guard rest.starts(with: bytes) else { return false }
    rest = rest.dropFirst(bytes.count)
    return true
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }
}
