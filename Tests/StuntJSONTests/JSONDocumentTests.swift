import StuntJSON
import Testing

@Suite struct JSONDocumentTests {
  @Test func `a document is read in order`() throws {
    let document = try JSONDocument(
      parsing: #" { "a" : [ 1, true ] , "b" : "x", "c": {"d":null, "\u0065": -1.5e3} } "#)
    #expect(document.root.members.map(\.name) == ["a", "b", "c"])
    #expect(document.root["a"]?[1]?.boolean == true)
    #expect(document.root["c"]?["e"]?.int == -1500)
    #expect(document.root[try JSONPointer(parsing: "/a/0")]?.int == 1)
    #expect(document.root["c"]?.description == #"{"d":null, "\u0065": -1.5e3}"#)
    #expect(document.root.value.description == #"{"a":[1,true],"b":"x","c":{"d":null,"e":-1.5e3}}"#)
  }

  @Test func `the tape is laid out as documented`() throws {
    let document = try JSONDocument(parsing: #"{ "a" : [ 1, true ] , "b" : "x" }"#)
    #expect(document.tape.map(\.next) == [7, 2, 5, 4, 5, 6, 7])
    #expect(document.tape.map(\.kind) == [.object, .string, .array, .number, .boolean, .string, .string])
    #expect(document.tape.map(\.count) == [2, 0, 2, 0, 0, 0, 0])
    #expect(MemoryLayout<JSONRecord>.stride == 16)
  }

  @Test func `a refusal says where`() throws {
    let place = JSONPlace(offset: 15, line: 2, column: 3, pointer: JSONPointer(tokens: ["x", "a"]))
    #expect(throws: JSONError.duplicateMember("a", at: place)) {
      try JSONDocument(parsing: "{\"x\":{\"a\":1,\n  \"a\":1}}")
    }
  }
}
