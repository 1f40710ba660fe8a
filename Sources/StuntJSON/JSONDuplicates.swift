/// Finds a name that an object has twice, when the object closes.
enum JSONDuplicates {
  /// Up to 32 members, names are told apart by a 64-bit filter and compared pairwise where it cannot tell.
  static let pairwiseMax = 32

  /// The index of the second of two equal names, or 0; the object's records are those in `first..<last`.
  @inline(never)
  static func find(
    first: Int, last: Int, count: Int, tape: UnsafeMutablePointer<JSONRecord>, base: UnsafePointer<UInt8>,
    end: Int
  ) -> Int {
    guard count <= pairwiseMax else { return findByHash(first, last, count, tape, base) }
    var seen: UInt64 = 0
    var name = first
    while name < last {
      if tape[name].hasEscapes { return findByHash(first, last, count, tape, base) }
      let bit = filterBit(tape[name], base, end)
      if seen & bit != 0, isAmong(first, before: name, tape, base) { return name }
      seen |= bit
      name = Int(tape[name &+ 1].next)
    }
    return 0
  }

  /// One of 64 bits, from the length and the first eight bytes of a name; near the document's end byte by byte.
  @inline(always)
  private static func filterBit(_ name: JSONRecord, _ base: UnsafePointer<UInt8>, _ end: Int) -> UInt64 {
    let offset = Int(name.offset)
    let length = Int(name.length)
    var word: UInt64 = 0
    if offset &+ 8 <= end {
      word = UInt64(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt64.self))
      if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    } else {
      for index in 0..<min(length, 8) { word |= UInt64(base[offset + index]) &<< UInt64(index * 8) }
    }
    let hash = (word ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return 1 &<< (hash &>> 58)
  }

  @inline(always)
  private static func isAmong(
    _ first: Int, before name: Int, _ tape: UnsafeMutablePointer<JSONRecord>, _ base: UnsafePointer<UInt8>
  ) -> Bool {
    let record = tape[name]
    var other = first
    while other < name {
      if tape[other].length == record.length,
        slice(tape[other], base).elementsEqual(slice(record, base))
      {
        return true
      }
      other = Int(tape[other &+ 1].next)
    }
    return false
  }

  private static func slice(_ record: JSONRecord, _ base: UnsafePointer<UInt8>) -> UnsafeBufferPointer<UInt8>
  {
    UnsafeBufferPointer(start: base + Int(record.offset), count: Int(record.length))
  }

  /// Large objects, and names with escapes. `Hasher` is seeded anew in every process, so no sender can aim
  /// at one bucket; the answer does not depend on the seed.
  private static func findByHash(
    _ first: Int, _ last: Int, _ count: Int, _ tape: UnsafeMutablePointer<JSONRecord>,
    _ base: UnsafePointer<UInt8>
  ) -> Int {
    let mask = (count * 2).nextPowerOfTwo - 1
    // 0 is the document's root and never a name.
    var buckets = [UInt32](repeating: 0, count: mask + 1)
    var name = first
    while name < last {
      let raw = slice(tape[name], base)
      let decoded = tape[name].hasEscapes ? JSONText.decoded(raw, hasEscapes: true) : nil
      let isNew = withText(raw, decoded) { text in
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        var bucket = hasher.finalize() & mask
        while buckets[bucket] != 0 {
          let other = tape[Int(buckets[bucket])]
          if JSONText.isEqual(slice(other, base), hasEscapes: other.hasEscapes, to: text) { return false }
          bucket = (bucket + 1) & mask
        }
        buckets[bucket] = UInt32(name)
        return true
      }
      if !isNew { return name }
      name = Int(tape[name + 1].next)
    }
    return 0
  }

  private static func withText<Result>(
    _ raw: UnsafeBufferPointer<UInt8>, _ decoded: [UInt8]?, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    guard let decoded else { return body(raw) }
    return decoded.withUnsafeBufferPointer(body)
  }
}

extension Int {
  /// The least power of two that is not below.
  fileprivate var nextPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
