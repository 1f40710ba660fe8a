/// `hostname` and `idn-hostname`. RFC 1123, 2.1 and RFC 5890; code points of IDNA are not looked up one by one.
enum HostnameFormat {
  static func isHostname(_ text: Bytes, international: Bool) -> Bool {
    guard !text.isEmpty, text.count <= 253 else { return false }
    var start = 0
    for index in 0...text.count where index == text.count || text[index] == 0x2E {
      guard isLabel(text.part(start..<index), international: international) else { return false }
      start = index + 1
    }
    return true
  }

  private static func isLabel(_ label: Bytes, international: Bool) -> Bool {
    guard let first = label.first, let last = label.last, label.count <= 63, first != 0x2D, last != 0x2D
    else {
      return false
    }
    // RFC 5891, 4.2.3.1: only A-labels have hyphens in the third and fourth place.
    if label.count >= 4, label[2] == 0x2D, label[3] == 0x2D, !label.starts(with: "xn--") { return false }
    return label.allSatisfy { $0.isDigit || $0.isLetter || $0 == 0x2D || (international && $0 >= 0x80) }
  }
}

/// `email` and `idn-email`. RFC 5321, 4.1.2: Mailbox; RFC 6531.
enum EmailFormat {
  static func isMailbox(_ text: Bytes, international: Bool) -> Bool {
    guard let at = text.lastIndex(of: 0x40) else { return false }
    let local = text.part(0..<at)
    let domain = text.part(at + 1..<text.count)
    guard local.count <= 64, isLocalPart(local, international) else { return false }
    guard domain.first == 0x5B, domain.last == 0x5D, domain.count > 2 else {
      return HostnameFormat.isHostname(domain, international: international)
    }
    let literal = domain.part(1..<domain.count - 1)
    guard literal.starts(with: "IPv6:") else { return InternetAddressFormat.isVersion4(literal) }
    return InternetAddressFormat.isVersion6(literal.part(5..<literal.count))
  }

  private static func isLocalPart(_ local: Bytes, _ international: Bool) -> Bool {
    guard let first = local.first else { return false }
    if first == 0x22 { return isQuoted(local, international) }
    var wasDot = true
    for byte in local {
      let isDot = byte == 0x2E
      guard isDot ? !wasDot : isAtomText(byte) || (international && byte >= 0x80) else { return false }
      wasDot = isDot
    }
    return !wasDot
  }

  private static func isQuoted(_ local: Bytes, _ international: Bool) -> Bool {
    guard local.count >= 2, local.last == 0x22 else { return false }
    var index = 1
    while index < local.count - 1 {
      let byte = local[index]
      guard byte >= 0x20, byte < 0x7F || (international && byte >= 0x80), byte != 0x22 else { return false }
      index += byte == 0x5C ? 2 : 1
    }
    return index == local.count - 1
  }

  /// RFC 5322, 3.2.3: atext.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: true
    default: byte.isDigit || byte.isLetter
    }
  }
}
