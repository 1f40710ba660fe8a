import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct ValueTests {
  @Test(arguments: [
    (Value.null, "null", ""), (.boolean(true), "true", "true"), (.boolean(false), "false", "false"),
    (.integer(-7), "-7", "-7"), (.integer(.max), "9223372036854775807", "9223372036854775807"),
    (.micros(0), "0", "0"), (.micros(1), "0.000001", "0.000001"), (.micros(1_500_000), "1.5", "1.5"),
    (.micros(-250_000), "-0.25", "-0.25"), (.micros(-3_000_000), "-3", "-3"),
    (.micros(100_000), "0.1", "0.1"),
    (.text(Array("a\"b\né".utf8)), #""a\"b\né""#, "a\"b\né"),
    (.json(Array(#""a\u00e9\n""#.utf8)[...], .string), #""a\u00e9\n""#, "aé\n"),
    (.json(Array(#"{"a":1}"#.utf8)[...], .object), #"{"a":1}"#, #"{"a":1}"#),
    (.date(1_800_000_000, nanoseconds: 5), "1800000000", "1800000000"),
  ])
  func `a value is written as JSON and as text`(value: Value, json: String, text: String) {
    let out = ByteSink.bytes { value.appendJSON(to: &$0) }
    #expect(String(decoding: out, as: UTF8.self) == json)
    #expect(String(decoding: value.plainText, as: UTF8.self) == text)
  }

  @Test(
    arguments: [
      ("0", 0), ("5", 5_000_000), ("999999999", 999_999_999_000_000), ("1000000000", 1_000_000_000_000_000),
      ("1000000001", nil), ("0.5", 500_000), ("-2.25", -2_250_000), ("1e3", 1_000_000_000), ("0.0000004", 0),
      ("", nil), ("five", nil), ("nan", nil), ("inf", nil), ("5 ", nil),
    ] as [(String, Int64?)])
  func `a number is read to the millionth`(text: String, micros: Int64?) {
    #expect(Value.micros(parsing: Array(text.utf8)) == micros)
  }

  @Test func `what is written in millionths reads back`() {
    forAll { source in
      (Int64(source.below(1 << 40)) - (1 << 39))
    } holds: { micros in
      Value.micros(parsing: Value.micros(micros).plainText) == micros
    }
  }
}
