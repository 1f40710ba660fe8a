/// Bits to bytes, the highest bit first: the order of H.264 and JPEG.
struct BitWriter: Sendable {
  private(set) var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var heldCount = 0

  init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Appends the low `count` bits of `value`, at most 32; the bits above them must be zero.
  mutating func append(_ value: UInt32, _ count: Int) {
    held = held << UInt64(count) | UInt64(value)
    heldCount += count
    while heldCount >= 8 {
      heldCount -= 8
      bytes.append(UInt8(truncatingIfNeeded: held >> UInt64(heldCount)))
    }
  }

  /// Appends an unsigned Exp-Golomb code. ITU-T H.264, 9.1.
  mutating func appendUnsigned(_ value: Int) {
    let code = UInt32(value + 1)
    let bits = UInt32.bitWidth - code.leadingZeroBitCount
    append(0, bits - 1)
    append(code, bits)
  }

  /// Appends a signed Exp-Golomb code. ITU-T H.264, 9.1.1.
  mutating func appendSigned(_ value: Int) { appendUnsigned(value > 0 ? 2 * value - 1 : -2 * value) }

  /// Appends the closing one bit of an H.264 payload and zeros up to a whole byte.
  mutating func closePayload() {
    append(1, 1)
    if heldCount > 0 { append(0, 8 - heldCount) }
  }

  /// Appends ones up to a whole byte, as JPEG does.
  mutating func fillWithOnes() {
    if heldCount > 0 { append((1 << UInt32(8 - heldCount)) - 1, 8 - heldCount) }
  }

  /// Appends zeros up to a whole byte.
  mutating func fillWithZeros() {
    if heldCount > 0 { append(0, 8 - heldCount) }
  }

  /// Forgets what was written and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    (held, heldCount) = (0, 0)
  }
}
