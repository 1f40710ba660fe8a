/// `uri-template`. RFC 6570, 2.
enum URITemplateFormat {
  static func isTemplate(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    while let byte = scanner.peek {
      scanner.position += 1
      if byte == 0x7B {
        guard isExpression(&scanner) else { return false }
      } else if byte == 0x25 {
        guard scanner.skipEncoded() else { return false }
      } else if !isLiteral(byte) {
        return false
      }
    }
    return true
  }

  /// RFC 6570, 2.1: literals exclude CTL, SP, DQUOTE, ' < > \ ^ ` { | }.
  private static func isLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x25, 0x27, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F: false
    default: true
    }
  }

  /// What follows the brace: an operator, then variables.
  private static func isExpression(_ scanner: inout ByteScanner) -> Bool {
    if let byte = scanner.peek, isOperator(byte) { scanner.position += 1 }
    repeat {
      guard isVariable(&scanner) else { return false }
    } while scanner.consume(",")
    return scanner.consume("}")
  }

  private static func isOperator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23, 0x26, 0x2B, 0x2C, 0x2E, 0x2F, 0x3B, 0x3D, 0x3F, 0x40, 0x7C: true
    default: false
    }
  }

  private static func isVariable(_ scanner: inout ByteScanner) -> Bool {
    guard skipName(&scanner) else { return false }
    while scanner.consume(".") {
      guard skipName(&scanner) else { return false }
    }
    if scanner.consume("*") { return true }
    guard scanner.consume(":") else { return true }
    guard let first = scanner.peek, first != 0x30 else { return false }
    return (1...4).contains(scanner.skip(while: \.isDigit))
  }

  private static func skipName(_ scanner: inout ByteScanner) -> Bool {
    let start = scanner.position
    while let byte = scanner.peek {
      if byte == 0x25 {
        scanner.position += 1
        guard scanner.skipEncoded() else { return false }
      } else if byte.isDigit || byte.isLetter || byte == 0x5F {
        scanner.position += 1
      } else {
        break
      }
    }
    return scanner.position > start
  }
}

extension ByteScanner {
  /// Steps over the two digits after a percent sign.
  fileprivate mutating func skipEncoded() -> Bool {
    guard position + 1 < bytes.count, bytes[position].isHexadecimalDigit,
      bytes[position + 1].isHexadecimalDigit
    else {
      return false
    }
    position += 2
    return true
  }
}
