/// Tells texts that chance wrote from texts that people and programs write.
///
/// A run of 24 or more letters and digits counts if it has small and large letters, changes between small, large and
/// digit often, and has 3.5 bits of entropy a character. Thirty and more small letters and digits count if they change
/// often. Hexadecimal runs and UUIDs never count: they are ids and hashes everywhere, and what is secret among them
/// has a name that says so. Words, paths, dates and CamelCase names stay below these bars.
enum RandomLooking {
  static let mixedMin = 24
  static let smallMin = 30
  static let bitsMin = 3.5
  static let changesMin = 0.33

  /// Whether a run of letters, digits and `-_+` looks random.
  static func isRandom(_ run: ArraySlice<UInt8>) -> Bool {
    guard run.count >= mixedMin else { return false }
    let run = run.prefix(4_096)
    return (isMixed(run) || isSmall(run)) && changes(in: run) >= changesMin && bits(of: run) >= bitsMin
  }

  /// Whether a text is one that somebody may have written: letters that change their case seldom, and marks.
  static func isWord(_ text: ArraySlice<UInt8>) -> Bool {
    !text.contains { ByteSet.digits.contains($0) } && (text.count < 2 || changes(in: text) < changesMin)
  }

  private static func isMixed(_ run: ArraySlice<UInt8>) -> Bool {
    run.contains { ByteSet.upper.contains($0) } && run.contains { ByteSet.lower.contains($0) }
  }

  private static func isSmall(_ run: ArraySlice<UInt8>) -> Bool {
    run.count >= smallMin && run.count { ByteSet.digits.contains($0) } >= 4
      && run.contains { ByteSet.lower.contains($0) && !ByteSet.hex.contains($0) }
      && !run.contains { ByteSet.upper.contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  /// The share of neighbors that are of different kinds: small, large, digit. Marks are passed over.
  private static func changes(in run: ArraySlice<UInt8>) -> Double {
    var count = 0
    var last = 0
    for byte in run {
      let kind =
        ByteSet.lower.contains(byte)
        ? 1 : ByteSet.upper.contains(byte) ? 2 : ByteSet.digits.contains(byte) ? 3 : 0
      if kind != 0, last != 0, kind != last { count += 1 }
      if kind != 0 { last = kind }
    }
    return Double(count) / Double(max(1, run.count - 1))
  }

  /// Entropy of the characters, by their numbers in the run.
  private static func bits(of run: ArraySlice<UInt8>) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for byte in run { counts[Int(byte)] += 1 }
    let total = Double(run.count)
    return counts.reduce(0) { sum, count in
      count == 0 ? sum : sum - Double(count) / total * log2(Double(count) / total)
    }
  }

  /// The logarithm to the base 2, from the number's own exponent and a series: no library is needed.
  private static func log2(_ value: Double) -> Double {
    let ratio = (value.significand - 1) / (value.significand + 1)
    var power = ratio
    var sum = 0.0
    for step in 0..<12 {
      sum += power / Double(2 * step + 1)
      power *= ratio * ratio
    }
    return Double(value.exponent) + 2 * sum / 0.693_147_180_559_945_3
  }
}
