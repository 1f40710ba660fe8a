import StuntRecording
import StuntTestSupport
import Testing

@Suite struct RecordedTimeTests {
  @Test(arguments: [
    ("2026-11-21T14:05:00.123Z", "2026-11-21T14:05:00.123Z"),
    ("2026-11-21T14:05:00Z", "2026-11-21T14:05:00.000Z"),
    ("2026-11-21T14:05:00.1234567+01:00", "2026-11-21T13:05:00.123456Z"),
    ("2026-11-21T00:05:00-0530", "2026-11-21T05:35:00.000Z"),
    ("20261121T140500Z", "2026-11-21T14:05:00.000Z"), ("2026-11-21 14:05:00", "2026-11-21T14:05:00.000Z"),
    ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00.000Z"),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
  ]) func `a time is read`(_ text: String, _ expected: String) throws {
    #expect(try #require(RecordedTime(parsing: text)).description == expected)
  }

  @Test(arguments: [
    "", "yesterday", "2026-11-21", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-21T24:00:00Z",
    "2026-11-21T14:05:00+1", "2026-11-21T14:05:00Zulu",
  ]) func `what is no time is refused`(_ text: String) {
    #expect(RecordedTime(parsing: text) == nil)
  }

  @Test func `every time reads back`() {
    forAll {
      RecordedTime(microsecondsSince1970: Int64($0.below(1 << 40)) * Int64($0.below(4_000)) - 1_000_000_000)
    } holds: {
      RecordedTime(parsing: $0.description) == $0
    }
  }
}
