import StuntJSON
import Testing

@Suite struct JSONWellFormedTests {
  @Test(
    arguments: [
      ("null", "null"), ("true", "true"), ("false", "false"), ("0", "0"), ("-0", "-0"), ("-0.0", "-0.0"),
      ("1", "1"), ("10", "10"), ("0.5", "0.5"), ("1e5", "1e5"), ("1E+5", "1E+5"), ("1e-5", "1e-5"),
      ("0e0", "0e0"),
      ("1.0", "1.0"), ("100.00", "100.00"), ("0e000000000000000000001", "0e000000000000000000001"),
      ("9007199254740993", "9007199254740993"),
      ("123456789012345678901234567890", "123456789012345678901234567890"),
      ("1e400", "1e400"), ("1e999999999", "1e999999999"), ("0.1000000000000000055511151231257827", nil),
      ("\"\"", "\"\""), ("[]", "[]"), ("{}", "{}"), (" \t\r\n[ \t\r\n]\n ", "[]"), ("{ }", "{}"),
      ("[[]]", "[[]]"),
      ("[{},[],{}]", nil), ("{\"\":{\"\":[]}}", nil), ("[1 , 2\t,\n3]", "[1,2,3]"),
      ("{\"a\" : 1 , \"b\":2}", "{\"a\":1,\"b\":2}"),
    ] as [(String, String?)])
  func `a document is kept as it came, white space aside`(text: String, compact: String?) throws {
    let document = try JSONDocument(parsing: text)
    #expect(String(decoding: JSONWriter.bytes(document.root), as: UTF8.self) == compact ?? text)
    #expect(document.root.value.description == compact ?? text)
  }

  @Test(arguments: [
    (#""a""#, "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u00E9""#, "Aéé"),
    (#""\u0000""#, "\u{0}"), (#""\u20AC\uFFFF""#, "€\u{FFFF}"), (#""\ud83d\ude00""#, "😀"),
    (#""\uD800\uDC00""#, "\u{10000}"),
    (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), ("\"\u{7F}\"", "\u{7F}"), ("\"\u{80}\u{7FF}\"", "\u{80}\u{7FF}"),
    ("\"\u{800}\u{D7FF}\u{E000}\u{FFFF}\"", "\u{800}\u{D7FF}\u{E000}\u{FFFF}"),
    ("\"\u{10000}\u{10FFFF}\"", "\u{10000}\u{10FFFF}"),
    ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"\u{FEFF}\"", "\u{FEFF}"), (#""/ \u002f""#, "/ /"),
    (#""12345678\n12345678""#, "12345678\n12345678"), (#""1234567é1234567890é""#, "1234567é1234567890é"),
  ])
  func `a string means its scalars`(text: String, meaning: String) throws {
    let node = try JSONDocument(parsing: text).root
    #expect(node.string.map { Array($0.unicodeScalars) } == Array(meaning.unicodeScalars))
    // What we write for it means the same.
    let written = JSONWriter.bytes(.string(meaning))
    #expect(try JSONDocument(parsing: written).root.string.map { Array($0.utf8) } == Array(meaning.utf8))
    // Its length is what JSON Schema counts.
    let count = node.document.withUnsafeTape { bytes, tape in
      JSONText.scalarCount(tape[0].slice(of: bytes), hasEscapes: tape[0].hasEscapes)
    }
    #expect(count == meaning.unicodeScalars.count)
    #expect(node.record.isPlainASCII == (text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x5C }))
  }

  @Test func `every scalar passes through the parser and the writer`() throws {
    var text = ""
    for value in stride(from: 0, to: 0x110000, by: 37) {
      Unicode.Scalar(value).map { text.unicodeScalars.append($0) }
    }
    let written = JSONWriter.bytes(.string(text))
    #expect(try JSONDocument(parsing: written).root.string?.utf8.elementsEqual(text.utf8) == true)
  }

  @Test func `a quote at every offset of a word ends the string there`() throws {
    for length in 0..<40 {
      let text = String(repeating: "x", count: length)
      for end in ["\"", "\",1", "\"  "] {
        let document = try JSONDocument(parsing: "[\"" + text + end + "]")
        #expect(document.root[0]?.string == text)
      }
      let escaped = try JSONDocument(parsing: "\"" + text + "\\n\u{E9}\"").root
      #expect(escaped.string == text + "\n\u{E9}")
    }
  }

  @Test func `a document of many records leaves the stack and grows`() throws {
    for count in [30, 31, 32, 62, 63, 64, 65, 200, 5000] {
      let elements = (0..<count).map { "\($0)" }.joined(separator: ",")
      let document = try JSONDocument(parsing: "[[\(elements)],{\"a\":[\(elements)]}]")
      #expect(document.root[0]?.elements.map(\.int) == (0..<count).map { $0 })
      #expect(document.root[1]?["a"]?.count == count)
      #expect(document.tape.count == 2 * count + 5)
    }
  }

  @Test func `borrowed bytes give the same tape`() throws {
    let text = #"{"a":[1,{"b":"x"}],"c":null}"#
    let document = try JSONDocument(parsing: text)
    var lent: [JSONRecord] = []
    try document.bytes.withUnsafeBufferPointer { bytes throws(JSONError) in
      try JSONDocument.withUnsafeTape(parsing: bytes) { lent = Array($1) }
    }
    #expect(lent == document.tape)
  }
}
