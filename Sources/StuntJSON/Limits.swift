/// What a document may at most hold; each limit is reported by name when a document goes beyond it.
package struct JSONLimits: Equatable, Sendable {
  /// Bytes of the document. Offsets on the tape are 32 bits wide, so that 2 GiB is the most that can be asked for.
  package var documentBytes: Int
  /// Containers inside each other. What walks a document may recurse, and stacks of threads are small.
  package var depth: Int
  /// Members of one object, or elements of one array. Counts on the tape are 24 bits wide.
  package var members: Int
  /// Bytes of one number. Exact arithmetic costs the square of its length.
  package var numberBytes: Int

  /// Creates limits; what is left out is as in `standard`, and nothing can pass what the tape can hold.
  package init(
    documentBytes: Int = 16 << 20, depth: Int = 128, members: Int = 1 << 20, numberBytes: Int = 512
  ) {
    self.documentBytes = min(documentBytes, Int(Int32.max))
    self.depth = min(depth, JSONLimits.depthMax)
    self.members = min(members, JSONLimits.membersMax)
    self.numberBytes = min(numberBytes, JSONLimits.numberBytesMax)
  }

  /// 16 MiB, 128 levels, 2^20 members, numbers of 512 bytes: beyond every real message, far below what hurts.
  package static let standard = JSONLimits()

  /// 512 levels: a recursive walk then needs well below the 512 KiB of the smallest stack we run on.
  package static let depthMax = 512
  /// 2^24 - 1 members: what 24 bits of a record can count.
  package static let membersMax = (1 << 24) - 1
  /// 4,096 bytes: multiples of such numbers are still decided within a tenth of a second.
  package static let numberBytesMax = 4096
  /// 9 digits of exponent, leading zeros aside: sums of exponents then always fit an `Int`.
  package static let exponentDigits = 9
}

/// The limit that a document went beyond.
package enum JSONLimit: String, Equatable, Sendable {
  /// `JSONLimits.documentBytes`.
  case documentBytes
  /// `JSONLimits.depth`.
  case depth
  /// `JSONLimits.members`.
  case members
  /// `JSONLimits.numberBytes`.
  case numberBytes
  /// `JSONLimits.exponentDigits`.
  case exponentDigits
}
