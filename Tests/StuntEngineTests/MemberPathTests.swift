import StuntJSON
import Testing

@testable import StuntEngine

/// Following paths on a tape.
@Suite struct MemberPathTests {
  /// What a path leads to in a document, as it is written there; nil for nothing.
  private static func found(_ pointer: String, in json: String) throws -> String? {
    let builder = AnswerProgramBuilder()
    _ = builder.bytes("other text before".utf8)
    let path = builder.path(try JSONPointer(parsing: pointer))
    let document = try JSONDocument(parsing: json)
    let index = path.index(in: document, AnswerProgram(builder.lists))
    return index.map { String(decoding: document.bytes[document.tape[$0].jsonRange], as: UTF8.self) }
  }

  /// Names of all lengths that are told apart in another way, and at the very end of a document.
  @Test(arguments: 0...20)
  func `a member is found by its whole name`(length: Int) throws {
    let name = String("abcdefghijklmnopqrst".prefix(length))
    #expect(try Self.found("/" + name, in: #"{"\#(name)":1}"#) == "1")
    #expect(try Self.found("/" + name, in: #"{"z":0,"\#(name)":1,"y":2}"#) == "1")
    #expect(try Self.found("/" + name, in: #"{"\#(name)z":1}"#) == nil)
    for place in 0..<length {
      var letters = Array(name)
      letters[place] = "Z"
      let other = String(letters)
      #expect(try Self.found("/" + name, in: #"{"\#(other)":0}"#) == nil, "\(other)")
      #expect(try Self.found("/" + name, in: #"{"\#(other)":0,"\#(name)":[1]}"#) == "[1]", "\(other)")
    }
  }

  @Test(
    arguments: [
      ("/ab", #"{"a\u0062":1}"#, "1"), ("/ab", #"{"ab\u0062":1,"ab":2}"#, "2"),
      (#"/a\u0062"#, #"{"a\u0062":1}"#, nil), ("/abcdefghi", #"{"abcdefgh\u0069":1}"#, "1"),
      ("/é", #"{"é":"e"}"#, #""e""#), ("/a/1/b", #"{"a":[0,{"b":true}]}"#, "true"),
      ("/a/2", #"{"a":[0,1]}"#, nil),
      ("/a/b", #"{"a":[0]}"#, nil), ("/a/b", #"{"a":1}"#, nil), ("", #"{"a":1}"#, #"{"a":1}"#),
      ("/a", "{}", nil),
    ] as [(String, String, String?)])
  func `a path is followed through names with escapes and lists`(
    pointer: String, json: String, value: String?
  )
    throws
  {
    #expect(try Self.found(pointer, in: json) == value)
  }
}
