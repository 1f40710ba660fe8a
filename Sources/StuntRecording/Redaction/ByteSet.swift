/// A set of ASCII bytes.
struct ByteSet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ characters: String) {
    for byte in characters.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte & 63) & 1 == 1
  }

  private static let smallLetters = "abcdefghijklmnopqrstuvwxyz"
  private static let letters = smallLetters + smallLetters.uppercased()
  private static let digitCharacters = "0123456789"

  static let digits = ByteSet(digitCharacters)
  static let hex = ByteSet(digitCharacters + "abcdef")
  static let lower = ByteSet(smallLetters)
  static let upper = ByteSet(smallLetters.uppercased())
  static let alphanumeric = ByteSet(letters + digitCharacters)
  static let word = ByteSet(letters + digitCharacters + "_-")
  static let base64 = ByteSet(letters + digitCharacters + "+/=_-")
  static let token = ByteSet(letters + digitCharacters + "._~+/=%-")

  /// The sets that documents may name.
  static let named: [(name: String, set: ByteSet)] = [
    ("digits", digits), ("hex", hex), ("lower", ByteSet(smallLetters + digitCharacters)),
    ("upper", ByteSet(smallLetters.uppercased() + digitCharacters)), ("alphanumeric", alphanumeric),
    ("word", word), ("token", token),
  ]
}
