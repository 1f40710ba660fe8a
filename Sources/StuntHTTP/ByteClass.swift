/// A set of ASCII bytes as two words, so that membership needs no table in memory.
struct ByteClass: Sendable {
  /// Bit n stands for byte n, and of `high` for byte 64 + n.
  let low: UInt64
  let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let word = byte & 0x40 == 0 ? low : high
    return (word &>> UInt64(byte & 0x3F)) & 1 != 0 && byte < 0x80
  }
}

// Computed, so that each use folds to two constants; the tests spell each class out.
extension ByteClass {
  /// RFC 9110, 5.6.2: `token`.
  @inline(__always)
  static var token: ByteClass { ByteClass(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }

  /// What the URL Standard leaves unescaped in a path: visible ASCII but `"#<>?\^` and backtick and braces.
  @inline(__always)
  static var path: ByteClass { ByteClass(low: 0x2FFF_FFF2_0000_0000, high: 0x57FF_FFFE_AFFF_FFFF) }

  /// What the URL Standard leaves unescaped in a query: visible ASCII but `"#<>`.
  @inline(__always)
  static var query: ByteClass { ByteClass(low: 0xAFFF_FFF2_0000_0000, high: 0x7FFF_FFFF_FFFF_FFFF) }

  /// RFC 3986, 3.2.2: `reg-name`, with the percent sign of its triplets.
  @inline(__always)
  static var registeredName: ByteClass { ByteClass(low: 0x2BFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

  /// RFC 3986, 3.2.2: what stands between the brackets of an `IP-literal`.
  @inline(__always)
  static var addressLiteral: ByteClass { ByteClass(low: 0x2FFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

  /// RFC 3986, 2.3: `unreserved`.
  @inline(__always)
  static var unreserved: ByteClass { ByteClass(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

  /// RFC 3986, 3.3: `pchar` without the percent sign.
  @inline(__always)
  static var pathCharacter: ByteClass { ByteClass(low: 0x2FFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFF) }

  /// The URL Standard's application/x-www-form-urlencoded: what is written as it is.
  @inline(__always)
  static var formUnreserved: ByteClass { ByteClass(low: 0x03FF_6400_0000_0000, high: 0x07FF_FFFE_87FF_FFFE) }
}

extension UInt8 {
  /// The value of a hexadecimal digit, of either case.
  @inline(__always)
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self &- 0x30
    case 0x41...0x46: self &- 0x37
    case 0x61...0x66: self &- 0x57
    default: nil
    }
  }

  /// Whether it is one of `0` to `9`.
  @inline(__always)
  var isDigit: Bool { self &- 0x30 < 10 }

  /// The small letter of a capital one; all else unchanged.
  @inline(__always)
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
