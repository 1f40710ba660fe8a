import StuntHTTP

/// The paths that have no parameters, each looked up as a whole: most submits go to one of these.
struct LiteralPaths: Sendable {
  /// A path and a method, and what they lead to.
  private struct Entry: Sendable, BitwiseCopyable {
    /// Where the path is among the bytes.
    var offset: Int32
    /// Bytes of the path; 0 in a slot that is empty.
    var count: Int32
    var method: HTTPMethod
    var endpoint: Router.Endpoint
  }

  private static let wordBytes = 8

  private var entries: [Entry] = []
  /// The same by their hashes, in a power of two of slots, half of them empty at least.
  private var slots: [Entry] = []
  private var bytes: [UInt8] = []
  /// A bit for each length that a path has, the last one for all longer ones: paths that hold identifiers have others.
  private var lengths: UInt64 = 0

  /// Adds a path by its segments. What is shorter than a word is left to the tree.
  mutating func append(_ segments: [[UInt8]], _ method: HTTPMethod, _ endpoint: Router.Endpoint) {
    let path = segments.flatMap { [UInt8(ascii: "/")] + $0 }
    guard path.count >= Self.wordBytes else { return }
    entries.append(
      Entry(offset: Int32(bytes.count), count: Int32(path.count), method: method, endpoint: endpoint))
    bytes += path
    lengths |= Self.bit(path.count)
  }

  /// Makes the table, once all paths are there.
  mutating func close() {
    guard let any = entries.first else { return }
    var capacity = 2
    while capacity < 2 * entries.count { capacity *= 2 }
    var empty = any
    empty.count = 0
    slots = Array(repeating: empty, count: capacity)
    for entry in entries {
      let hash = bytes.withUnsafeBytes { Self.hash(entry.method, $0, Int(entry.offset), Int(entry.count)) }
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while slots[slot].count > 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = entry
    }
    entries = []
  }

  /// What a method and a path lead to; nil for a path that is not among these.
  @inline(__always)
  func find(
    _ method: HTTPMethod, _ text: UnsafeBufferPointer<UInt8>, _ path: Range<Int>
  ) -> Router.Endpoint? {
    guard lengths & Self.bit(path.count) != 0, path.count >= Self.wordBytes else { return nil }
    return look(method, UnsafeRawBufferPointer(text), path)
  }

  private func look(
    _ method: HTTPMethod, _ text: UnsafeRawBufferPointer, _ path: Range<Int>
  ) -> Router.Endpoint? {
    let hash = Self.hash(method, text, path.lowerBound, path.count)
    return slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot].count > 0 {
        if slots[slot].method == method, isSame(slots[slot], text, path) {
          return slots[slot].endpoint
        }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  private func isSame(_ entry: Entry, _ text: UnsafeRawBufferPointer, _ path: Range<Int>) -> Bool {
    guard Int(entry.count) == path.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      let last = path.count - Self.wordBytes
      var position = 0
      // The last word may begin in the one before it.
      while position < last {
        guard
          Self.word(text, path.lowerBound + position) == Self.word(bytes, Int(entry.offset) + position)
        else { return false }
        position += Self.wordBytes
      }
      return Self.word(text, path.lowerBound + last) == Self.word(bytes, Int(entry.offset) + last)
    }
  }

  @inline(__always)
  private static func bit(_ count: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: min(count, 63)) }

  @inline(__always)
  private static func hash(
    _ method: HTTPMethod, _ text: UnsafeRawBufferPointer, _ start: Int, _ count: Int
  ) -> UInt64 {
    let last = count - wordBytes
    var hash = UInt64(truncatingIfNeeded: count) &<< 8 | UInt64(method.rawValue)
    var position = 0
    while position < last {
      hash = mixed(hash, word(text, start + position))
      position += wordBytes
    }
    hash = mixed(hash, word(text, start + last))
    return hash ^ hash &>> 32
  }

  /// 2 to the 64th, divided by the golden ratio: each bit of a word moves the highest ones of the product.
  @inline(__always)
  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 29
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
