import Testing

@testable import StuntEngine

@Suite struct CalendarParsingTests {
  @Test(
    arguments: [
      ("1970-01-01", 0), ("2027-01-15T08:00:00Z", 1_800_000_000),
      ("2027-01-15t09:30:00.25+01:30", 1_800_000_000),
      ("2000-02-29T23:59:59-00:01", 951_868_859), ("1969-12-31T23:59:59z", -1),
      ("2027-01-15T08:00:00", nil), ("2027-13-15", nil), ("yesterday", nil), ("", nil),
      ("2027-01-15T08:00Z", nil),
      ("2027-01-15T08:00:00+0100", nil), ("2027/01/15", nil),
    ] as [(String, Int64?)])
  func `a date and time is read`(text: String, seconds: Int64?) {
    #expect(Calendar.seconds(iso: text) == seconds)
  }

  @Test func `what is written is read again`() {
    for seconds in stride(from: Int64(-4_000_000_000), to: 40_000_000_000, by: 86_400 * 13 + 4_321) {
      let text = String(decoding: Calendar.iso(seconds, nanoseconds: nil), as: UTF8.self)
      #expect(Calendar.seconds(iso: text) == seconds, "\(text)")
    }
  }

  @Test(arguments: [
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
    ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil), ("00-4bf9-00f067aa0ba902b7-01", nil),
    ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil), ("", nil),
  ])
  func `a trace id is taken from a traceparent`(text: String, id: String?) {
    let value = Value.text(Array(text.utf8)).converted(.traceId)
    #expect(String(decoding: value.plainText, as: UTF8.self) == id ?? "")
  }

  @Test(
    arguments: [
      (nil, nil, [5, 4], true, false), (4, nil, [3, 2], true, true), (2, nil, [1], false, true),
      (1, nil, [], false, true), (nil, 1, [3, 2], true, true), (nil, 3, [5, 4], true, false),
      (nil, 5, [], true, false), (99, nil, [5, 4], true, false),
    ] as [(Int?, Int?, [Int], Bool, Bool)])
  func `pages are cut after or before a call`(
    after: Int?, before: Int?, shown: [Int], hasOlder: Bool, hasNewer: Bool
  ) {
    let items = [5, 4, 3, 2, 1].map { CallPages.Item(number: $0, body: [], cost: 0) }
    let page = CallPages.cut(items, after: after, before: before, 2)
    #expect(page.shown.map(\.number) == shown)
    #expect(page.hasOlder == hasOlder)
    #expect(page.hasNewer == hasNewer)
  }
}
