/// A part of an array that is kept, not copied: a finished video is written to many clients from one array.
package struct SharedBytes: Sendable {
  /// The array that is shared.
  package let array: [UInt8]
  /// The part of it that is meant.
  package internal(set) var range: Range<Int>

  /// Shares a part of an array.
  package init(_ array: [UInt8], _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= array.count)
    self.array = array
    self.range = range
  }

  /// Bytes of the part.
  package var count: Int { range.count }
}

/// What a service appends its replies to: bytes, and shared arrays between them.
///
/// One buffer a loop serves all its connections: the replies to one read are written with one call, and what the
/// socket does not take moves to the connection. A service only appends, and may find other replies before its own.
package struct OutputBuffer: Sendable {
  /// The bytes in line; appending straight to this array is the fast way.
  package var bytes: [UInt8] = []
  /// Shared arrays, each with the offset in `bytes` that it stands before.
  var attachments: [(offset: Int, bytes: SharedBytes)] = []

  /// Makes an empty buffer.
  package init() {}

  /// All bytes of the buffer, the shared ones counted.
  package var count: Int {
    attachments.isEmpty ? bytes.count : attachments.reduce(bytes.count) { $0 + $1.bytes.count }
  }

  /// All bytes in line, the shared ones copied; for readers inside the process.
  package var allBytes: [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(count)
    var start = 0
    for (offset, shared) in attachments {
      all += bytes[start..<offset]
      all += shared.array[shared.range]
      start = offset
    }
    return all + bytes[start...]
  }

  /// Appends one byte.
  @inlinable
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends bytes.
  @inlinable
  package mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

  /// Appends text that is known at compile time.
  @inlinable
  package mutating func append(_ text: StaticString) {
    unsafe bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends text as UTF-8.
  @inlinable
  package mutating func append(text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends part of a shared array without copying it.
  package mutating func attach(_ array: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    attachments.append((bytes.count, SharedBytes(array, range)))
  }

  /// Puts other bytes into the place of some in line; shared arrays behind them stay behind them.
  package mutating func replaceBytes(_ range: Range<Int>, with other: [UInt8]) {
    bytes.replaceSubrange(range, with: other)
    let difference = other.count - range.count
    for index in attachments.indices where attachments[index].offset >= range.upperBound {
      attachments[index].offset += difference
    }
  }

  /// A part of the buffer, as parts of arrays in order; what stands in line is copied, what is shared is not.
  ///
  /// No shared array may stand outside of the part.
  func pieces(_ range: Range<Int>) -> [SharedBytes] {
    let copy = Array(bytes[range])
    var pieces: [SharedBytes] = []
    var start = 0
    for attachment in attachments {
      let offset = attachment.offset - range.lowerBound
      if offset > start { pieces.append(SharedBytes(copy, start..<offset)) }
      pieces.append(attachment.bytes)
      start = offset
    }
    if start < copy.count { pieces.append(SharedBytes(copy, start..<copy.count)) }
    return pieces
  }

  /// Forgets the bytes in line after the first `count`, and all shared ones.
  mutating func removeAll(after count: Int) {
    bytes.removeLast(bytes.count - count)
    attachments.removeAll()
  }

  /// Forgets all content; keeps the room of ordinary replies and gives back that of a very large one.
  mutating func clear(keeping bytesMax: Int) {
    if bytes.capacity > bytesMax { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
    if !attachments.isEmpty { attachments.removeAll() }
  }
}
