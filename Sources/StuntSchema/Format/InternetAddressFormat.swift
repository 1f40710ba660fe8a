/// `ipv4` and `ipv6`. RFC 2673, 3.2 and RFC 4291, 2.2.
enum InternetAddressFormat {
  static func isVersion4(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    for index in 0..<4 {
      if index > 0, !scanner.consume(".") { return false }
      let start = scanner.position
      let digits = scanner.skip(while: \.isDigit)
      guard (1...3).contains(digits), digits == 1 || text[start] != 0x30 else { return false }
      var value = 0
      for byte in text[start..<start + digits] { value = value * 10 + Int(byte - 0x30) }
      guard value <= 255 else { return false }
    }
    return scanner.isAtEnd
  }

  static func isVersion6(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    var groups = 0
    var hasGap = false
    if scanner.consume(":") {
      guard scanner.consume(":") else { return false }
      hasGap = true
    }
    while !scanner.isAtEnd {
      let start = scanner.position
      let digits = scanner.skip(while: \.isHexadecimalDigit)
      if scanner.peek == 0x2E {
        guard isVersion4(text.part(start..<text.count)) else { return false }
        groups += 2
        return hasGap ? groups < 8 : groups == 8
      }
      guard (1...4).contains(digits) else { return false }
      groups += 1
      if scanner.isAtEnd { break }
      guard scanner.consume(":"), !scanner.isAtEnd else { return false }
      if scanner.consume(":") {
        guard !hasGap else { return false }
        hasGap = true
      }
    }
    return hasGap ? groups < 8 : groups == 8
  }
}
