/// A set of Unicode scalars: ascending ranges that neither touch nor overlap.
struct ScalarSet: Equatable, Sendable {
  /// The greatest code point.
  static let last: UInt32 = 0x10FFFF

  private(set) var ranges: [ClosedRange<UInt32>]

  /// Sorts and joins ranges in any order.
  init(_ unordered: [ClosedRange<UInt32>]) {
    ranges = []
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let previous = ranges.last, range.lowerBound <= previous.upperBound + 1 else {
        ranges.append(range)
        continue
      }
      ranges[ranges.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
    }
  }

  /// The set of one scalar.
  init(_ scalar: UInt32) { ranges = [scalar...scalar] }

  /// All scalars that are in neither range.
  var inverted: ScalarSet {
    var result: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.last { result.append(next...Self.last) }
    return ScalarSet(result)
  }

  /// Looks a scalar up.
  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }
}

extension ScalarSet {
  /// `\d`: ASCII digits only. ECMA-262, 22.2.2.9.
  static let digits = ScalarSet([0x30...0x39])

  /// `\w` without the `i` flag: ASCII letters, digits and the low line.
  static let wordScalars = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

  /// `\s`: WhiteSpace and LineTerminator. ECMA-262, 12.2 and 12.3.
  static let spaces = ScalarSet([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])

  /// What `.` does not match.
  static let lineTerminators = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])
}
