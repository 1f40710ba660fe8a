/// The value of a number: digits times a power of ten, in the one form without zeros at either end.
struct JSONDecimal: Hashable {
  var isNegative: Bool
  /// Values from 0 to 9, most significant first; empty for zero.
  var digits: [UInt8]
  /// The power of ten that the last digit counts; 0 for zero.
  var exponent: Int

  /// Reads a text that the parser has accepted.
  init(validated text: UnsafeBufferPointer<UInt8>) {
    isNegative = text.first == 0x2D
    digits = []
    digits.reserveCapacity(text.count)
    exponent = 0
    var index = isNegative ? 1 : 0
    var isFraction = false
    while index < text.count, text[index] | 0x20 != 0x65 {
      if text[index] == 0x2E {
        isFraction = true
      } else {
        if isFraction { exponent -= 1 }
        if !(digits.isEmpty && text[index] == 0x30) { digits.append(text[index] - 0x30) }
      }
      index += 1
    }
    exponent += JSONDecimal.exponent(text, after: index)
    normalize()
  }

  private static func exponent(_ text: UnsafeBufferPointer<UInt8>, after letter: Int) -> Int {
    guard letter < text.count else { return 0 }
    var index = letter + 1
    let isNegative = text[index] == 0x2D
    if isNegative || text[index] == 0x2B { index += 1 }
    var value = 0
    // At most nine digits that count: JSONLimits.exponentDigits.
    for digit in text[index...] { value = value * 10 + Int(digit - 0x30) }
    return isNegative ? -value : value
  }

  private mutating func normalize() {
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    if digits.isEmpty {
      exponent = 0
      isNegative = false
    }
  }

  var isZero: Bool { digits.isEmpty }

  var isInteger: Bool { exponent >= 0 }

  var int: Int? {
    guard isInteger, digits.count + exponent <= 19 else { return nil }
    var value = 0
    for place in 0..<digits.count + exponent {
      let digit = place < digits.count ? Int(digits[place]) : 0
      let (tens, over) = value.multipliedReportingOverflow(by: 10)
      // Counted downward, since Int.min has no positive twin.
      let (sum, under) = tens.subtractingReportingOverflow(digit)
      if over || under { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// The one text of this value: plain digits where they are short, an exponent where they are not.
  var canonicalText: String {
    let sign = isNegative ? "-" : ""
    let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
    if isZero { return "0" }
    if exponent >= 0 && digits.count + exponent <= 21 {
      return sign + text + String(repeating: "0", count: exponent)
    }
    let whole = digits.count + exponent
    if exponent < 0 && whole > 0 {
      return sign + text.prefix(whole) + "." + text.suffix(-exponent)
    }
    if exponent < 0 && whole > -7 {
      return sign + "0." + String(repeating: "0", count: -whole) + text
    }
    return sign + scientificText(text)
  }

  /// The digits with an exponent that a parser takes: what is beyond is written as zeros.
  private func scientificText(_ text: String) -> String {
    let most = JSONDecimal.exponentMax
    if exponent > most { return text + String(repeating: "0", count: exponent - most) + "e\(most)" }
    if exponent >= -most { return "\(text)e\(exponent)" }
    let shift = -most - exponent
    if shift < text.utf8.count { return "\(text.dropLast(shift)).\(text.suffix(shift))e-\(most)" }
    return "0." + String(repeating: "0", count: shift - text.utf8.count) + text + "e-\(most)"
  }

  /// The largest exponent that can be written: `JSONLimits.exponentDigits` nines.
  private static let exponentMax = 999_999_999
}

extension JSONDecimal: Comparable {
  static func < (left: JSONDecimal, right: JSONDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isCloserToZero(than: left) : left.isCloserToZero(than: right)
  }

  private func isCloserToZero(than other: JSONDecimal) -> Bool {
    if isZero || other.isZero { return isZero && !other.isZero }
    let height = digits.count + exponent
    let otherHeight = other.digits.count + other.exponent
    if height != otherHeight { return height < otherHeight }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension JSONDecimal {
  /// Whether the quotient is an integer; `false` for a divisor of zero.
  func isMultiple(of divisor: JSONDecimal) -> Bool {
    if divisor.isZero { return false }
    if isZero { return true }
    // With a power of ten left in the divisor it would have to divide our digits, and they end in no zero.
    let shift = exponent - divisor.exponent
    guard shift >= 0 else { return false }
    // Factors 2 and 5 are at most log2 of the divisor; more zeros at our end change nothing.
    let zeros = min(shift, divisor.digits.count * 4)
    if divisor.digits.count <= 17 { return remainder(appending: zeros, small: divisor) == 0 }
    var remainder = JSONRemainder(divisor: divisor.digits)
    for digit in digits { remainder.append(digit) }
    for _ in 0..<zeros { remainder.append(0) }
    return remainder.isZero
  }

  private func remainder(appending zeros: Int, small divisor: JSONDecimal) -> UInt64 {
    let step = divisor.digits.reduce(0 as UInt64) { $0 * 10 + UInt64($1) }
    // Below 10^17 each, so that ten times a remainder still fits 64 bits.
    var value: UInt64 = 0
    for digit in digits { value = (value * 10 + UInt64(digit)) % step }
    for _ in 0..<zeros { value = value * 10 % step }
    return value
  }
}

/// What is left of a number when it is divided by a long one, while its digits come in.
struct JSONRemainder {
  /// Limbs in base 10^9, least significant first; both hold one digit more than the divisor has.
  private var value: [UInt64]
  private let divisor: [UInt64]
  private static let base: UInt64 = 1_000_000_000

  init(divisor digits: [UInt8]) {
    let limbs = digits.count / 9 + 1
    var divisor = [UInt64](repeating: 0, count: limbs)
    for digit in digits { JSONRemainder.append(digit, to: &divisor) }
    self.divisor = divisor
    value = [UInt64](repeating: 0, count: limbs)
  }

  var isZero: Bool { value.allSatisfy { $0 == 0 } }

  /// Becomes ten times itself and a digit, less the divisor as often as it fits.
  mutating func append(_ digit: UInt8) {
    JSONRemainder.append(digit, to: &value)
    while !isBelowDivisor { subtractDivisor() }
  }

  private static func append(_ digit: UInt8, to limbs: inout [UInt64]) {
    var carry = UInt64(digit)
    for index in limbs.indices {
      let sum = limbs[index] * 10 + carry
      limbs[index] = sum % base
      carry = sum / base
    }
  }

  private var isBelowDivisor: Bool {
    for index in value.indices.reversed() where value[index] != divisor[index] {
      return value[index] < divisor[index]
    }
    return false
  }

  private mutating func subtractDivisor() {
    var borrow: UInt64 = 0
    for index in value.indices {
      let less = divisor[index] + borrow
      borrow = value[index] < less ? 1 : 0
      value[index] = value[index] + borrow * JSONRemainder.base - less
    }
  }
}
