/// Bits to bytes, the lowest bit first: the order of deflate, WebP and GIF.
struct LowBitWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var heldCount = 0

  /// Appends the low `count` bits of `value`, at most 32; the bits above them must be zero.
  mutating func append(_ value: UInt32, _ count: Int) {
    held |= UInt64(value) << UInt64(heldCount)
    heldCount += count
    while heldCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      heldCount -= 8
    }
  }

  /// Appends the code of a symbol; the code must be reversed.
  mutating func append(_ symbol: Int, of code: PrefixCode) {
    append(code.codes[symbol], Int(code.lengths[symbol]))
  }

  /// Appends zeros up to a whole byte.
  mutating func fill() {
    if heldCount > 0 { append(0, 8 - heldCount) }
  }
}
