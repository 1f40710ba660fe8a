import StuntJSON
import Testing

@Suite struct JSONWriterTests {
  @Test func `pretty text has two spaces per level and none in what is empty`() throws {
    let text = #"{"a":[1,{"b":null}],"c":{},"d":[],"e":"x"}"#
    let pretty = """
      {
        "a": [
          1,
          {
            "b": null
          }
        ],
        "c": {},
        "d": [],
        "e": "x"
      }
      """
    let document = try JSONDocument(parsing: text)
    #expect(String(decoding: JSONWriter.bytes(document.root, .pretty), as: UTF8.self) == pretty)
    #expect(String(decoding: JSONWriter.bytes(document.root.value, .pretty), as: UTF8.self) == pretty)
    #expect(String(decoding: JSONWriter.bytes(try JSONDocument(parsing: pretty).root), as: UTF8.self) == text)
  }

  @Test func `strings are escaped where RFC 8259 asks for it, and nowhere else`() {
    let text = (0..<0x30).map { String(UnicodeScalar(UInt8($0))) }.joined() + "\\/\u{7F}é😀\u{2028}"
    let written = String(decoding: JSONWriter.bytes(.string(text)), as: UTF8.self)
    let controls =
      #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
      + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
    #expect(written == "\"" + controls + " !\\\"#$%&'()*+,-./\\\\/\u{7F}é😀\u{2028}\"")
  }

  @Test func `an escape at every offset of a word is found`() {
    for length in 0..<40 {
      for (character, escape) in [
        ("\"", "\\\""), ("\\", "\\\\"), ("\n", "\\n"), ("\u{1}", "\\u0001"), ("é", "é"),
      ] {
        let text = String(repeating: "x", count: length)
        for tail in ["", "é", "12345678"] {
          let written = String(decoding: JSONWriter.bytes(.string(text + character + tail)), as: UTF8.self)
          #expect(written == "\"" + text + escape + tail + "\"")
        }
      }
    }
  }

  @Test(arguments: [0, 7, 10, -1, -10, 99, 100, 1_234_567_890, .max, .min])
  func `an integer is written in decimal`(value: Int) {
    var bytes: [UInt8] = [0x3A]
    JSONWriter.append(value, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == ":\(value)")
  }

  @Test func `an integer of any length is written digit by digit`() {
    var powers = [1]
    while let last = powers.last, last <= .max / 10 { powers.append(last * 10) }
    for power in powers {
      for value in [power - 1, power, power + 1, power &* 7 &+ 5] {
        var bytes: [UInt8] = []
        JSONWriter.append(value, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "\(value)")
      }
    }
    for value in 0..<1_000 {
      var bytes: [UInt8] = []
      JSONWriter.append(value, to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == "\(value)")
    }
  }

  @Test func `a node is appended as it came`() throws {
    let document = try JSONDocument(parsing: #"{"a": [ 1.0, "\u0061" ] }"#)
    var bytes = Array("x".utf8)
    JSONWriter.append(try #require(document.root["a"]), to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #"x[ 1.0, "\u0061" ]"#)
    var writer = JSONWriter(appendingTo: bytes)
    writer.write(document.root)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"x[ 1.0, "\u0061" ]{"a":[1.0,"\u0061"]}"#)
  }

  @Test func `canonical bytes sort members, and write numbers and strings one way`() throws {
    let document = try JSONDocument(parsing: #" {"b":[1.0,"\u0061"],"a":{"\u00e9":null,"z":true,"":-0}} "#)
    #expect(
      String(decoding: JSONWriter.canonicalBytes(document.root), as: UTF8.self)
        == #"{"a":{"":0,"z":true,"é":null},"b":[1,"a"]}"#)
  }
}
