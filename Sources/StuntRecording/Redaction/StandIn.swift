import StuntCrypto

/// What stands in the place of a secret: equal for equal secrets of a recording, and of no use to anybody.
package enum StandIn {
  /// What every stand-in of a text begins with.
  package static let prefix = "redacted-"
  /// Hexadecimal digits after it: 80 bits, so that two secrets never get the same.
  static let digits = 20

  /// The stand-in of a text; one that is a UUID, a URL or a number stays one, where its name is no secret's.
  static func text(of secret: String, key: [UInt8], keepsForm: Bool) -> String {
    let hash = Hexadecimal.encode(KeyedHash.hash(Array(secret.utf8), key: key).prefix(16))
    guard keepsForm else { return prefix + hash.prefix(digits) }
    if isUUID(secret) {
      let digits = Array(hash)
      let parts = [
        digits[0..<8], digits[8..<12], "8" + digits[13..<16], "8" + digits[17..<20], digits[20..<32],
      ]
      return parts.map { String($0) }.joined(separator: "-")
    }
    if secret.hasPrefix("https://") || secret.hasPrefix("http://") {
      return "https://\(prefix)\(hash.prefix(digits)).invalid/"
    }
    if !secret.isEmpty, secret.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      return number(like: secret, hash: hash)
    }
    return prefix + hash.prefix(digits)
  }

  /// As many digits, none of them the secret's but by chance.
  static func number(like secret: String, hash: String) -> String {
    let pool = hash.utf8.map { $0 % 10 + 0x30 }
    let digits = (0..<secret.utf8.count).map { index in
      index == 0 ? max(0x31, pool[0]) : pool[index % pool.count]
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Whether a text is a stand-in, or nothing but stand-ins and a few marks: a matcher lets it be anything.
  package static func isStandIn(_ text: some StringProtocol) -> Bool {
    let rest = without(Array(text.utf8)[...])
    // `https://….invalid/` has eighteen characters beside; UUIDs of version 8 are ours.
    if isUUID(String(text)) { return text.dropFirst(14).hasPrefix("8") && text.dropFirst(19).hasPrefix("8") }
    return rest.count < text.utf8.count && rest.count <= 18 && !rest.contains { 0x30...0x39 ~= $0 }
  }

  /// Whether a stand-in occurs in a text.
  package static func occurs(in text: some StringProtocol) -> Bool {
    without(Array(text.utf8)[...]).count < text.utf8.count
  }

  /// The bytes without the stand-ins in them.
  static func without(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let start = Array(prefix.utf8)
    var rest: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let end = index + start.count + digits
      if bytes[index] == start[0], end <= bytes.endIndex, bytes[index..<end].starts(with: start),
        bytes[(index + start.count)..<end].allSatisfy({ ByteSet.hex.contains($0) })
      {
        index = end
      } else {
        rest.append(bytes[index])
        index += 1
      }
    }
    return rest
  }

  /// Whether a text is 8-4-4-4-12 hexadecimal digits.
  static func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy {
        $0.utf8.allSatisfy { ByteSet.hex.contains($0 | 0x20) || ByteSet.digits.contains($0) }
      }
  }
}
