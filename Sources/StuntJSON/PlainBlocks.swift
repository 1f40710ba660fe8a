/// Long runs of characters that need no care in a string, 32 bytes at a time.
enum PlainBlocks {
  /// The end of the whole blocks from a place on that hold no quote, no backslash, no control and nothing beyond ASCII.
  @inline(never)
  static func end(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var position = start
    while position &+ 32 <= end {
      let block = UnsafeRawPointer(base + position)
      let first = special(block.loadUnaligned(as: SIMD16<UInt8>.self))
      let second = special(block.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self))
      let words = unsafeBitCast(first .| second, to: SIMD2<UInt64>.self)
      if words[0] | words[1] != 0 { return position }
      position &+= 32
    }
    return position
  }

  /// As a signed number, what is beyond ASCII is below 0x20, too.
  @inline(__always)
  private static func special(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
    (bytes .== SIMD16(repeating: 0x22)) .| (bytes .== SIMD16(repeating: 0x5C))
      .| (SIMD16<Int8>(truncatingIfNeeded: bytes) .< SIMD16(repeating: 0x20))
  }
}
