/// Calendar time as text. UTC only, no locale.
package enum Calendar {
  /// Year, month and day of a number of days since 1970-01-01, in the proleptic Gregorian calendar.
  ///
  /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": civil_from_days.
  static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// `2026-11-21T14:05:00Z`, or with nanoseconds given `2026-11-21T14:05:00.120314`, without a zone.
  package static func iso(_ seconds: Int64, nanoseconds: Int64?) -> [UInt8] {
    let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let second = seconds - day * 86_400
    let date = civil(days: day)
    var out: [UInt8] = []
    append(date.year, digits: 4, to: &out)
    for (separator, number) in [
      ("-", date.month), ("-", date.day), ("T", second / 3_600), (":", second / 60 % 60), (":", second % 60),
    ] {
      out.append(contentsOf: separator.utf8)
      append(number, digits: 2, to: &out)
    }
    guard let nanoseconds else { return out + [UInt8(ascii: "Z")] }
    out.append(UInt8(ascii: "."))
    append(nanoseconds / 1_000, digits: 6, to: &out)
    return out
  }

  private static func append(_ number: Int64, digits: Int, to out: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      out.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
