/// Names of fields in one number: bits for their first letters, and bits for their lengths.
///
/// Most fields that are asked for are not there, and a look at this tells so.
@usableFromInline package struct FieldMarks: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline var bits: UInt64

  @inlinable init(bits: UInt64) { self.bits = bits }

  /// The marks of no name.
  package init() { bits = 0 }

  /// The marks of a name by its length and its first letter, whichever that letter's case.
  init(length: Int, first: UInt8) {
    bits = 1 << UInt64(first & 0x1F) | 1 << UInt64(32 + (length & 0x1F))
  }

  /// The marks of a name; none of an empty one.
  package init(_ name: some Collection<UInt8>) {
    self = name.first.map { FieldMarks(length: name.count, first: $0) } ?? FieldMarks()
  }

  /// The marks of several names.
  package init(_ names: [some Collection<UInt8>]) {
    self = names.reduce(into: FieldMarks()) { $0.formUnion(FieldMarks($1)) }
  }

  mutating func formUnion(_ other: FieldMarks) { bits |= other.bits }

  /// Whether one of the other names may be among these: some first letter and some length are the same.
  @inlinable package func mayHold(_ names: FieldMarks) -> Bool {
    let common = bits & names.bits
    return common & 0xFFFF_FFFF != 0 && common >> 32 != 0
  }

  /// Whether there are no names.
  package var isEmpty: Bool { bits == 0 }
}

extension HTTPRequest {
  /// The marks of its fields' names.
  @inlinable package var fieldMarks: FieldMarks { places.fieldMarks }
}
