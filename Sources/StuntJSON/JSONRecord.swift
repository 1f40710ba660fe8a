// `@inlinable` takes effect in other modules only if the type around it is `@usableFromInline` or public too; without
// that a walk over 12 members took 38 ns instead of 4 (Swift 6.3.1).

/// The six kinds of JSON values. RFC 8259, 3.
@frozen @usableFromInline package enum JSONKind: UInt8, Equatable, Sendable {
  /// The literal `null`.
  case null = 0
  /// `true` or `false`.
  case boolean = 1
  /// A number, kept as it was written.
  case number = 2
  /// A string.
  case string = 3
  /// An ordered list of values.
  case array = 4
  /// An ordered list of members.
  case object = 5
}

/// One entry of a tape: what a value is, where its bytes are, and where the value after it begins.
///
/// A tape is the document in order, one record of 16 bytes per value and one per member name:
///
///     { "a" : [ 1, true ] , "b" : "x" }
///
///     index  record          next
///     0      object, 2       7        count is the number of members
///     1      string a        2        a name; its value is the record after it
///     2      array, 2        5        next of a container steps over all that is inside
///     3      number 1        4
///     4      boolean         5
///     5      string b        6
///     6      string x        7
///
/// The first child of the container at `i` is at `i + 1`, and the children end where `next` of the container says:
///
///     var name = i + 1                                   // members of the object at i
///     while name < Int(tape[i].next) {
///       let value = name + 1
///       …
///       name = Int(tape[value].next)
///     }
///
///     var element = i + 1                                // elements of the array at i
///     while element < Int(tape[i].next) { …; element = Int(tape[element].next) }
@frozen @usableFromInline package struct JSONRecord: Equatable, Sendable, BitwiseCopyable {
  /// Index of the first byte; of a string, the byte after the opening quote.
  @usableFromInline package var offset: UInt32
  /// Number of bytes; of a string, those between the quotes, escapes still in them.
  @usableFromInline package var length: UInt32
  /// Index on the tape of the record that follows this value and everything in it.
  @usableFromInline package var next: UInt32
  /// Kind (bits 0 to 2), flags (bits 4 to 7) and number of children (bits 8 to 31).
  @usableFromInline var bits: UInt32

  @inlinable init(offset: UInt32, length: UInt32, next: UInt32, bits: UInt32) {
    self.offset = offset
    self.length = length
    self.next = next
    self.bits = bits
  }

  /// Flag of a string: a backslash occurs, so the bytes are not yet the text.
  @usableFromInline static let escapes: UInt32 = 1 << 4
  /// Flag of a string: some byte is 0x80 or more.
  @usableFromInline static let beyondASCII: UInt32 = 1 << 5
  /// Flag of a number: no fraction, no exponent, at most `plainDigits` digits, so it is an `Int`.
  @usableFromInline static let plainInteger: UInt32 = 1 << 6
  /// Digits that fit every `Int`: 18, or 9 where an `Int` has 32 bits.
  static let plainDigits = Int.bitWidth == 64 ? 18 : 9
  /// Flag of a boolean: it is `true`.
  @usableFromInline static let isTrueFlag: UInt32 = 1 << 7

  /// What the value is.
  @inlinable package var kind: JSONKind {
    // Only the parser makes records, and it stores the raw value of a kind here.
    unsafeBitCast(UInt8(truncatingIfNeeded: bits) & 7, to: JSONKind.self)
  }

  /// Whether a string's bytes hold escapes; if not, they are its text in UTF-8.
  @inlinable package var hasEscapes: Bool { bits & JSONRecord.escapes != 0 }

  /// Whether a string's text is ASCII with no escapes, so that its length in bytes is its length in characters.
  @inlinable package var isPlainASCII: Bool {
    bits & (JSONRecord.escapes | JSONRecord.beyondASCII) == 0
  }

  /// Whether a number is written with digits alone and fits an `Int`; `integer(in:)` then gives it.
  @inlinable package var isPlainInteger: Bool { bits & JSONRecord.plainInteger != 0 }

  /// Whether a boolean is `true`.
  @inlinable package var isTrue: Bool { bits & JSONRecord.isTrueFlag != 0 }

  /// Number of members of an object, or of elements of an array; 0 for everything else.
  @inlinable package var count: Int { Int(bits >> 8) }

  /// The bytes from `offset`, `length` of them: a view that lives as long as the document's bytes are borrowed.
  @inlinable package func slice(of bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(offset)..<Int(offset) &+ Int(length)])
  }

  /// The value of a number that `isPlainInteger`.
  @inlinable package func integer(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var index = Int(offset)
    let end = index &+ Int(length)
    let isNegative = bytes[index] == 0x2D
    if isNegative { index &+= 1 }
    var value = 0
    while index < end {
      value = value &* 10 &+ Int(bytes[index] &- 0x30)
      index &+= 1
    }
    return isNegative ? 0 &- value : value
  }
}
