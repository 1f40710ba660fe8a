import Testing

@testable import StuntConformance

/// Texts that arrive from elsewhere.
@Suite struct ReportWordsTests {
  @Test(arguments: [
    ("short", 5, "short"), ("longer", 5, "longe… (1 bytes more)"), ("naïve", 3, "na… (4 bytes more)"),
    ("", 0, ""),
  ])
  func `what is too long is cut between characters`(_ text: String, _ bytesMax: Int, _ expected: String) {
    #expect(ReportWords.bounded(text, bytesMax: bytesMax) == expected)
  }

  @Test func `of an output the end counts most`() {
    let text = String(repeating: "a", count: 100) + String(repeating: "é", count: 100)
    let cut = ReportWords.boundedMiddle(text, bytesMax: 40)
    #expect(cut == "aaaaaaaaaa\n… (260 bytes left out) …\n" + String(repeating: "é", count: 15))
    #expect(ReportWords.boundedMiddle("short", bytesMax: 5) == "short")
  }

  @Test(arguments: [
    ("a\u{1B}[2J\n\t\r", "a\\x1B[2J\\n\\t\\r"), ("\u{0}\u{7F}\u{9B}", "\\x00\\x7F\\x9B"),
    ("\u{202E}gnp\u{FEFF}", "\u{FFFD}gnp\u{FFFD}"), ("日本 👨‍👩‍👧", "日本 👨‍👩‍👧"),
  ])
  func `on a line every character is seen`(_ text: String, _ expected: String) {
    #expect(ReportWords.line(text) == expected)
  }

  @Test func `lines are kept where they may be`() {
    #expect(ReportWords.lines("a\r\nb\rc\n\td\u{8}") == "a\nb\nc\n\td\\x08")
  }

  @Test func `lines break between words, and inside of those that are too long`() {
    #expect(ReportWords.wrapped("one two  three", width: 7) == ["one two", "three"])
    #expect(ReportWords.wrapped("abcdefghij kl", width: 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(ReportWords.wrapped("a\n\nb", width: 9) == ["a", "", "b"])
  }

  @Test(arguments: [
    (1.2345, 3, "1.235"), (0.0004, 3, "0.000"), (-2.5, 1, "-2.5"), (12, 0, "12"), (.infinity, 2, "0"),
    (-0.001, 2, "0.00"),
  ])
  func `numbers have the digits that are asked for`(_ value: Double, _ digits: Int, _ expected: String) {
    #expect(ReportWords.decimal(value, digits: digits) == expected)
  }

  @Test(arguments: [(0.125, "0.13 s"), (42, "42.0 s"), (1_200, "20 min")])
  func `lengths of time are said as a reader says them`(_ seconds: Double, _ expected: String) {
    #expect(ReportWords.duration(seconds) == expected)
  }
}
