/// A hash table from names to entries; its slots stand among the program's `slots`.
struct NameTable: Sendable, BitwiseCopyable {
  var start: UInt32 = 0
  /// Number of slots - 1, a power of two less one; half of the slots at least are empty.
  var mask: UInt32 = 0
}

/// One slot of a name table. Names of up to 16 bytes are wholly in `head` and `tail`.
struct NameSlot: Sendable, BitwiseCopyable {
  var key: NameKey
  /// Which name this is, or `Operation.none` for an empty slot.
  var entry: UInt32
  /// Where the name is among the program's `nameBytes`.
  var offset: UInt32

  static let empty = NameSlot(key: NameKey(head: 0, tail: 0, length: 0), entry: Operation.none, offset: 0)
}

/// A name's length and its outermost bytes, which tell nearly all names apart.
struct NameKey: Sendable, BitwiseCopyable {
  /// The first eight bytes, or all of a shorter name.
  var head: UInt64
  /// The last eight bytes of a name of at least eight.
  var tail: UInt64
  var length: UInt32

  @inline(__always)
  init(head: UInt64, tail: UInt64, length: UInt32) {
    self.head = head
    self.tail = tail
    self.length = length
  }

  /// Reads the key of `length` bytes at `offset`.
  @inline(__always)
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int, _ length: Int) {
    self.length = UInt32(truncatingIfNeeded: length)
    let raw = UnsafeRawBufferPointer(bytes)
    if length >= 8 {
      head = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      tail = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset &+ length &- 8, as: UInt64.self))
    } else if offset &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      head = word & ((1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1)
      tail = 0
    } else {
      head = 0
      tail = 0
      for index in 0..<length {
        head |= UInt64(bytes[offset &+ index]) &<< UInt64(truncatingIfNeeded: index &* 8)
      }
    }
  }

  @inline(__always)
  var hash: UInt32 {
    let mixed = (head ^ (tail &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
    return UInt32(truncatingIfNeeded: mixed &>> 32)
  }

  @inline(__always)
  static func == (left: NameKey, right: NameKey) -> Bool {
    left.head == right.head && left.tail == right.tail && left.length == right.length
  }
}

/// Names that are compiled together; `nameBytes` and `slots` become the program's.
struct NameTables {
  private(set) var bytes: [UInt8] = []
  private(set) var slots: [NameSlot] = []
  private(set) var names: [NameRange] = []
  private(set) var keys: [NameKey] = []

  /// Keeps a name and says which one it is.
  mutating func add(_ name: String) -> UInt32 {
    let range = NameRange(offset: UInt32(bytes.count), length: UInt32(name.utf8.count))
    bytes.append(contentsOf: name.utf8)
    names.append(range)
    keys.append(bytes.withUnsafeBufferPointer { NameKey($0, Int(range.offset), Int(range.length)) })
    return UInt32(names.count - 1)
  }

  /// Builds a table over consecutive names; the entries that it answers count from 0.
  mutating func table(first: UInt32, count: Int) -> NameTable {
    var capacity = 2
    while capacity < count * 2 { capacity *= 2 }
    let table = NameTable(start: UInt32(slots.count), mask: UInt32(capacity - 1))
    slots.append(contentsOf: repeatElement(.empty, count: capacity))
    for entry in 0..<count {
      let range = names[Int(first) + entry]
      let key = keys[Int(first) + entry]
      var slot = key.hash & table.mask
      while slots[Int(table.start + slot)].entry != Operation.none { slot = (slot + 1) & table.mask }
      slots[Int(table.start + slot)] = NameSlot(key: key, entry: UInt32(entry), offset: range.offset)
    }
    return table
  }
}

/// Where a name is among the program's `nameBytes`.
struct NameRange: Sendable, BitwiseCopyable {
  var offset: UInt32
  var length: UInt32
}
