/// `date-time`, `date` and `time`. RFC 3339, 5.6.
enum DateFormat {
  static func isDateTime(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    guard consumeDate(&scanner), scanner.consumeLetter("t"), consumeTime(&scanner) else { return false }
    return scanner.isAtEnd
  }

  static func isDate(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    return consumeDate(&scanner) && scanner.isAtEnd
  }

  static func isTime(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    return consumeTime(&scanner) && scanner.isAtEnd
  }

  private static func consumeDate(_ scanner: inout ByteScanner) -> Bool {
    guard let year = scanner.number(digits: 4), scanner.consume("-"),
      let month = scanner.number(digits: 2), scanner.consume("-"),
      let day = scanner.number(digits: 2)
    else { return false }
    return (1...12).contains(month) && day >= 1 && day <= days(month, year)
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private static func consumeTime(_ scanner: inout ByteScanner) -> Bool {
    guard let hour = scanner.number(digits: 2), scanner.consume(":"),
      let minute = scanner.number(digits: 2), scanner.consume(":"),
      let second = scanner.number(digits: 2), hour < 24, minute < 60, second <= 60
    else { return false }
    if scanner.consume("."), scanner.skip(while: \.isDigit) == 0 { return false }
    guard let offset = consumeOffset(&scanner) else { return false }
    // A leap second is the last one of a day in UTC. RFC 3339, appendix D.
    let inUTC = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return second < 60 || inUTC == 23 * 60 + 59
  }

  /// The minutes east of UTC.
  private static func consumeOffset(_ scanner: inout ByteScanner) -> Int? {
    if scanner.consumeLetter("z") { return 0 }
    let isEast = scanner.consume("+")
    guard isEast || scanner.consume("-"), let hours = scanner.number(digits: 2), scanner.consume(":"),
      let minutes = scanner.number(digits: 2), hours < 24, minutes < 60
    else { return nil }
    return (hours * 60 + minutes) * (isEast ? 1 : -1)
  }
}

/// `duration`. RFC 3339, appendix A.
enum DurationFormat {
  static func isDuration(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    guard scanner.consume("P") else { return false }
    let dateUnits = consumeUnits("YMD", &scanner)
    if let dateUnits, dateUnits == 0 { return isWeeks(text) || isTime(&scanner) }
    guard dateUnits != nil else { return isWeeks(text) }
    return scanner.isAtEnd || isTime(&scanner)
  }

  private static func isWeeks(_ text: Bytes) -> Bool {
    var scanner = ByteScanner(text)
    return scanner.consume("P") && scanner.skip(while: \.isDigit) > 0 && scanner.consume("W")
      && scanner.isAtEnd
  }

  private static func isTime(_ scanner: inout ByteScanner) -> Bool {
    guard scanner.consume("T"), let units = consumeUnits("HMS", &scanner) else { return false }
    return units > 0 && scanner.isAtEnd
  }

  /// Steps over numbers with their units, which follow each other without a gap; nil if something else comes.
  private static func consumeUnits(_ units: StaticString, _ scanner: inout ByteScanner) -> Int? {
    var count = 0
    var last: Int?
    while let next = scanner.peek, next.isDigit {
      _ = scanner.skip(while: \.isDigit)
      guard let unit = scanner.peek,
        let index = units.withUTF8Buffer({ $0.firstIndex(of: unit) }),
        last.map({ index == $0 + 1 }) ?? true
      else { return nil }
      scanner.position += 1
      last = index
      count += 1
    }
    return count
  }
}
