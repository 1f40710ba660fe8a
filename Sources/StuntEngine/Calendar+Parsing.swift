extension Calendar {
  /// The seconds since 1970 of a date and time with a zone, or of a day's beginning in UTC. RFC 3339, 5.6.
  static func seconds(iso text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let year = number(bytes[0..<4]), bytes[4] == UInt8(ascii: "-"),
      let month = number(bytes[5..<7]), bytes[7] == UInt8(ascii: "-"), let day = number(bytes[8..<10]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let midnight = days(year: year, month: month, day: day) * 86_400
    if bytes.count == 10 { return midnight }
    guard bytes.count >= 20, bytes[10] | 0x20 == UInt8(ascii: "t"), let hour = number(bytes[11..<13]),
      bytes[13] == UInt8(ascii: ":"), let minute = number(bytes[14..<16]), bytes[16] == UInt8(ascii: ":"),
      let second = number(bytes[17..<19]), let offset = offset(bytes[19...])
    else { return nil }
    return midnight + hour * 3_600 + minute * 60 + second - offset
  }

  /// Seconds east of UTC, after a fraction of a second that is left out.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    var rest = bytes
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst().drop { $0 >= 0x30 && $0 <= 0x39 }
    }
    if rest.count == 1, let zone = rest.first, zone | 0x20 == UInt8(ascii: "z") { return 0 }
    guard rest.count == 6, let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = number(rest.dropFirst().prefix(2)), let minutes = number(rest.suffix(2)),
      rest.dropFirst(3).first == UInt8(ascii: ":")
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }

  private static func number(_ digits: some Collection<UInt8>) -> Int64? {
    guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  /// Days since 1970-01-01. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": days_from_civil.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
