/// Sixteen bytes at a time: where a run of usual characters ends.
enum ByteScan {
  private typealias Block = SIMD16<UInt8>
  private typealias Marks = SIMDMask<SIMD16<Int8>>

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highs: UInt64 { 0x8080_8080_8080_8080 }

  /// The first byte from `start` that is below 0x20 or 0x7F, or `end`.
  @inline(__always)
  static func control(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while end &- index >= 16 {
      let block = block(bytes, at: index)
      let offset = first((block .< Block(repeating: 0x20)) .| (block .== Block(repeating: 0x7F)))
      index &+= offset
      if offset < 16 { return index }
    }
    while index < end && bytes[index] >= 0x20 && bytes[index] != 0x7F { index &+= 1 }
    return index
  }

  /// The same, but tabs are passed over.
  static func controlButTab(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = control(bytes, from: start, to: end)
    while index < end && bytes[index] == 0x09 { index = control(bytes, from: index + 1, to: end) }
    return index
  }

  /// The first line feed from `start`, or `end`.
  static func lineFeed(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    first(0x0A, bytes, from: start, to: end)
  }

  /// The first carriage return from `start`, or `end`.
  static func carriageReturn(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    first(0x0D, bytes, from: start, to: end)
  }

  @inline(__always)
  private static func first(
    _ byte: UInt8, _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int {
    var index = start
    while end &- index >= 8 {
      let word = word(bytes, at: index) ^ (ones &* UInt64(byte))
      let hits = (word &- ones) & ~word & highs
      if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < end && bytes[index] != byte { index &+= 1 }
    return index
  }

  /// The first byte from `start` that is not a token's, or `end`.
  @inline(__always)
  static func nameEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    runEnd(bytes, from: start, to: end, .token, usually: 0x3A) { block in
      isNoLetter(block) .& (block .!= Block(repeating: 0x2D))
    }
  }

  /// The first byte from `start` that a path cannot have, or `end`.
  @inline(__always)
  static func pathEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    runEnd(bytes, from: start, to: end, .path, usually: 0x20) { block in
      isNoLetter(block) .& isOutside(block, 0x2D, 0x39) .& (block .!= Block(repeating: 0x5F))
    }
  }

  /// The first byte from `start` that a registered name cannot have, or `end`.
  @inline(__always)
  static func hostEnd(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    runEnd(bytes, from: start, to: end, .registeredName, usually: 0x3A) { block in
      isNoLetter(block) .& isOutside(block, 0x30, 0x39) .& isOutside(block, 0x2D, 0x2E)
    }
  }

  /// The first byte that is not of a class: mostly a certain one. `unusual` marks those that have to be asked about.
  @inline(__always)
  private static func runEnd(
    _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, _ members: ByteClass,
    usually last: UInt8, unusual: (Block) -> Marks
  ) -> Int {
    var index = start
    while end &- index >= 16 {
      let offset = first(unusual(block(bytes, at: index)))
      index &+= offset
      if offset == 16 { continue }
      if bytes[index] == last || !members.contains(bytes[index]) { return index }
      index &+= 1
    }
    while index < end && members.contains(bytes[index]) { index &+= 1 }
    return index
  }

  @inline(__always)
  private static func isNoLetter(_ block: Block) -> Marks {
    isOutside(block | Block(repeating: 0x20), 0x61, 0x7A)
  }

  @inline(__always)
  private static func isOutside(_ block: Block, _ first: UInt8, _ last: UInt8) -> Marks {
    (block &- Block(repeating: first)) .> Block(repeating: last &- first)
  }

  /// The number of the first byte that is marked; 16 for none.
  @inline(__always)
  private static func first(_ marks: Marks) -> Int {
    let words = unsafeBitCast(marks, to: SIMD2<UInt64>.self)
    if words[0] != 0 { return words[0].littleEndian.trailingZeroBitCount &>> 3 }
    return 8 &+ words[1].littleEndian.trailingZeroBitCount &>> 3
  }

  @inline(__always)
  private static func block(_ bytes: UnsafePointer<UInt8>, at index: Int) -> Block {
    UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: Block.self)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>, at index: Int) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
}

/// Compares text of any letters' case with text in small letters, eight bytes at a time.
///
/// Setting one bit lowers letters and leaves hyphens and digits. Among the characters of a token it confuses only
/// `^` with `~`; control characters, which it would make hyphens and digits of, are neither in names nor in values.
@inline(__always)
func isEqual(_ text: UnsafePointer<UInt8>, lowercase name: UnsafePointer<UInt8>, count: Int) -> Bool {
  let (one, other) = (UnsafeRawPointer(text), UnsafeRawPointer(name))
  if count >= 8 {
    var index = 0
    while index &+ 8 < count {
      if !isSame(one, other, at: index, UInt64(0x2020_2020_2020_2020)) { return false }
      index &+= 8
    }
    return isSame(one, other, at: count &- 8, UInt64(0x2020_2020_2020_2020))
  }
  if count >= 4 {
    return isSame(one, other, at: 0, UInt32(0x2020_2020))
      && isSame(one, other, at: count &- 4, UInt32(0x2020_2020))
  }
  for index in 0..<count where text[index] | 0x20 != name[index] | 0x20 { return false }
  return true
}

@inline(__always)
private func isSame<Word: FixedWidthInteger & BitwiseCopyable>(
  _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, at index: Int, _ bit: Word
) -> Bool {
  one.loadUnaligned(fromByteOffset: index, as: Word.self) | bit
    == other.loadUnaligned(fromByteOffset: index, as: Word.self) | bit
}

/// Compares a range, of any letters' case, with a name in small letters.
@inline(__always)
func isToken(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, _ name: StaticString) -> Bool {
  range.count == name.utf8CodeUnitCount
    && isEqual(bytes + range.lowerBound, lowercase: name.utf8Start, count: name.utf8CodeUnitCount)
}
