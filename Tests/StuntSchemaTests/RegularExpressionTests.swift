import StuntSchema
import Testing

@Suite struct RegularExpressionTests {
  @Test(arguments: [
    ("", ["", "a"], []),
    ("a", ["a", "bac"], ["", "b"]),
    ("^a$", ["a"], ["", "ab", "ba", "a\n"]),
    ("a|bc|", ["x", ""], []),
    ("^(a|bc)$", ["a", "bc"], ["b", "abc"]),
    ("^a*$", ["", "aaa"], ["ab"]),
    ("^a+$", ["a", "aaa"], ["", "ab"]),
    ("^a?b$", ["b", "ab"], ["aab"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]),
    ("^a{2,}$", ["aa", "aaaa"], ["a"]),
    ("^a{1,3}?$", ["a", "aaa"], ["", "aaaa"]),
    ("^a{0}$", [""], ["a"]),
    ("^(?:ab)+?$", ["ab", "abab"], ["aba"]),
    ("^(?<year>\\d{4})-\\d\\d$", ["2026-11"], ["26-11"]),
    ("^.$", ["a", "é", "😀"], ["", "\n", "\r", "\u{2028}", "ab"]),
    ("^[a-c]$", ["a", "c"], ["d", "-"]),
    ("^[^a-c]$", ["d", "\n", "😀"], ["a"]),
    ("^[]$", [], ["", "a"]),
    ("^[^]$", ["a", "\n"], [""]),
    ("^[-a]$", ["-", "a"], ["b"]),
    ("^[a-]$", ["-", "a"], ["b"]),
    ("^[\\]\\-\\\\]$", ["]", "-", "\\"], ["a"]),
    ("^[\\b]$", ["\u{8}"], ["b"]),
    ("^[\\d.]$", ["1", "."], ["a"]),
    ("^\\d\\D$", ["1a"], ["11", "a1", "\u{663}a"]),
    ("^\\w\\W$", ["_-", "a é"].map { String($0.prefix(2)) }, ["aa", "é-"]),
    ("^\\s\\S$", [" a", "\u{FEFF}a", "\u{2003}a"], ["aa", "  "]),
    ("\\bcat\\b", ["cat", "a cat.", "cat é"], ["cats", "_cat"]),
    ("a\\Bb", ["ab"], ["a b"]),
    ("^\\t\\n\\v\\f\\r\\0$", ["\t\n\u{B}\u{C}\r\0"], [""]),
    ("^\\cJ\\x41\\u0042\\u{1F600}\\uD83D\\uDE00$", ["\nAB😀😀"], ["\nab😀😀"]),
    ("^\\^\\$\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|\\/$", ["^$.*+?()[]{}|/"], [""]),
    ("^\\p{Letter}+$", ["aéЖ漢"], ["a1"]),
    ("^\\p{Lu}\\p{gc=Ll}$", ["Éa"], ["aE"]),
    ("^\\p{Script=Greek}+$", ["λόγος"], ["logos"]),
    ("^\\p{sc=Cyrl}\\P{Script=Cyrillic}$", ["Жa"], ["ЖЖ"]),
    ("^\\p{Emoji}$", ["😀"], ["a"]),
    ("^\\p{Any}\\p{ASCII}\\p{Alphabetic}\\P{Assigned}$", ["😀aé\u{378}"], ["aaaa"]),
    ("^[\\p{Nd}\\p{LC}]$", ["5", "٣", "a"], ["漢"]),
    ("^\\p{Cn}$", ["\u{E0FFF}", "\u{40000}", "\u{FFFFE}"], ["\u{F0000}", "\u{20000}", "a"]),
    ("^😀{2}$", ["😀😀"], ["😀"]),
    ("$^", [""], ["a"]),
    ("a^b|c$d", [], ["ab", "cd"]),
    ("(^a|b)$", ["a", "xb"], ["xa"]),
    ("((a*)*)*b", ["b", "aab"], ["aa"]),
  ])
  func `a pattern matches as ECMA-262 says`(pattern: String, matching: [String], others: [String]) throws {
    let expression = try RegularExpression(pattern)
    for text in matching {
      #expect(expression.matches(text), "\(text.debugDescription)")
      #expect(expression.matchesBySimulation(text), "\(text.debugDescription)")
    }
    for text in others {
      #expect(!expression.matches(text), "\(text.debugDescription)")
      #expect(!expression.matchesBySimulation(text), "\(text.debugDescription)")
    }
  }

