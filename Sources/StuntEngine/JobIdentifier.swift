package import StuntJSON
import StuntSchema

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
  package func append(slot: Int, entropy: Entropy, to out: inout ByteSink) {
    out.append(count: prefix.count + length) { write(slot: slot, entropy: entropy, into: $0) }
  }

  /// The slot that the id stands for, if the id is one of this tenant's. The caller checks that the slot is in use.
  package func slot(of text: some Collection<UInt8>, entropy: Entropy) -> Int? {
    text.withContiguousStorageIfAvailable { slot(of: $0, entropy: entropy) }
      ?? Array(text).withUnsafeBufferPointer { slot(of: $0, entropy: entropy) }
  }

  /// The same of borrowed bytes.
  package func slot(of text: UnsafeBufferPointer<UInt8>, entropy: Entropy) -> Int? {
    let count = prefix.count + length
    guard text.count == count else { return nil }
    var permuted: UInt32 = 0
    for position in prefix.count..<prefix.count + digitsOfSlot {
      guard let digit = Self.value(of: text[position]), digit < (alphabet == .base32 ? 32 : 16) else {
        return nil
      }
      permuted = permuted << (alphabet == .base32 ? 5 : 4) | UInt32(digit)
    }
    let slot = Int(Self.permute(permuted, entropy: entropy, forward: false))
    let isOwn = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { buffer in
      write(permuted, slot, entropy, into: buffer)
      return UnsafeBufferPointer(buffer).equals(text)
    }
    return isOwn ? slot : nil
  }

  /// What all ids have in common.
  var form: TextForm {
    let hex = Array("0123456789abcdef".utf8)
    var form = TextForm()
    form.append(prefix)
    for position in 0..<length {
      switch (alphabet, position) {
      case (.uuid, 8), (.uuid, 13), (.uuid, 18), (.uuid, 23): form.append("-".utf8)
      case (.uuid, 14): form.append("4".utf8)
      case (.uuid, 19): form.append(anyOf: "89ab".utf8)
      case (.base32, _): form.append(anyOf: hex + Array("ghijklmnopqrstuv".utf8))
      case (.hex, _), (.uuid, _): form.append(anyOf: hex)
      }
    }
    return form
  }

  /// The characters that carry the slot: 8 of 4 bits, or 7 of 5.
  private var digitsOfSlot: Int { alphabet == .base32 ? 7 : 8 }

  private func write(slot: Int, entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>) {
    let permuted = Self.permute(UInt32(truncatingIfNeeded: slot), entropy: entropy, forward: true)
    write(permuted, slot, entropy, into: buffer)
  }

  private func write(
    _ permuted: UInt32, _ slot: Int, _ entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    prefix.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
    let rest = UnsafeMutableBufferPointer(rebasing: buffer[prefix.count...])
    switch alphabet {
    case .hex: writeHex(permuted, slot, entropy, into: rest)
    case .base32: writeBase32(permuted, slot, entropy, into: rest)
    case .uuid: writeUUID(permuted, slot, entropy, into: rest)
    }
  }

  /// The slot's eight digits, then sixteen of each number, until the buffer is full.
  private func writeHex(
    _ permuted: UInt32, _ slot: Int, _ entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    Self.write(Self.hexDigits(permuted), to: buffer, from: 0)
    let raw = UnsafeMutableRawBufferPointer(buffer)
    var start = 8
    var index: UInt64 = 0
    while start < buffer.count {
      let digits = Self.hexDigits(of: entropy.number(for: .identifier, UInt64(slot), index))
      if start &+ 16 <= buffer.count {
        raw.storeBytes(of: digits, toByteOffset: start, as: SIMD16<UInt8>.self)
      } else {
        Self.write(unsafeBitCast(digits.lowHalf, to: UInt64.self).littleEndian, to: buffer, from: start)
        if start &+ 8 < buffer.count {
          let last = unsafeBitCast(digits.highHalf, to: UInt64.self).littleEndian
          Self.write(last, to: buffer, from: start &+ 8)
        }
      }
      start &+= 16
      index &+= 1
    }
  }

  /// Sixteen digits as characters, in order.
  private static func hexDigits(of number: UInt64) -> SIMD16<UInt8> {
    let bytes = unsafeBitCast(number.bigEndian, to: SIMD8<UInt8>.self)
    var digits = SIMD16<UInt8>()
    digits.evenHalf = bytes &>> 4
    digits.oddHalf = bytes & 0x0F
    // Six more carries into the upper half of a byte from ten on; such digits are letters. A comparison of vectors is
    // compiled to one of each element.
    let letters = SIMD16(repeating: 0) &- (digits &+ 6) &>> 4
    return digits &+ 0x30 &+ (letters & 0x27)
  }

  /// Eight digits as characters, the first in the lowest byte.
  private static func hexDigits(_ value: UInt32) -> UInt64 {
    var digits = UInt64(value)
    digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFF
    digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
    digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
    // Six more carries into the upper half of a byte from ten on; such digits are letters.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return (digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).byteSwapped
  }

  private static func write(
    _ characters: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, from start: Int
  ) {
    if start &+ 8 <= buffer.count {
      UnsafeMutableRawBufferPointer(buffer).storeBytes(
        of: characters.littleEndian, toByteOffset: start, as: UInt64.self)
      return
    }
    for position in start..<buffer.count {
      buffer[position] = UInt8(truncatingIfNeeded: characters >> UInt64(8 * (position - start)))
    }
  }

  private func writeBase32(
    _ permuted: UInt32, _ slot: Int, _ entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    var word = UInt64(permuted) << 29
    var left = 7
    var numbers: UInt64 = 0
    for position in 0..<buffer.count {
      if left == 0 {
        word = entropy.number(for: .identifier, UInt64(slot), numbers)
        numbers += 1
        left = 12
      }
      let digit = UInt8(truncatingIfNeeded: word >> 59)
      word <<= 5
      left -= 1
      buffer[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
  }

  /// 32 hexadecimal digits with four hyphens, of which two digits say version and variant.
  private func writeUUID(
    _ permuted: UInt32, _ slot: Int, _ entropy: Entropy, into buffer: UnsafeMutableBufferPointer<UInt8>
  ) {
    precondition(buffer.count == 36, "a UUID has so many characters")
    let first = entropy.number(for: .identifier, UInt64(slot), 0)
    let second = entropy.number(for: .identifier, UInt64(slot), 1)
    let version = UInt32(truncatingIfNeeded: first >> 32) & 0xFFFF_0FFF | 0x4000
    // Of the digit's four bits the upper two become 10.
    let variant = UInt32(truncatingIfNeeded: first) & 0x3FFF_FFFF | 0x8000_0000
    let middle = (Self.hexDigits(version), Self.hexDigits(variant))
    let raw = UnsafeMutableRawBufferPointer(buffer)
    raw.storeBytes(of: Self.hexDigits(permuted).littleEndian, as: UInt64.self)
    for (place, half) in [(9, middle.0), (14, middle.0 >> 32), (19, middle.1), (24, middle.1 >> 32)] {
      buffer[place - 1] = UInt8(ascii: "-")
      raw.storeBytes(
        of: UInt32(truncatingIfNeeded: half).littleEndian, toByteOffset: place, as: UInt32.self)
    }
    let last = Self.hexDigits(UInt32(truncatingIfNeeded: second >> 32))
    raw.storeBytes(of: last.littleEndian, toByteOffset: 28, as: UInt64.self)
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
