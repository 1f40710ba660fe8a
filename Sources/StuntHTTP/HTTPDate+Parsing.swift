extension HTTPDate {
  /// Parses the three forms that a recipient must accept; nil for anything else. RFC 9110, 5.6.7.
  ///
  /// A year of two digits is read as 1970 to 2069, since no clock is asked here.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    var scanner = DateScanner(bytes)
    guard let seconds = scanner.fixdate() ?? scanner.rfc850() ?? scanner.asctime() else { return nil }
    self.init(secondsSince1970: seconds)
  }
}

/// Walks the forms of a date; each begins at the first byte again.
private struct DateScanner {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let longDays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  mutating func fixdate() -> Int? {
    index = 0
    guard let weekday = word(DateScanner.days), take(", "), let day = number(2), take(" "),
      let month = word(DateScanner.months), take(" "), let year = number(4), take(" "), let time = time(),
      take(" GMT")
    else { return nil }
    return instant(year, month, day, weekday, time)
  }

  /// `Sunday, 06-Nov-94 08:49:37 GMT`.
  mutating func rfc850() -> Int? {
    index = 0
    guard let weekday = word(DateScanner.longDays), take(", "), let day = number(2), take("-"),
      let month = word(DateScanner.months), take("-"), let year = number(2), take(" "), let time = time(),
      take(" GMT")
    else { return nil }
    return instant(year < 70 ? 2000 + year : 1900 + year, month, day, weekday, time)
  }

  /// `Sun Nov  6 08:49:37 1994`.
  mutating func asctime() -> Int? {
    index = 0
    guard let weekday = word(DateScanner.days), take(" "), let month = word(DateScanner.months), take(" ")
    else { return nil }
    guard let day = take(" ") ? number(1) : number(2), take(" "), let time = time(), take(" "),
      let year = number(4)
    else { return nil }
    return instant(year, month, day, weekday, time)
  }

  private func instant(_ year: Int, _ month: Int, _ day: Int, _ weekday: Int, _ time: Int) -> Int? {
    guard index == bytes.count,
      let days = CalendarDay.daysSince1970(year: year, month: month + 1, day: day),
      CalendarDay(daysSince1970: days).weekday == weekday
    else { return nil }
    return days * 86_400 + time
  }

  /// `08:49:37`; a leap second is read as the second after it.
  private mutating func time() -> Int? {
    guard let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func word(_ words: [String]) -> Int? {
    // No word is the beginning of another in the same list.
    words.firstIndex { take($0) }
  }

  private mutating func number(_ digits: Int) -> Int? {
    guard bytes.count - index >= digits, bytes[index..<index + digits].allSatisfy(\.isDigit) else {
      return nil
    }
    let value = bytes[index..<index + digits].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    index += digits
    return value
  }
}
