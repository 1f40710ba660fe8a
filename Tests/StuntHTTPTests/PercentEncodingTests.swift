import StuntHTTP
import StuntTestSupport
import Testing

@Suite struct PercentEncodingTests {
  @Test(arguments: [
    ("", ""), ("abc", "abc"), ("a%20b", "a b"), ("%c3%A9", "é"), ("%2F%2e%25", "/.%"), ("a+b", "a+b"),
    ("%E2%82%AC", "€"), ("%F0%9F%8E%AC", "🎬"), ("%7e", "~"), ("%01", "\u{1}"),
  ])
  func `escapes are undone`(_ raw: String, _ text: String) throws {
    #expect(try PercentEncoding.decodeText(raw.utf8) == text)
  }

  @Test(arguments: [
    ("%", PercentEncodingError.triplet(at: 0)), ("a%", .triplet(at: 1)), ("a%2", .triplet(at: 1)),
    ("%zz", .triplet(at: 0)), ("%2g", .triplet(at: 0)), ("%g2", .triplet(at: 0)), ("%%20", .triplet(at: 0)),
    ("%u0041", .triplet(at: 0)), ("%+1", .triplet(at: 0)), ("ab%20%", .triplet(at: 5)), ("%00", .nul(at: 0)),
    ("a\0", .nul(at: 1)), ("a%20%00", .nul(at: 4)), ("%FF", .notUTF8), ("%C3", .notUTF8),
    ("%C0%80", .notUTF8), ("%C0%AF", .notUTF8), ("%ED%A0%80", .notUTF8), ("%F4%90%80%80", .notUTF8),
  ])
  func `broken escapes, NUL and text that is not UTF-8 are refused`(
    _ raw: String, _ error: PercentEncodingError
  ) {
    #expect(throws: error) { try PercentEncoding.decodeText(raw.utf8) }
  }

  @Test func `bytes need not be UTF-8`() throws {
    #expect(try PercentEncoding.decode("%FFa".utf8) == [0xFF, 0x61])
  }

  @Test(arguments: [
    (PercentEncoding.Component.pathSegment, "a/b c?é@:+", "a%2Fb%20c%3F%C3%A9@:+"),
    (.query, "a/b c?é@:+&=", "a%2Fb%20c%3F%C3%A9%40%3A%2B%26%3D"),
    (.form, "a/b c~*+", "a%2Fb+c%7E*%2B"),
  ])
  func `each component escapes what it cannot have`(
    _ component: PercentEncoding.Component, _ text: String, _ encoded: String
  ) {
    #expect(PercentEncoding.encode(text, as: component) == encoded)
  }

  @Test func `decoding undoes encoding`() {
    forAll { source in
      source.list(upTo: 20) { $0.pick(["a", " ", "/", "%", "+", "é", "🎬", "&", "=", "\u{1}", "~"]) }.joined()
    } holds: { text in
      try PercentEncoding.decodeText(PercentEncoding.encode(text, as: .pathSegment).utf8) == text
        && PercentEncoding.decodeText(PercentEncoding.encode(text, as: .query).utf8) == text
        && URLEncodedPairs(parsing: "x=\(PercentEncoding.encode(text, as: .form))".utf8)["x"] == text
    }
  }

  @Test(arguments: [
    ("/", [""]), ("/a", ["a"]), ("/a/", ["a", ""]), ("//a", ["", "a"]), ("/a/b%2Fc/%25", ["a", "b/c", "%"]),
    ("/...", ["..."]), ("/.a/b.", [".a", "b."]), ("/a;b=c", ["a;b=c"]), ("/a+b", ["a+b"]),
  ])
  func `a path is taken apart before its escapes are undone`(_ path: String, _ segments: [String]) throws {
    #expect(try PathSegments.parse(path.utf8) == segments)
  }

