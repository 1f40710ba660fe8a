import StuntCrypto
import Testing

struct EncodingTests {
  @Test(arguments: [
    ("", "", ""), ("f", "Zg==", "66"), ("fo", "Zm8=", "666f"), ("foo", "Zm9v", "666f6f"),
    ("foob", "Zm9vYg==", "666f6f62"), ("fooba", "Zm9vYmE=", "666f6f6261"),
    ("foobar", "Zm9vYmFy", "666f6f626172"),
  ])
  func `the vectors of RFC 4648 hold in both directions`(text: String, base64: String, hex: String) {
    #expect(Base64.encode(Array(text.utf8)) == base64)
    #expect(Base64.decode(base64) == Array(text.utf8))
    #expect(Base64.encode(Array(text.utf8), .url) == base64.filter { $0 != "=" })
    #expect(Hexadecimal.encode(text.utf8) == hex)
    #expect(Hexadecimal.decode(hex.uppercased()) == Array(text.utf8))
  }

  @Test func `the two alphabets differ in two characters`() {
    let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
    #expect(Base64.encode(bytes) == "+/+/")
    #expect(Base64.encode(bytes, .url) == "-_-_")
    #expect(Base64.decode("-_-_", .url) == bytes)
    #expect(Base64.decode("-_-_") == nil)
  }

  @Test(arguments: ["Zg", "Zg=", "Zh==", "Z", "Zm9v=", "=Zm8", "Zm 9v", "Zg==Zg=="])
  func `text that nobody would have written is refused`(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(arguments: ["6", "6g", "0x66", "66 "]) func `what is no pair of digits is refused`(text: String) {
    #expect(Hexadecimal.decode(text) == nil)
  }
}
