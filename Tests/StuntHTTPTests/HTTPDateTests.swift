import Foundation
import StuntHTTP
import Testing

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"),
    (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (68_169_600, "Tue, 29 Feb 1972 00:00:00 GMT"),
  ])
  func `an instant is written and read in the fixed form`(_ seconds: Int, _ text: String) {
    let date = HTTPDate(secondsSince1970: seconds)
    #expect(date.description == text)
    #expect(HTTPDate(parsing: text) == date)
  }

  @Test(arguments: [
    ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
    ("Wed Nov 16 08:49:37 1994", 784_975_777), ("Wednesday, 01-Jan-70 00:00:00 GMT", nil),
    ("Thursday, 01-Jan-70 00:00:00 GMT", 0), ("Friday, 06-Nov-37 00:00:00 GMT", 2_141_078_400),
    ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800), ("Fri, 31 Dec 9999 23:59:60 GMT", 253_402_300_799),
  ])
  func `the old forms are read`(_ text: String, _ seconds: Int?) {
    #expect(HTTPDate(parsing: text)?.secondsSince1970 == seconds)
  }

  @Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 GMT ",
    " Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT", "sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
    "Thu, 30 Feb 2012 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
    "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 0000 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
    "Sun Nov 06 08:49:37 1994 GMT", "Thu, 29 Feb 1900 00:00:00 GMT", "1994-11-06T08:49:37Z", "784111777",
  ])
  func `anything else is no date`(_ text: String) {
    #expect(HTTPDate(parsing: text) == nil)
  }

  @Test func `dates are what Foundation says they are`() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    for day in stride(from: -25_567, through: 100_000, by: 41) {
      let seconds = day * 86_400 + (day &* 7_919 % 86_400 + 86_400) % 86_400
      let text = HTTPDate(secondsSince1970: seconds).description
      #expect(text == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
      #expect(HTTPDate(parsing: text)?.secondsSince1970 == seconds)
    }
  }

  @Test func `a clock beyond all dates shows the nearest`() {
    #expect(HTTPDate(secondsSince1970: .max).description == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(HTTPDate(secondsSince1970: .min).description == "Mon, 01 Jan 0001 00:00:00 GMT")
  }

  @Test func `dates are ordered`() {
    #expect(HTTPDate(secondsSince1970: 1) < HTTPDate(secondsSince1970: 2))
    #expect(!(HTTPDate(secondsSince1970: 2) < HTTPDate(secondsSince1970: 2)))
  }
}
