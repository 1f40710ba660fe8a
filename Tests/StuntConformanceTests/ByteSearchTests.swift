import StuntJSON
import Testing

@testable import StuntConformance

@Suite struct ByteSearchTests {
  @Test(arguments: [
    ("b", "abc", true, false), ("abc", "abc", true, true), ("abc", "abcd abc", true, true),
    ("", "abc", false, false),
    ("abcd", "abc", false, false), ("ab", "aab-", true, false), ("ab", "/ab/", true, true),
    ("ab", "ab_ab", true, false),
  ])
  func `bytes in bytes`(wanted: String, text: String, isThere: Bool, isWord: Bool) {
    #expect(ByteSearch.contains(Array(wanted.utf8), in: Array(text.utf8)) == isThere)
    #expect(ByteSearch.containsWord(Array(wanted.utf8), in: Array(text.utf8)) == isWord)
  }

  @Test(
    arguments: [
      (["\"a\"", "\"abc\""], "\"abd\"", "\"abc\""), (["4", "8", "12"], "9", "8"),
      (["\"4\"", "\"8\""], "5", "\"4\""),
      (["\"8\""], "8", "\"8\""), (["\"x\""], "\"yyyy\"", nil),
    ] as [([String], String, String?)])
  func `the nearest of listed values`(values: [String], found: String, nearest: String?) throws {
    let values = try values.map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(NearestValue.among(values, to: found) == nearest)
  }
}
