import StuntJSON
import StuntTestSupport
import Testing

@Suite struct JSONNumberTests {
  @Test(arguments: [
    ["0", "-0", "0.0", "0e5", "-0.00e-7", "0e999999999"], ["1", "1.0", "10e-1", "0.1e1", "100e-2", "1.000"],
    ["-1", "-1.0", "-10E-1"], ["1500", "1.5e3", "15e2", "1500.00", "0.0015e6"],
    ["0.001", "1e-3", "0.1E-2", "1.0e-03"],
    ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"],
    ["1e400", "10e399", "1e+400", "0.1e401"],
    ["100000000000000000000", "1e20", "1E+20"],
    ["123456789012345678901234567890", "1.2345678901234567890123456789e29"],
  ])
  func `numbers of one value are equal and hash alike`(texts: [String]) throws {
    let numbers = try texts.map { try #require(JSONNumber($0)) }
    for number in numbers {
      for other in numbers {
        #expect(number == other)
        #expect(number.hashValue == other.hashValue)
        #expect(!(number < other))
        #expect(number.canonicalText == other.canonicalText)
      }
    }
    #expect(JSONNumber(numbers[0].canonicalText) == numbers[0])
  }

  @Test func `numbers of different values are ordered`() throws {
    let ordered = [
      "-1e400", "-123456789012345678901234567890", "-9007199254740993", "-9007199254740992", "-1500", "-1.5",
      "-1", "-0.5",
      "-1e-400", "0", "1e-400", "1e-9", "0.1", "0.1000000000000000055511151231257827", "0.11", "0.9", "1",
      "1.5", "9", "10",
      "11", "99", "100", "9007199254740992", "9007199254740993", "18446744073709551616",
      "18446744073709551617", "1e400",
    ].map { JSONNumber($0) }
    for (index, number) in ordered.enumerated() {
      for (other, larger) in ordered.enumerated() {
        let (number, larger) = (try #require(number), try #require(larger))
        #expect((number < larger) == (index < other))
        #expect((number == larger) == (index == other))
      }
    }
  }

  @Test(
    arguments: [
      ("1", true, 1), ("-1", true, -1), ("1.0", true, 1), ("1e3", true, 1000), ("-0.0", true, 0),
      ("1.5", false, nil),
      ("15e-1", false, nil), ("1e-400", false, nil), ("9223372036854775807", true, .max),
      ("9223372036854775808", true, nil),
      ("-9223372036854775808", true, .min), ("-9223372036854775809", true, nil),
      ("-9223372036854775808.0", true, .min),
      ("9.223372036854775807e18", true, .max), ("9.223372036854775808e18", true, nil),
      ("1e18", true, 1_000_000_000_000_000_000),
      ("1e19", true, nil), ("1e400", true, nil), ("1e999999999", true, nil), ("-9.3e18", true, nil),
      ("92233720368547758.07e2", true, .max),
    ] as [(String, Bool, Int?)])
  func `an integer is told by its value`(text: String, isInteger: Bool, int: Int?) throws {
    let number = try #require(JSONNumber(text))
    #expect(number.isInteger == isInteger)
    #expect(number.int == int)
  }

  @Test(arguments: [
    ("10", "5", true), ("10", "3", false), ("0", "3", true), ("0.0", "7", true), ("4.5", "1.5", true),
    ("4.6", "1.5", false),
    ("0.3", "0.1", true), ("0.0075", "0.0001", true), ("0.00751", "0.0001", false), ("19.99", "0.01", true),
    ("1.1", "0.1", true),
    ("1e308", "0.123456789", false), ("1e308", "0.5", true), ("1e-8", "1e-9", true), ("1e-9", "1e-8", false),
    ("12391239123", "1e-8", true), ("-10", "5", true), ("10", "-5", true), ("7", "0", false),
    ("0", "0", false),
    ("9007199254740993", "3", true), ("9007199254740995", "3", false), ("1e999999999", "7", false),
    ("7e999999999", "7", true),
    ("1e999999999", "1024", true), ("100", "1e2", true), ("10", "1e2", false),
    ("123456789012345678901234567890", "10", true),
    ("246913578024691357802469135780", "123456789012345678901234567890", true),
    ("246913578024691357802469135781", "123456789012345678901234567890", false),
    ("123456789012345678901234567890", "246913578024691357802469135780", false),
    ("1e60", "1267650600228229401496703205376", false), ("1e100", "1267650600228229401496703205376", true),
    ("1e99", "1267650600228229401496703205376", false),
    (
      "15241578753238836750495351562536198787501905199875019052100",
      "123456789012345678901234567890", true
    ), ("99999999999999998", "99999999999999999", false),
    ("18999999999999999999", "9999999999999999999", false),
    ("19999999999999999998", "9999999999999999999", true),
    ("99999999999999999e3", "99999999999999999", true),
  ])
  func `a multiple is decided exactly`(text: String, divisor: String, isMultiple: Bool) throws {
    let number = try #require(JSONNumber(text))
    #expect(number.isMultiple(of: try #require(JSONNumber(divisor))) == isMultiple)
  }

  @Test func `a multiple of the longest divisor is decided quickly`() throws {
    let longest = try #require(JSONNumber(String(repeating: "7", count: 512)))
    let shifted = try #require(JSONNumber("1e999999999"))
    #expect(!shifted.isMultiple(of: longest))
    #expect(longest.isMultiple(of: longest))
  }

  @Test func `products are multiples of their factors`() {
    forAll { source in
      (source.below(1 << 31), source.below(1 << 31) + 1, source.below(12), source.below(12))
    } holds: {
      let (factor, divisor, up, down) = $0
      let product = JSONNumber("\(factor * divisor)e\(up - down)")
      let shifted = JSONNumber("\(divisor)e-\(down)")
      guard let product, let shifted else { return false }
      let remainder = JSONNumber("\(factor * divisor + (divisor > 1 ? 1 : 0))e-\(down)")
      return product.isMultiple(of: shifted) && (divisor == 1) == (remainder?.isMultiple(of: shifted) ?? true)
    }
  }

  @Test(arguments: [
    ("0.0", "0"), ("-0", "0"), ("1.50", "1.5"), ("-12.340e1", "-123.4"), ("1e20", "100000000000000000000"),
    ("1e21", "1e21"), ("12e20", "12e20"), ("0.000001", "0.000001"), ("0.0000001", "0.0000001"),
    ("1e-8", "1e-8"), ("123e-5", "0.00123"),
    ("-1.5e-400", "-15e-401"),
    // Exponents of more digits than are taken are written as zeros.
    ("1e999999999", "1e999999999"), ("10e999999999", "10e999999999"), ("-1200e999999999", "-1200e999999999"),
    ("12.3e999999999", "123e999999998"), ("1e-999999999", "1e-999999999"),
    ("0.1e-999999999", "0.1e-999999999"),
    ("-0.012e-999999999", "-0.012e-999999999"), ("1.5e-999999999", "1.5e-999999999"),
    ("120e-999999999", "12e-999999998"),
  ])
  func `a canonical text is short and stable`(text: String, canonical: String) throws {
    #expect(JSONNumber(text)?.canonicalText == canonical)
    #expect(JSONNumber(canonical)?.canonicalText == canonical)
  }

  @Test func `only JSON numbers are taken, and doubles in their shortest form`() {
    for text in ["", "a", "01", "+1", "1 ", " 1", ".5", "0x1", "NaN", "\"1\"", "1e", "[1]"] {
      #expect(JSONNumber(text) == nil)
    }
    #expect(JSONNumber(1.0)?.text == "1")
    #expect(JSONNumber(0.1)?.text == "0.1")
    #expect(JSONNumber(-1.5e-7)?.text == "-1.5e-07")
    #expect(JSONNumber(1e300)?.text == "1e+300")
    #expect(JSONNumber(Double.infinity) == nil)
    #expect(JSONNumber(Double.nan) == nil)
    #expect(JSONNumber("1.50")?.description == "1.50")
    #expect(JSONNumber("0.1")?.double == 0.1)
    #expect(JSONNumber("1e400")?.double == .infinity)
  }
}
