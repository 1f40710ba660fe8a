import StuntEngine

/// Makes ids of the form of a recorded one, so that a client takes both alike.
enum FreshIdentifier {
  /// An id that differs from the recorded one in its letters and digits, but for what stands before the last underscore.
  static func text(like recorded: String, number: UInt64, entropy: Entropy) -> String {
    let bytes = Array(recorded.utf8)
    let start = bytes.lastIndex(of: UInt8(ascii: "_")).map { $0 + 1 } ?? 0
    let isHexadecimal = bytes[start...].allSatisfy { byte in
      byte == UInt8(ascii: "-") || hexadecimal(byte).contains(byte)
    }
    let own = entropy.derived(from: bytes)
    var result = bytes
    for index in start..<bytes.count {
      let digits = isHexadecimal ? hexadecimal(bytes[index]) : alphabet(of: bytes[index])
      guard !digits.isEmpty, bytes[index] != UInt8(ascii: "-") else { continue }
      let chance = own.number(for: .identifier, number, UInt64(index))
      result[index] = digits[Int(chance % UInt64(digits.count))]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static let digits = Array("0123456789".utf8)
  private static let small = Array("abcdefghijklmnopqrstuvwxyz".utf8)
  private static let large = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    large.contains(byte) ? digits + large.prefix(6) : digits + small.prefix(6)
  }

  private static func alphabet(of byte: UInt8) -> [UInt8] {
    [digits, small, large].first { $0.contains(byte) } ?? []
  }
}
