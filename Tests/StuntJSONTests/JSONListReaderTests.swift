import StuntJSON
import Testing

@Suite struct JSONListReaderTests {
  /// The elements of the list at a place, as they stand, and where it ends.
  func read(
    _ text: String, at start: Int = 0, limits: JSONLimits = .standard, upTo most: Int = .max
  ) -> (elements: [String], end: Int?) {
    var elements: [String] = []
    let bytes = Array(text.utf8)
    let end = bytes.withUnsafeBufferPointer { bytes in
      JSONListReader.read(listAt: start, of: bytes, limits: limits) { tape in
        let (offset, length) = (Int(tape[0].offset), Int(tape[0].length))
        elements.append(String(decoding: bytes[offset..<offset + length], as: UTF8.self))
        return elements.count < most
      }
    }
    return (elements, end)
  }

  @Test func `each element comes on a tape of its own, and the end is told`() {
    #expect(read("[]") == ([], 2))
    #expect(read("[ ] ") == ([], 3))
    #expect(read("[1,2]x") == (["1", "2"], 5))
    let text = #"{"a": [ {"b": [1, {}]} , "x\n",null , [] ], "c": 1}"#
    #expect(read(text, at: 6) == ([#"{"b": [1, {}]}"#, #"x\n"#, "null", "[]"], 42))
  }

  @Test func `a tape that has grown is used again`() {
    let long = "[" + String(repeating: "7,", count: 5_000) + "7]"
    let short = "[8,9]"
    #expect(read("[\(short),\(long),\(short),\(long)]").elements == [short, long, short, long])
  }

  @Test(arguments: ["", "1", "{}", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "[{]", "[\"\u{1}\"]"])
  func `a list that is not well-formed is none`(_ text: String) { #expect(read(text).end == nil) }

  @Test func `a list at no place, or beyond a limit, is none`() {
    #expect(read("[1]", at: 3).end == nil)
    #expect(read("[1]", at: -1).end == nil)
    #expect(read("[[1],2]", limits: JSONLimits(depth: 1)).end == 7)
    #expect(read("[[[1]],2]", limits: JSONLimits(depth: 1)).end == nil)
    #expect(read("[1,2]", limits: JSONLimits(members: 2)).end == 5)
    #expect(read("[1,2,3]", limits: JSONLimits(members: 2)).end == nil)
    #expect(read("[1,2]", limits: JSONLimits(documentBytes: 5)).end == 5)
    #expect(read("[1,2]", limits: JSONLimits(documentBytes: 4)).end == nil)
  }

  @Test func `whoever takes the elements can end the reading`() {
    #expect(read("[1,2,3]", upTo: 2) == (["1", "2"], nil))
  }
}
