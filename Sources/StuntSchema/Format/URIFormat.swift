/// `uri`, `uri-reference`, `iri` and `iri-reference`. RFC 3986, appendix A; RFC 3987, 2.2.
enum URIFormat {
  static func isURI(_ text: Bytes, international: Bool) -> Bool {
    guard let scheme = schemeLength(text) else { return false }
    return isHierarchy(text.part(scheme + 1..<text.count), international)
  }

  static func isReference(_ text: Bytes, international: Bool) -> Bool {
    if isURI(text, international: international) { return true }
    // A relative reference: its first segment has no colon.
    let segment = text.prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    return !segment.contains(0x3A) && isHierarchy(text, international)
  }

  private static func schemeLength(_ text: Bytes) -> Int? {
    guard let first = text.first, first.isLetter else { return nil }
    let length = text.prefix { $0.isLetter || $0.isDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }.count
    return length < text.count && text[length] == 0x3A ? length : nil
  }

  /// Authority, path, query and fragment.
  private static func isHierarchy(_ text: Bytes, _ international: Bool) -> Bool {
    var rest = text
    if let hash = rest.firstIndex(of: 0x23) {
      guard isText(rest.part(hash + 1..<rest.count), extra: "/?:@", international) else { return false }
      rest = rest.part(0..<hash)
    }
    if let mark = rest.firstIndex(of: 0x3F) {
      guard isText(rest.part(mark + 1..<rest.count), extra: "/?:@", international) else { return false }
      rest = rest.part(0..<mark)
    }
    guard rest.count >= 2, rest[0] == 0x2F, rest[1] == 0x2F else {
      return isText(rest, extra: "/:@", international)
    }
    rest = rest.part(2..<rest.count)
    let end = rest.firstIndex(of: 0x2F) ?? rest.count
    return isAuthority(rest.part(0..<end), international)
      && isText(rest.part(end..<rest.count), extra: "/:@", international)
  }

  private static func isAuthority(_ text: Bytes, _ international: Bool) -> Bool {
    var host = text
    if let at = host.firstIndex(of: 0x40) {
      guard isText(host.part(0..<at), extra: ":", international) else { return false }
      host = host.part(at + 1..<host.count)
    }
    let bracket = host.lastIndex(of: 0x5D) ?? -1
    if let colon = host.lastIndex(of: 0x3A), colon > bracket {
      guard host[(colon + 1)...].allSatisfy(\.isDigit) else { return false }
      host = host.part(0..<colon)
    }
    guard host.first == 0x5B else { return isText(host, extra: "", international) }
    guard host.last == 0x5D, host.count > 2 else { return false }
    let literal = host.part(1..<host.count - 1)
    return literal.starts(with: "v") ? isFutureAddress(literal) : InternetAddressFormat.isVersion6(literal)
  }

  /// `"v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )`.
  private static func isFutureAddress(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    scanner.position = 1
    guard scanner.skip(while: \.isHexadecimalDigit) > 0, scanner.consume(".") else { return false }
    let rest = text.part(scanner.position..<text.count)
    return !rest.isEmpty && !rest.contains(0x25) && isText(rest, extra: ":", false)
  }

  /// Unreserved, sub-delims, percent-encoded, and the extra ones.
  private static func isText(_ text: Bytes, extra: StaticString, _ international: Bool) -> Bool {
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x25 {
        guard index + 2 < text.count, text[index + 1].isHexadecimalDigit, text[index + 2].isHexadecimalDigit
        else {
          return false
        }
        index += 3
        continue
      }
      let isAllowed =
        isUnreservedOrDelimiter(byte) || (international && byte >= 0x80)
        || extra.withUTF8Buffer { $0.contains(byte) }
      guard isAllowed else { return false }
      index += 1
    }
    return true
  }

  private static func isUnreservedOrDelimiter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x24, 0x26...0x2E, 0x3B, 0x3D, 0x5F, 0x7E: true
    default: byte.isDigit || byte.isLetter
    }
  }
}
