/// A few bytes put together on the stack, then added to an array at once.
///
/// Each addition to an array looks at its room and its owners, which took most of the time of writing a head.
struct ShortText {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  /// Adds to `output` what `fill` writes, which must be at most `most` bytes.
  @inline(__always)
  static func append(to output: inout [UInt8], atMost most: Int, _ fill: (inout ShortText) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { room in
      var text = ShortText(room: room)
      fill(&text)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: room[..<text.count]))
    }
  }

  private init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    precondition(count < room.count, "the text is longer than was said")
    room[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(text, from: 0, count: text.utf8CodeUnitCount)
  }

  /// Adds borrowed bytes.
  @inline(__always)
  mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    append(start, count: bytes.count)
  }

  /// Adds a piece of a table of words.
  @inline(__always)
  mutating func append(_ text: StaticString, from start: Int, count length: Int) {
    append(text.utf8Start + start, count: length)
  }

  /// By memory, since a buffer that is updated from another is copied by a loop of its own.
  @inline(__always)
  private mutating func append(_ bytes: UnsafePointer<UInt8>, count length: Int) {
    append(count: length) { UnsafeMutableRawPointer($0).copyMemory(from: bytes, byteCount: length) }
  }

  /// Adds bytes that `fill` writes: all of so many.
  @inline(__always)
  mutating func append(count length: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
    precondition(length <= room.count &- count, "the text is longer than was said")
    // Room for something has an address.
    fill(room.baseAddress.unsafelyUnwrapped + count)
    count &+= length
  }

  /// Adds a number of at least zero in decimal digits.
  @inline(__always)
  mutating func append(decimal number: Int) {
    precondition(number >= 0, "lengths and codes are not negative")
    var size = 1
    var power = 10
    while size < 19 && number >= power {
      size &+= 1
      power &*= 10
    }
    append(count: size) { digits in
      // No sign, since a division of what may have one takes longer.
      var rest = UInt(bitPattern: number)
      var place = size
      while place > 0 {
        place &-= 1
        let quotient = rest / 10
        digits[place] = UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ 0x30
        rest = quotient
      }
    }
  }
}
