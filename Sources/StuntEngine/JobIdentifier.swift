/// How a provider's job ids look, and how a slot number hides in one.
///
/// An id carries its slot, permuted by a key of the tenant, and a hash that proves it: finding a job among a million is an
/// array index, ids look random, and the id of another tenant decodes to nothing.
package struct JobIdentifier: Hashable, Sendable {
  /// The characters of an id after its prefix.
  package enum Alphabet: Hashable, Sendable {
    /// `0-9a-f`.
    case hex
    /// `0-9a-v`.
    case base32
    /// A version 4 UUID (RFC 9562, 5.4) in its usual form.
    case uuid
  }

  /// What stands before the varying part.
  package let prefix: [UInt8]
  /// The characters of the varying part.
  package let alphabet: Alphabet
  /// The number of characters of the varying part; 36 for a UUID.
  package let length: Int

  /// A form of ids.
  ///
  /// - Parameter length: At least 8, so that a slot fits; at most 64. Ignored for a UUID.
  package init(prefix: [UInt8], alphabet: Alphabet, length: Int) {
    precondition(alphabet == .uuid || (8...64).contains(length), "a slot needs 8 characters")
    self.prefix = prefix
    self.alphabet = alphabet
    self.length = alphabet == .uuid ? 36 : length
  }

  /// The id of a slot.
  package func text(slot: Int, entropy: Entropy) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: prefix.count + length) { buffer, count in
      write(slot: slot, entropy: entropy, into: buffer)
      count = prefix.count + length
    }
  }

  /// Appends the id of a slot.
  package func append(slot: Int, entropy: Entropy, to out: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: prefix.count + length) { buffer in
      write(slot: slot, entropy: entropy, into: buffer)
      out.append(contentsOf: buffer)
    }
  }

  /// The slot that the id stands for, if the id is one of this tenant's. The caller checks that the slot is in use.
  package func slot(of text: some RandomAccessCollection<UInt8>, entropy: Entropy) -> Int? {
    guard text.count == prefix.count + length, text.starts(with: prefix) else { return nil }
    var permuted: UInt32 = 0
    for character in text.dropFirst(prefix.count).prefix(digitsOfSlot) {
      guard let digit = Self.value(of: character), digit < (alphabet == .base32 ? 32 : 16) else { return nil }
      permuted = permuted << (alphabet == .base32 ? 5 : 4) | UInt32(digit)
    }
    let slot = Int(Self.permute(permuted, entropy: entropy, forward: false))
    let isOwn = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: prefix.count + length) { buffer in
      write(slot: slot, entropy: entropy, into: buffer)
      return buffer.elementsEqual(text)
    }
    return isOwn ? slot : nil
  }

  /// The characters that carry the slot: 8 of 4 bits, or 7 of 5.
  private var digitsOfSlot: Int { alphabet == .base32 ? 7 : 8 }

  private func write(slot: Int, entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>) {
    var count = 0
    for byte in prefix {
      buffer[count] = byte
      count += 1
    }
    let bits = alphabet == .base32 ? 5 : 4
    let permuted = Self.permute(UInt32(truncatingIfNeeded: slot), entropy: entropy, forward: true)
    var word = UInt64(permuted) << (64 - UInt64(digitsOfSlot * bits))
    var left = digitsOfSlot
    var words: UInt64 = 0
    for position in 0..<length {
      if alphabet == .uuid, position == 8 || position == 13 || position == 18 || position == 23 {
        buffer[count] = UInt8(ascii: "-")
        count += 1
        continue
      }
      if left == 0 {
        word = entropy.number(for: .identifier, UInt64(slot), words)
        words += 1
        left = 64 / bits
      }
      var digit = UInt8(truncatingIfNeeded: word >> (64 - UInt64(bits)))
      word <<= UInt64(bits)
      left -= 1
      if alphabet == .uuid, position == 14 { digit = 4 }
      if alphabet == .uuid, position == 19 { digit = 8 | digit & 3 }
      buffer[count] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      count += 1
    }
  }

  /// A permutation of 32 bits in four Feistel rounds, or its inverse.
  static func permute(_ value: UInt32, entropy: Entropy, forward: Bool) -> UInt32 {
    var left = UInt16(truncatingIfNeeded: value >> 16)
    var right = UInt16(truncatingIfNeeded: value)
    for round in 0..<4 {
      let number = UInt64(forward ? round : 3 - round)
      if forward {
        (left, right) = (right, left ^ roundFunction(right, number, entropy))
      } else {
        (left, right) = (right ^ roundFunction(left, number, entropy), left)
      }
    }
    return UInt32(left) << 16 | UInt32(right)
  }

  private static func roundFunction(_ half: UInt16, _ round: UInt64, _ entropy: Entropy) -> UInt16 {
    UInt16(truncatingIfNeeded: entropy.number(for: .permutation, round, UInt64(half)))
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "v"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