  @Test(arguments: [
    ("/a/../b", PercentEncodingError.dotSegment(at: 3)), ("/..", .dotSegment(at: 1)),
    ("/.", .dotSegment(at: 1)),
    ("/a/%2e%2E/b", .dotSegment(at: 3)), ("/a/.%2e", .dotSegment(at: 3)), ("/%2e", .dotSegment(at: 1)),
    ("", .notAbsolute), ("a/b", .notAbsolute), ("*", .notAbsolute), ("/a/%zz", .triplet(at: 3)),
    ("/a/b%00", .nul(at: 4)), ("/a/%FF", .notUTF8),
  ])
  func `dot segments and broken escapes are refused`(_ path: String, _ error: PercentEncodingError) {
    #expect(throws: error) { try PathSegments.parse(path.utf8) }
  }

  @Test func `errors are sentences`() {
    let errors: [PercentEncodingError] = [
      .triplet(at: 3), .nul(at: 3), .notUTF8, .dotSegment(at: 3), .notAbsolute, .tooManyPairs(max: 3),
    ]
    #expect(
      errors.map(\.description) == [
        "a percent sign needs two hexadecimal digits after it, at byte 3",
        "a NUL cannot stand in a URI, at byte 3",
        "the text is not UTF-8 once its percent-escapes are undone",
        "a path segment cannot be . or .., at byte 3",
        "a path begins with a slash", "too many names and values; at most 3",
      ])
  }
}

@Suite struct URLEncodedPairsTests {
  @Test(
    arguments: [
      ("", []), ("a=1", [("a", "1")]), ("a=1&b=2&a=3", [("a", "1"), ("b", "2"), ("a", "3")]),
      ("a", [("a", nil)]),
      ("a=", [("a", "")]), ("=1", [("", "1")]), ("a=b=c", [("a", "b=c")]), ("&&a=1&", [("a", "1")]),
      ("a+b=c+d", [("a b", "c d")]), ("a%2Bb=%3D%26", [("a+b", "=&")]),
      ("a[]=1&a[x]=2", [("a[]", "1"), ("a[x]", "2")]),
      ("a;b=1", [("a;b", "1")]),
    ] as [(String, [(String, String?)])])
  func `pairs are parsed in order`(_ text: String, _ pairs: [(String, String?)]) throws {
    let parsed = try URLEncodedPairs(parsing: text.utf8)
    #expect(parsed.list == pairs.map { URLEncodedPairs.Pair($0.0, $0.1) })
  }

  @Test func `names are looked up`() throws {
    let pairs = try URLEncodedPairs(parsing: "a=1&b&a=2".utf8)
    #expect(pairs["a"] == "1")
    #expect(pairs["b"] == "")
    #expect(pairs["c"] == nil)
    #expect(pairs[values: "a"] == ["1", "2"])
    #expect(pairs[values: "b"] == [""])
  }

  @Test func `broken escapes are refused in names and values`() {
    #expect(throws: PercentEncodingError.triplet(at: 1)) { try URLEncodedPairs(parsing: "a%=1".utf8) }
    #expect(throws: PercentEncodingError.triplet(at: 0)) { try URLEncodedPairs(parsing: "a=%".utf8) }
    #expect(throws: PercentEncodingError.notUTF8) { try URLEncodedPairs(parsing: "a=%FF".utf8) }
  }

  @Test func `there is a limit`() throws {
    #expect(try URLEncodedPairs(parsing: "a&b&c".utf8, pairsMax: 3).list.count == 3)
    #expect(throws: PercentEncodingError.tooManyPairs(max: 3)) {
      try URLEncodedPairs(parsing: "a&b&c&d".utf8, pairsMax: 3)
    }
    #expect(throws: PercentEncodingError.tooManyPairs(max: 1_000)) {
      try URLEncodedPairs(parsing: String(repeating: "a&", count: 1_001).utf8)
    }
  }

  @Test func `pairs are written as they are read`() throws {
    let pairs = URLEncodedPairs([.init("a b", "c&d"), .init("e", nil), .init("", "é")])
    #expect(pairs.encoded == "a+b=c%26d&e&=%C3%A9")
    #expect(try URLEncodedPairs(parsing: pairs.encoded.utf8) == pairs)
  }
}
