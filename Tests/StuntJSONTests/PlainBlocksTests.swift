import StuntTestSupport
import Testing

@testable import StuntJSON

@Suite struct PlainBlocksTests {
  /// Bytes that a run of plain characters ends before.
  static let special: [UInt8] = [0x00, 0x1F, 0x22, 0x5C, 0x80, 0xA2, 0xDC, 0xFF]

  @Test(arguments: special)
  func `a block with a special byte at any place is left to be looked at byte by byte`(_ byte: UInt8) {
    for place in 0..<70 {
      var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 70)
      bytes[place] = byte
      for start in 0...5 where start <= place {
        let end = bytes.withUnsafeBufferPointer { PlainBlocks.end($0.baseAddress!, from: start, to: 70) }
        #expect(end == start + (place - start) / 32 * 32, "\(place) from \(start)")
      }
    }
  }

  @Test func `characters next to the special ones are plain`() {
    for byte in UInt8.min...UInt8.max {
      let bytes = [UInt8](repeating: byte, count: 64)
      let isPlain = byte >= 0x20 && byte < 0x80 && byte != 0x22 && byte != 0x5C
      let end = bytes.withUnsafeBufferPointer { PlainBlocks.end($0.baseAddress!, from: 0, to: 64) }
      #expect(end == (isPlain ? 64 : 0), "\(byte)")
    }
  }

  @Test func `what is shorter than a block is left alone`() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 95)
    for end in 0...95 {
      let found = bytes.withUnsafeBufferPointer { PlainBlocks.end($0.baseAddress!, from: 0, to: end) }
      #expect(found == end / 32 * 32)
    }
  }

  @Test func `a string ends where its quote is, wherever in a block that is`() throws {
    for length in 0..<120 {
      let text = String(repeating: "a", count: length)
      for after in ["", " ", "\n      "] {
        let document = try JSONDocument(parsing: "\"\(text)\"\(after)")
        #expect(document.root.string == text)
        #expect(document.tape[0].isPlainASCII)
      }
      for (written, meant) in [("\\n", "\n"), ("é", "é"), ("\\\"", "\"")] {
        let document = try JSONDocument(parsing: "[\"\(text)\(written)\(text)\"]")
        #expect(document.root[0]?.string == text + meant + text)
      }
    }
  }

  @Test func `a control character in a string is refused where it stands`() {
    for place in 0..<100 {
      var bytes = Array(("\"" + String(repeating: "a", count: 100) + "\"").utf8)
      bytes[place + 1] = 0x09
      do {
        _ = try JSONDocument(parsing: bytes)
        Issue.record("a tab at \(place) was taken")
      } catch {
        #expect(error.place.offset == place + 1)
      }
    }
  }

  @Test func `a string that does not end is refused at the end`() {
    for length in 0..<100 {
      do {
        _ = try JSONDocument(parsing: "\"" + String(repeating: "a", count: length))
        Issue.record("\(length) characters without an end were taken")
      } catch {
        #expect(error.place.offset == length + 1)
      }
    }
  }
}
