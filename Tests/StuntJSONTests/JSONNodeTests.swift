import StuntJSON
import Testing

@Suite struct JSONNodeTests {
  @Test func `a node gives what it is and nothing else`() throws {
    let root = try JSONDocument(parsing: #" [null, true, 1.0, "x", [0], {"a":false}] "#).root
    #expect(root.elements.map(\.kind) == [.null, .boolean, .number, .string, .array, .object])
    #expect(root.elements.map(\.isNull) == [true, false, false, false, false, false])
    #expect(root.elements.map(\.boolean) == [nil, true, nil, nil, nil, nil])
    #expect(root.elements.map(\.int) == [nil, nil, 1, nil, nil, nil])
    #expect(root.elements.map(\.number) == [nil, nil, JSONNumber("1.0"), nil, nil, nil])
    #expect(root.elements.map(\.string) == [nil, nil, nil, "x", nil, nil])
    #expect(root.elements.map(\.count) == [0, 0, 0, 0, 1, 1])
    #expect(root.elements.map(\.offset) == [2, 8, 14, 19, 24, 29])
    #expect(root.elements.map(\.description) == ["null", "true", "1.0", "\"x\"", "[0]", #"{"a":false}"#])
    #expect(root[3]?["a"] == nil && root["a"] == nil && root[6] == nil && root[-1] == nil)
    #expect(Array(root.members.map(\.name)).isEmpty && root[5].map { Array($0.elements.map(\.kind)) } == [])
    #expect(root[5]?["a"]?.boolean == false)
    #expect(root.document.kind(at: 0) == .array)
  }

  @Test func `a plain integer is read without a number`() throws {
    let texts = [
      "0", "-0", "7", "-12", "999999999999999999", "-999999999999999999", "1000000000000000000", "1.0", "1e2",
    ]
    let document = try JSONDocument(parsing: "[" + texts.joined(separator: ",") + "]")
    let integers = document.withUnsafeTape { bytes, tape in
      (1...texts.count).map { tape[$0].isPlainInteger ? tape[$0].integer(in: bytes) : nil }
    }
    #expect(integers == [0, 0, 7, -12, 999_999_999_999_999_999, -999_999_999_999_999_999, nil, nil, nil])
  }

  @Test func `members are found by name on the tape`() throws {
    let document = try JSONDocument(parsing: #"{"a":{"b":1},"\u0062":2,"é":3}"#)
    let found = document.withUnsafeTape { bytes, tape in
      ["a", "b", "é", "c", ""].map { name in
        Array(name.utf8).withUnsafeBufferPointer { JSONSearch.value(named: $0, inObjectAt: 0, bytes, tape) }
      }
    }
    #expect(found == [2, 6, 8, nil, nil])
  }

  @Test func `objects with their members turned round at every level compare in linear time`() throws {
    var left = "1"
    var right = "1"
    for _ in 0..<100 {
      left = "{\"a\":\(left),\"b\":0}"
      right = "{\"b\":0,\"a\":\(right)}"
    }
    #expect(try JSONDocument(parsing: left).root == JSONDocument(parsing: right).root)
    #expect(try JSONDocument(parsing: left).root.value == JSONDocument(parsing: right).root.value)
  }
}
