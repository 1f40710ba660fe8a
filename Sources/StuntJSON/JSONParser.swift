/// Turns bytes into a tape in one walk. RFC 8259.
enum JSONParser {
  /// The tape of a document, or why there is none.
  static func tape(
    of bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits
  ) throws(JSONError) -> [JSONRecord] {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      throw .malformed(.emptyDocument, at: JSONPlace(offset: 0, line: 1, column: 1, pointer: .root))
    }
    guard bytes.count <= limits.documentBytes else {
      let place = JSONPlace(offset: limits.documentBytes, line: 1, column: 1, pointer: .root)
      throw .beyondLimit(.documentBytes, of: limits.documentBytes, at: place)
    }
    var walk = JSONWalk(base: base, end: bytes.count, limits: limits)
    var capacity = bytes.count / 8 + 8
    var tape: [JSONRecord] = []
    var outcome = JSONWalk.Outcome.full
    // Nearly every document is done in the first round, with one allocation.
    while outcome == .full {
      tape = [JSONRecord](unsafeUninitializedCapacity: capacity) { room, count in
        for (index, record) in tape.enumerated() { room.initializeElement(at: index, to: record) }
        outcome = walk.resume(room)
        count = walk.count
      }
      capacity *= 2
    }
    if case .stopped(let stop) = outcome { throw walk.error(stop, bytes: bytes, tape: tape) }
    return tape
  }
}

/// What ends a walk early, before its place is known.
struct JSONStop: Error, Equatable {
  enum Reason: Equatable {
    case fault(JSONFault)
    case limit(JSONLimit)
    /// The index of the second of two equal names.
    case duplicate(name: Int)
  }

  var reason: Reason
  var offset: Int

  init(_ fault: JSONFault, at offset: Int) {
    self.reason = .fault(fault)
    self.offset = offset
  }

  init(_ limit: JSONLimit, at offset: Int) {
    self.reason = .limit(limit)
    self.offset = offset
  }

  init(duplicate name: Int, at offset: Int) {
    self.reason = .duplicate(name: name)
    self.offset = offset
  }
}

/// The parser's state between two records; can be stopped for more room and resumed.
///
/// There is no stack: while a container is open, its record keeps what is needed to go back to its parent,
/// the parent's index in `next` and the parent's count in `length`.
struct JSONWalk {
  enum Outcome: Equatable {
    case finished
    case full
    case stopped(JSONStop)
  }

  /// What is being read, for the pointer of an error.
  enum Phase { case name, colon, value, separator }

  static let noContainer = UInt32.max

  let base: UnsafePointer<UInt8>
  let end: Int
  let depthMax: Int
  let membersMax: Int
  let numberBytesMax: Int
  /// Index of the next byte.
  var position = 0
  /// Number of records written.
  var count = 0
  /// Index of the innermost open container.
  var open = JSONWalk.noContainer
  var isObject = false
  /// Values begun in the innermost open container.
  var children: UInt32 = 0
  var depth = 0
  var phase = Phase.value

  init(base: UnsafePointer<UInt8>, end: Int, limits: JSONLimits) {
    self.base = base
    self.end = end
    depthMax = limits.depth
    membersMax = limits.members
    numberBytesMax = limits.numberBytes
  }

  /// Walks on until the document ends or the room does.
  mutating func resume(_ room: UnsafeMutableBufferPointer<JSONRecord>) -> Outcome {
    guard let tape = room.baseAddress else { return .full }
    // A local copy lives in registers; `self` is in memory that the caller's closure shares.
    var walk = self
    defer { self = walk }
    do throws(JSONStop) {
      if walk.count == 0 { try walk.start() }
      return try walk.values(tape, capacity: room.count)
    } catch {
      return .stopped(error)
    }
  }

  private mutating func start() throws(JSONStop) {
    if end >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF {
      throw JSONStop(.byteOrderMark, at: 0)
    }
    skipSpace()
    if position == end { throw JSONStop(.emptyDocument, at: position) }
  }

  @inline(__always)
  private mutating func values(
    _ tape: UnsafeMutablePointer<JSONRecord>, capacity: Int
  ) throws(JSONStop) -> Outcome {
    while true {
      // One record for the value, and one for the name that may follow it before the next look.
      guard count &+ 2 <= capacity else { return .full }
      phase = .value
      children &+= 1
      if try value(tape) { continue }
      phase = .separator
      if try separator(tape) { return .finished }
    }
  }

  /// Reads a value, or opens a container; `true` if its first child comes next.
  @inline(__always)
  private mutating func value(_ tape: UnsafeMutablePointer<JSONRecord>) throws(JSONStop) -> Bool {
    skipSpace()
    guard position < end else { throw JSONStop(.expectedValue(found: nil), at: position) }
    let byte = base[position]
    if byte == 0x22 {
      try string(tape)
      return false
    }
    if byte == 0x7B || byte == 0x5B { return try openContainer(byte == 0x7B, tape) }
    if byte == 0x2D || byte &- 0x30 < 10 {
      try number(tape)
    } else {
      try word(byte, tape)
    }
    return false
  }

  @inline(__always)
  private mutating func openContainer(
    _ object: Bool, _ tape: UnsafeMutablePointer<JSONRecord>
  ) throws(JSONStop) -> Bool {
    guard depth < depthMax else { throw JSONStop(.depth, at: position) }
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
      if object { try name(tape) }
      return true
    }
    position &+= 1
    try closeContainer(tape)
    return false
  }

  @inline(__always)
  private mutating func closeContainer(_ tape: UnsafeMutablePointer<JSONRecord>) throws(JSONStop) {
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
  @inline(__always)
  private mutating func separator(_ tape: UnsafeMutablePointer<JSONRecord>) throws(JSONStop) -> Bool {
    while true {
      skipSpace()
      if open == JSONWalk.noContainer {
        guard position == end else { throw JSONStop(.trailingContent(found: base[position]), at: position) }
        return true
      }
      let byte = position < end ? base[position] : 0
      if byte == 0x2C {
        guard Int(children) < membersMax else { throw JSONStop(.members, at: position) }
        position &+= 1
        if isObject { try name(tape) }
        return false
      }
      guard byte == (isObject ? 0x7D : 0x5D) else { throw separatorMissing() }
      position &+= 1
      try closeContainer(tape)
    }
  }

  /// Reads a member's name and its colon.
  @inline(__always)
  private mutating func name(_ tape: UnsafeMutablePointer<JSONRecord>) throws(JSONStop) {
    phase = .name
    skipSpace()
    guard position < end, base[position] == 0x22 else {
      throw JSONStop(.expectedName(found: found), at: position)
    }
    try string(tape)
    phase = .colon
    skipSpace()
    guard position < end, base[position] == 0x3A else {
      throw JSONStop(.expectedColon(found: found), at: position)
    }
    position &+= 1
  }

  @inline(__always)
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
