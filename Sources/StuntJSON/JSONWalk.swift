/// The state of a parse.
///
/// There is no stack: while a container is open, its record keeps what is needed to go back to its parent,
/// the parent's index in `next` and the parent's count in `length`.
struct JSONWalk {
  static let noContainer = UInt32.max

  let base: UnsafePointer<UInt8>
  let end: Int
  let limits: JSONLimits
  /// The room that was lent, which is not given back here.
  let room: UnsafeMutablePointer<JSONRecord>
  /// Whether nothing but white space may follow the value.
  let isWhole: Bool
  /// Where the records go; `capacity` of them have room, `count` are written.
  var tape: UnsafeMutablePointer<JSONRecord>
  var capacity: Int
  var count = 0
  /// Index of the next byte.
  var position = 0
  /// Index of the innermost open container.
  var open = JSONWalk.noContainer
  var isObject = false
  /// Values begun in the innermost open container.
  var children: UInt32 = 0
  var depth = 0

  init(
    base: UnsafePointer<UInt8>, end: Int, tape: UnsafeMutablePointer<JSONRecord>, capacity: Int,
    limits: JSONLimits, isWhole: Bool = true
  ) {
    self.base = base
    self.end = end
    self.isWhole = isWhole
    room = tape
    self.tape = tape
    self.capacity = capacity
    self.limits = limits
  }

  /// Walks the document from its first byte to its last.
  mutating func run() throws(JSONStop) {
    try start()
    try walkValue()
  }

  /// Walks one value and the white space after it, from wherever the position is; what was on the tape is given up.
  mutating func walkPart() throws(JSONStop) {
    count = 0
    children = 0
    try walkValue()
  }

  @inline(__always)
  private mutating func walkValue() throws(JSONStop) {
    // A local copy lives in registers.
    var walk = self
    defer { self = walk }
    while true {
      // One record for the value, and one for the name that may follow it before the next look.
      if walk.count &+ 2 > walk.capacity {
        (walk.tape, walk.capacity) = JSONWalk.grow(
          walk.tape, count: walk.count, capacity: walk.capacity, isFirst: walk.tape == room,
          length: isWhole ? end : 0)
      }
      walk.children &+= 1
      if try walk.value() { continue }
      if try walk.separator() { return }
    }
  }

  /// Moves the records to the heap, with room for as many again; the first time, for one per twelve bytes at least.
  @inline(never)
  private static func grow(
    _ tape: UnsafeMutablePointer<JSONRecord>, count: Int, capacity: Int, isFirst: Bool, length: Int
  ) -> (UnsafeMutablePointer<JSONRecord>, Int) {
    let larger = isFirst ? max(capacity * 2, length / 12) : capacity * 2
    let room = UnsafeMutablePointer<JSONRecord>.allocate(capacity: larger)
    room.initialize(from: tape, count: count)
    if !isFirst { tape.deallocate() }
    return (room, larger)
  }

  private mutating func start() throws(JSONStop) {
    if end >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF {
      throw JSONStop(.byteOrderMark, at: 0)
    }
    skipSpace()
    if position == end { throw JSONStop(.emptyDocument, at: position) }
  }

  /// Reads a value, or opens a container; `true` if its first child comes next.
  @inline(always)
  private mutating func value() throws(JSONStop) -> Bool {
    skipSpace()
    guard position < end else { throw JSONStop(.expectedValue(found: nil), at: position) }
    let byte = base[position]
    if byte == 0x22 {
      try string()
      return false
    }
    if byte == 0x7B || byte == 0x5B { return try openContainer(byte == 0x7B) }
    if byte == 0x2D || byte &- 0x30 < 10 {
      try number()
    } else {
      try word(byte)
    }
    return false
  }

  @inline(always)
  private mutating func openContainer(_ object: Bool) throws(JSONStop) -> Bool {
    guard depth < limits.depth else { throw JSONStop(.depth, at: position) }
    depth &+= 1
    let kind = object ? JSONKind.object : JSONKind.array
    tape[count] = JSONRecord(
      offset: UInt32(truncatingIfNeeded: position), length: children, next: open, bits: UInt32(kind.rawValue))
    open = UInt32(truncatingIfNeeded: count)
    count &+= 1
    children = 0
    isObject = object
    position &+= 1
    skipSpace()
    guard position < end, base[position] == (object ? 0x7D : 0x5D) else {
      if object { try name() }
      return true
    }
    position &+= 1
    try closeContainer()
    return false
  }

  @inline(always)
  private mutating func closeContainer() throws(JSONStop) {
    let index = Int(open)
    let opened = tape[index]
    if isObject && children > 1 {
      let name = JSONDuplicates.find(
        first: index &+ 1, last: count, count: Int(children), tape: tape, base: base, end: end)
      if name != 0 { throw JSONStop(duplicate: name, at: Int(tape[name].offset) &- 1) }
    }
    tape[index] = JSONRecord(
      offset: opened.offset, length: UInt32(truncatingIfNeeded: position) &- opened.offset,
      next: UInt32(truncatingIfNeeded: count), bits: opened.bits | children << 8)
    open = opened.next
    children = opened.length
    depth &-= 1
    isObject = open != JSONWalk.noContainer && tape[Int(open)].kind == .object
  }

  /// Reads what follows a value, closing containers, up to where the next value begins; `true` at the end.
  @inline(always)
  private mutating func separator() throws(JSONStop) -> Bool {
    while true {
      skipSpace()
      if open == JSONWalk.noContainer {
        guard position == end || !isWhole else {
          throw JSONStop(.trailingContent(found: base[position]), at: position)
        }
        return true
      }
      let byte = position < end ? base[position] : 0
      if byte == 0x2C {
        guard Int(children) < limits.members else { throw JSONStop(.members, at: position) }
        position &+= 1
        if isObject { try name() }
        return false
      }
      guard byte == (isObject ? 0x7D : 0x5D) else { throw separatorMissing() }
      position &+= 1
      try closeContainer()
    }
  }

  /// Reads a member's name and its colon.
  @inline(always)
  private mutating func name() throws(JSONStop) {
    skipSpace()
    guard position < end, base[position] == 0x22 else {
      throw JSONStop(.expectedName(found: found), at: position)
    }
    try string()
    skipSpace()
    guard position < end, base[position] == 0x3A else {
      throw JSONStop(.expectedColon(found: found), at: position)
    }
    position &+= 1
  }

  @inline(always)
  mutating func skipSpace() {
    while position < end {
      let byte = base[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position &+= 1
    }
  }

  var found: UInt8? { position < end ? base[position] : nil }

  @inline(never)
  private func separatorMissing() -> JSONStop {
    JSONStop(
      isObject ? .expectedCommaOrBrace(found: found) : .expectedCommaOrBracket(found: found), at: position)
  }
}