  @Test(
    arguments: [
      (")", .unexpected("\")\"", at: 0)),
      ("a]", .unexpected("\"]\"", at: 1)),
      ("{", .unexpected("\"{\"", at: 0)),
      ("a{", .unexpected("\"{\"", at: 1)),
      ("a{,2}", .unexpected("\"{\"", at: 1)),
      ("}", .unexpected("\"}\"", at: 0)),
      ("*a", .unexpected("\"*\"", at: 0)),
      ("a**", .unexpected("\"*\"", at: 2)),
      ("^*", .unexpected("repetition of an assertion", at: 1)),
      ("[\\d-z]", .unexpected("range with a class as its end", at: 3)),
      ("(?<>a)", .unexpected("group name", at: 3)),
      ("(a", .unfinished("the group", at: 0)),
      ("[a", .unfinished("the class", at: 0)),
      ("(?<n", .unfinished("the group name", at: 0)),
      ("a{2", .unfinished("the repetition", at: 1)),
      ("a\\", .unfinished("the escape", at: 1)),
      ("\\u{41", .unfinished("the escape", at: 0)),
      ("\\p{L", .unfinished("the property", at: 0)),
      ("\\Z", .unknownEscape("\\Z", at: 0)),
      ("\\a", .unknownEscape("\\a", at: 0)),
      ("\\-", .unknownEscape("\\-", at: 0)),
      ("\\00", .unknownEscape("\\0", at: 0)),
      ("\\c1", .unknownEscape("\\c1", at: 0)),
      ("\\x4", .unknownEscape("\\x without two digits", at: 0)),
      ("\\u12", .unknownEscape("\\u without four digits", at: 0)),
      ("\\u{110000}", .unknownEscape("\\u{} beyond 10FFFF", at: 0)),
      ("\\pL", .unknownEscape("\\p without {", at: 0)),
      ("\\p{Klingon}", .unknownProperty("Klingon", at: 0)),
      ("\\p{Script=Klingon}", .unknownProperty("Script=Klingon", at: 0)),
      ("[z-a]", .reversed("the range", at: 2)),
      ("a{3,2}", .reversed("{3,2}", at: 1)),
      ("(?=a)", .unsupported("lookahead", at: 0)),
      ("(?!a)", .unsupported("lookahead", at: 0)),
      ("(?<=a)", .unsupported("lookbehind", at: 0)),
      ("(?<!a)", .unsupported("lookbehind", at: 0)),
      ("(?i:a)", .unsupported("the group kind (?i", at: 0)),
      ("(a)\\1", .unsupported("the back reference \\1", at: 3)),
      ("(?<n>a)\\k<n>", .unsupported("the named back reference", at: 7)),
    ] as [(String, RegularExpressionError)])
  func `a pattern that is none is refused with its place`(pattern: String, error: RegularExpressionError) {
    #expect(throws: error) { try RegularExpression(pattern) }
    #expect(error.description.split(separator: ";").count == 3)
  }

  @Test(arguments: ["(a+)+$", "^(a|a)*$", "(a|aa)+$", "(.*)*x$", "a*a*a*a*a*a*a*a*a*b", "(a?){60}a{60}$"])
  func `hostile text takes linear time`(pattern: String) throws {
    let text = Array(String(repeating: "a", count: 20_000).utf8) + [0x21]
    let expression = try RegularExpression(pattern)
    let elapsed = ContinuousClock().measure {
      #expect(!expression.matches(text))
      #expect(!expression.matchesBySimulation(String(decoding: text, as: UTF8.self)))
    }
    // A backtracking matcher would need longer than the universe has lasted.
    #expect(elapsed < .seconds(30))
  }

  @Test func `limits of patterns are kept`() {
    let deep = String(repeating: "(", count: Limits.regularExpressionDepthMax + 1)
    let depth = RegularExpressionError.tooLarge(
      "groups inside groups", limit: Limits.regularExpressionDepthMax)
    #expect(throws: depth) { try RegularExpression(deep + "a" + deep.replacing("(", with: ")")) }
    let instructions = RegularExpressionError.tooLarge(
      "instructions", limit: Limits.regularExpressionInstructionsMax)
    #expect(throws: instructions) { try RegularExpression("((a{30}){30}){30}") }
    let repetitions = RegularExpressionError.tooLarge(
      "repetitions", limit: Limits.regularExpressionInstructionsMax)
    #expect(throws: repetitions) { try RegularExpression("a{5000}") }
    let scalars = RegularExpressionError.tooLarge("characters", limit: Limits.regularExpressionScalarsMax)
    #expect(throws: scalars) {
      try RegularExpression(String(repeating: "a", count: Limits.regularExpressionScalarsMax + 1))
    }
  }

  @Test func `repeating nothing a million times costs nothing`() throws {
    #expect(try RegularExpression("((((){4000}){4000}){4000}){4000,}").matches("a"))
  }
}
