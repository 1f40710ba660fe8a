/// An instant of a recording, in microseconds.
package struct RecordedTime: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package var microsecondsSince1970: Int64

  /// Takes microseconds since 1970.
  package init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  /// Compares instants.
  package static func < (left: RecordedTime, right: RecordedTime) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }

  /// The instant so many milliseconds later.
  package func advanced(byMilliseconds milliseconds: Double) -> RecordedTime {
    let shift = (milliseconds * 1_000).rounded()
    guard shift.magnitude < Double(Limits.microsecondsMax) else { return self }
    return RecordedTime(microsecondsSince1970: microsecondsSince1970 + Int64(shift))
  }

  /// Milliseconds from another instant to this one.
  package func milliseconds(since other: RecordedTime) -> Double {
    Double(microsecondsSince1970 - other.microsecondsSince1970) / 1_000
  }

  /// Reads `2026-11-21T14:05:00.123+01:00` and its relatives; a time without a zone is UTC. ISO 8601.
  package init?(parsing text: String) {
    var text = text
    guard let time = text.withUTF8({ RecordedTime(parsing: $0) }) else { return nil }
    self = time
  }

  /// Reads the bytes of such a text.
  init?(parsing bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = TimeScanner(bytes: bytes)
    guard let time = scanner.instant() else { return nil }
    self = time
  }
}

extension RecordedTime: CustomStringConvertible {
  /// `2026-11-21T14:05:00.123Z`; six digits of a second where three do not suffice.
  package var description: String {
    let microseconds = microsecondsSince1970.quotientAndFloor(by: 1_000_000)
    let day = microseconds.quotient.quotientAndFloor(by: 86_400)
    let date = CivilDate(daysSince1970: day.quotient)
    let second = day.rest
    let fraction =
      microseconds.rest % 1_000 == 0
      ? padded(microseconds.rest / 1_000, 3) : padded(microseconds.rest, 6)
    return "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
      + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)).\(fraction)Z"
  }

  private func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

extension Int64 {
  /// Division that rounds down, so that the rest is never negative.
  fileprivate func quotientAndFloor(by divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }
}

/// A day of the proleptic Gregorian calendar. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
private struct CivilDate {
  var year: Int64
  var month: Int64
  var day: Int64

  init(daysSince1970 days: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  init(year: Int64, month: Int64, day: Int64) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  var daysSince1970: Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

/// Walks a text of ISO 8601.
private struct TimeScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func instant() -> RecordedTime? {
    guard let year = number(4), skip(0x2D), let month = number(2), skip(0x2D), let day = number(2),
      take(0x54) || take(0x74) || take(0x20), let hour = number(2), skip(0x3A), let minute = number(2),
      skip(0x3A), let second = number(2), 1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60,
      second <= 60
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    guard CivilDate(daysSince1970: date.daysSince1970).day == day else { return nil }
    let fraction = fraction()
    guard let zone = zoneSeconds(), index == bytes.count else { return nil }
    let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second - zone
    return RecordedTime(microsecondsSince1970: seconds * 1_000_000 + fraction)
  }

  private mutating func fraction() -> Int64 {
    guard take(0x2E) || take(0x2C) else { return 0 }
    var value: Int64 = 0
    var unit: Int64 = 100_000
    while index < bytes.count, 0x30...0x39 ~= bytes[index] {
      value += Int64(bytes[index] - 0x30) * unit
      unit /= 10
      index += 1
    }
    return value
  }

  private mutating func zoneSeconds() -> Int64? {
    if index == bytes.count || take(0x5A) || take(0x7A) { return 0 }
    let isWest = take(0x2D)
    guard isWest || take(0x2B), let hours = number(2), skip(0x3A), let minutes = number(2), hours < 24,
      minutes < 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (isWest ? -1 : 1)
  }

  private mutating func number(_ digits: Int) -> Int64? {
    guard bytes.count - index >= digits else { return nil }
    let slice = bytes[index..<index + digits]
    guard slice.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
    index += digits
    return slice.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Passes over a separator, which the basic form leaves out.
  private mutating func skip(_ byte: UInt8) -> Bool {
    _ = take(byte)
    return true
  }
}
