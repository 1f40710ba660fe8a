/// Writes the symbols of an AV1 tile with the probabilities that a decoder begins with. AV1 Specification, 8.2.
///
/// A range coder: `low` and `range` are the interval that remains, and carries go back into bytes that are written already.
struct AV1SymbolWriter {
  private var words: [UInt16] = []
  private var low: UInt32 = 0
  private var range: UInt32 = 0x8000
  private var count = -9

  /// Writes a symbol.
  ///
  /// - Parameters:
  ///   - symbol: Its place among the symbols.
  ///   - last: The place of the last symbol.
  ///   - above: The probability of the symbols before it, of 32768.
  ///   - through: The probability of those and of itself.
  mutating func write(_ symbol: Int, last: Int, above: Int, through: Int) {
    let upper = symbol == 0 ? range : share(32_768 - above, last - symbol + 1)
    let lower = symbol == last ? 0 : share(32_768 - through, last - symbol)
    low += range - upper
    range = upper - lower
    normalize()
  }

  /// Writes the first of some symbols.
  mutating func writeFirst(last: Int, through: Int) { write(0, last: last, above: 0, through: through) }

  /// Writes one of two symbols.
  ///
  /// - Parameter zero: The probability of the first, of 32768.
  mutating func write(_ bit: Bool, zero: Int) {
    write(bit ? 1 : 0, last: 1, above: bit ? zero : 0, through: bit ? 32_768 : zero)
  }

  /// Writes a number in so many bits, each as likely as not, the highest first.
  mutating func writeLiteral(_ value: Int, bits: Int) {
    for place in (0..<bits).reversed() { write(value >> place & 1 == 1, zero: 16_384) }
  }

  private func share(_ probability: Int, _ symbolsBelow: Int) -> UInt32 {
    (range >> 8 * UInt32(probability >> 6)) >> 1 + 4 * UInt32(symbolsBelow)
  }

  private mutating func normalize() {
    let shift = range.leadingZeroBitCount - 16
    var next = count + shift
    if next >= 0 {
      var held = count + 16
      var mask = UInt32(1) << UInt32(held) - 1
      if next >= 8 {
        words.append(UInt16(truncatingIfNeeded: low >> UInt32(held)))
        low &= mask
        held -= 8
        mask >>= 8
      }
      words.append(UInt16(truncatingIfNeeded: low >> UInt32(held)))
      next = held + shift - 24
      low &= mask
    }
    low <<= UInt32(shift)
    range <<= UInt32(shift)
    count = next
  }

  /// The bytes of the tile: as few as tell the interval, with all carries made.
  mutating func finish() -> [UInt8] {
    var end = (low + 0x3FFF) & ~0x3FFF | 0x4000
    var left = 10 + count
    var held = count
    var mask = left > 0 ? UInt32(1) << UInt32(held + 16) - 1 : 0
    while left > 0 {
      words.append(UInt16(truncatingIfNeeded: end >> UInt32(held + 16)))
      end &= mask
      left -= 8
      held -= 8
      mask >>= 8
    }
    var bytes = [UInt8](repeating: 0, count: words.count)
    var carry: UInt16 = 0
    for place in words.indices.reversed() {
      let sum = words[place] &+ carry
      bytes[place] = UInt8(truncatingIfNeeded: sum)
      carry = sum >> 8
    }
    return bytes
  }
}
