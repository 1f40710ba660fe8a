/// An instant in whole seconds, as the Date field and its like carry it. RFC 9110, 5.6.7.
package struct HTTPDate: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z, from year 0001 to 9999.
  package let secondsSince1970: Int

  /// Takes the nearest second of a year with four digits, for a clock may be set to anything.
  package init(secondsSince1970: Int) {
    // The first second of the year 1 and the last of 9999.
    self.secondsSince1970 = max(-62_135_596_800, min(secondsSince1970, 253_402_300_799))
  }

  /// Compares by time.
  package static func < (one: HTTPDate, other: HTTPDate) -> Bool {
    one.secondsSince1970 < other.secondsSince1970
  }
}

extension HTTPDate: CustomStringConvertible {
  /// The text, as in `Sun, 06 Nov 1994 08:49:37 GMT`.
  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes the 29 bytes of IMF-fixdate.
  package func append(to output: inout [UInt8]) {
    ShortText.append(to: &output, atMost: 29) { append(to: &$0) }
  }

  @inline(__always)
  func append(to text: inout ShortText) {
    var days = secondsSince1970 / 86_400
    var seconds = secondsSince1970 % 86_400
    if seconds < 0 {
      seconds += 86_400
      days -= 1
    }
    let date = CalendarDay(daysSince1970: days)
    // All places are known beforehand: one look at the room for all of them.
    text.append(count: 29) { bytes in
      Self.put("SunMonTueWedThuFriSat", from: date.weekday * 3, at: bytes)
      (bytes[3], bytes[4], bytes[7], bytes[11], bytes[16]) = (0x2C, 0x20, 0x20, 0x20, 0x20)
      Self.put(date.day, at: bytes + 5)
      Self.put("JanFebMarAprMayJunJulAugSepOctNovDec", from: date.month * 3 - 3, at: bytes + 8)
      Self.put(date.year / 100, at: bytes + 12)
      Self.put(date.year % 100, at: bytes + 14)
      Self.put(seconds / 3_600, at: bytes + 17)
      Self.put(seconds / 60 % 60, at: bytes + 20)
      Self.put(seconds % 60, at: bytes + 23)
      (bytes[19], bytes[22], bytes[25]) = (0x3A, 0x3A, 0x20)
      (bytes[26], bytes[27], bytes[28]) = (0x47, 0x4D, 0x54)
    }
  }

  /// Writes a number from 0 to 99 as two digits.
  @inline(__always)
  private static func put(_ number: Int, at bytes: UnsafeMutablePointer<UInt8>) {
    let tens = UInt8(truncatingIfNeeded: number) / 10
    bytes[0] = 0x30 &+ tens
    bytes[1] = 0x30 &+ UInt8(truncatingIfNeeded: number) &- tens &* 10
  }

  /// Writes a word of a table of words with three letters.
  @inline(__always)
  private static func put(_ words: StaticString, from start: Int, at bytes: UnsafeMutablePointer<UInt8>) {
    let word = words.utf8Start + start
    (bytes[0], bytes[1], bytes[2]) = (word[0], word[1], word[2])
  }
}

/// A day of the Gregorian calendar.
struct CalendarDay: Equatable {
  var year: Int
  var month: Int
  var day: Int
  /// 0 for Sunday.
  var weekday: Int

  /// Counts in eras of 400 years that begin in March, so that the leap day is a year's last.
  init(daysSince1970 days: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let sinceSunday = (days + 4) % 7
    weekday = sinceSunday < 0 ? sinceSunday + 7 : sinceSunday
  }

  /// The day's number, for a date that exists; nil for one that does not, as 30 February.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int? {
    guard 1...12 ~= month, 1...31 ~= day, 1...9_999 ~= year else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let back = CalendarDay(daysSince1970: days)
    return back.month == month && back.day == day ? days : nil
  }
}
