/// Bytes that are put together piece by piece, in room that is there from the start.
///
/// An array looks at its owners and its room for each piece, which took most of the time of filling in an answer. The room
/// is on the stack; what does not fit moves to memory of the sink's own. Only `lend` makes sinks, and it lets that go.
@usableFromInline package struct ByteSink: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<UInt8>
  @usableFromInline var room: Int
  @usableFromInline var length = 0
  @usableFromInline var isMoved = false

  @inlinable init(_ room: UnsafeMutableBufferPointer<UInt8>) {
    // A buffer of so many bytes has an address.
    start = room.baseAddress.unsafelyUnwrapped
    self.room = room.count
  }

  /// Lends an empty sink, which must not outlive the call.
  @inlinable @inline(__always)
  package static func lend<Result>(_ body: (inout ByteSink) -> Result) -> Result {
    // The most that is taken from the stack without asking whether it is there; nearly all answers fit.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1_024) { room in
      var sink = ByteSink(room)
      defer { if sink.isMoved { sink.start.deallocate() } }
      return body(&sink)
    }
  }

  /// The bytes that a body appends.
  @inlinable @inline(__always)
  package static func bytes(_ body: (inout ByteSink) -> Void) -> [UInt8] {
    lend { sink in
      body(&sink)
      return sink.bytes
    }
  }

  /// The number of bytes so far.
  @inlinable package var count: Int { length }

  /// What was appended.
  @inlinable package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: length)) }

  /// Lends what was appended from some place on.
  @inlinable @inline(__always)
  package func withBytes<Result>(from first: Int = 0, _ body: (UnsafeBufferPointer<UInt8>) -> Result)
    -> Result
  {
    precondition(first >= 0 && first <= length, "the place is one of the sink")
    return body(UnsafeBufferPointer(start: start + first, count: length &- first))
  }

  /// Lends what was appended from some place on, to be changed.
  @inlinable
  package mutating func withMutableBytes(from first: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void)
  {
    precondition(first >= 0 && first <= length, "the place is one of the sink")
    body(UnsafeMutableBufferPointer(start: start + first, count: length &- first))
  }

  /// Takes back what was appended from some place on.
  @inlinable package mutating func removeAll(from first: Int) {
    precondition(first >= 0 && first <= length, "the place is one of the sink")
    length = first
  }

  /// Appends one byte.
  @inlinable @inline(__always)
  package mutating func append(_ byte: UInt8) {
    if length == room { grow(by: 1) }
    start[length] = byte
    length &+= 1
  }

  /// Appends borrowed bytes.
  @inlinable @inline(__always)
  package mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    if bytes.count > room &- length { grow(by: bytes.count) }
    UnsafeMutableRawPointer(start + length).copyMemory(from: source, byteCount: bytes.count)
    length &+= bytes.count
  }

  /// Appends the bytes of an array.
  @inlinable @inline(__always)
  package mutating func append(contentsOf bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends a part of an array.
  @inlinable @inline(__always)
  package mutating func append(contentsOf bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends text that is known when the program is compiled.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends the UTF-8 of a string.
  package mutating func append(contentsOf text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  /// Appends bytes that a body writes: it is lent room for so many, and must write all of them.
  @inlinable @inline(__always)
  package mutating func append(count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
    if count > room &- length { grow(by: count) }
    body(UnsafeMutableBufferPointer(start: start + length, count: count))
    length &+= count
  }

  @usableFromInline mutating func grow(by more: Int) {
    let larger = max(room * 2, length + more)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    memory.initialize(from: start, count: length)
    if isMoved { start.deallocate() }
    (start, room, isMoved) = (memory, larger, true)
  }
}

extension [UInt8] {
  /// Appends what a body appends to a sink.
  @inlinable @inline(__always)
  package mutating func append(_ body: (inout ByteSink) -> Void) {
    ByteSink.lend { sink in
      body(&sink)
      sink.withBytes { append(contentsOf: $0) }
    }
  }
}
