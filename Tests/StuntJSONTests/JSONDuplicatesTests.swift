import StuntJSON
import Testing

@Suite struct JSONDuplicatesTests {
  @Test(arguments: [
    (#"{"a":1,"a":2}"#, "a", 7, "/a"),
    (#"{"a":1,"b":2,"a":1}"#, "a", 13, "/a"),
    (#"{"":1,"":2}"#, "", 6, "/"),
    (#"{"x":[0,{"a":{},"a":{}}]}"#, "a", 16, "/x/1/a"),
    (#"{"a":{"a":1},"b":{"a":1,"a":1}}"#, "a", 24, "/b/a"),
    (#"{"a":1,"\u0061":2}"#, "a", 7, "/a"),
    (#"{"\u0061":1,"a":2}"#, "a", 12, "/a"),
    (#"{"\u0061":1,"\u0061":2}"#, "a", 12, "/a"),
    (#"{"\ud83d\ude00":1,"😀":2}"#, "😀", 18, "/😀"),
    (#"{"a\/b":1,"a/b":2}"#, "a/b", 10, "/a~1b"),
    (#"{"\n":1,"\u000a":2}"#, "\n", 8, "/\n"),
    (#"{"same length 1":1,"same length 2":2,"same length 1":3}"#, "same length 1", 37, "/same length 1"),
  ])
  func `a name that occurs twice is refused`(text: String, name: String, offset: Int, pointer: String) {
    let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
    guard case .duplicateMember(let found, let place)? = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(found == name)
    #expect(place.offset == offset)
    #expect(place.pointer.description == pointer)
  }

  @Test(arguments: [
    #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, #"{"a":1,"A":2,"aa":3,"":4,"a ":5}"#,
    // Canonically equivalent, and different scalars: different names.
    "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"\u00e9":1,"e\u0301":2}"#, #"{"\u212b":1,"\u00c5":2,"A\u030a":3}"#,
    // Equal in length and the first eight bytes, which is all the filter looks at.
    #"{"12345678a":1,"12345678b":2,"12345678c":3}"#,
  ])
  func `names that differ are not confused`(text: String) throws {
    _ = try JSONDocument(parsing: text)
  }

  @Test(arguments: [2, 3, 31, 32, 33, 34, 100, 1000])
  func `a duplicate is found in objects of every size, at every distance`(count: Int) throws {
    let names = (0..<count).map { "\"member\($0)\":0" }
    _ = try JSONDocument(parsing: "{" + names.joined(separator: ",") + "}")
    for place in [0, 1, count / 2, count - 1] where place < count {
      let text = "{" + (names + [names[place]]).joined(separator: ",") + "}"
      #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
      let early = "{" + ([names[place]] + names).joined(separator: ",") + "}"
      #expect(throws: JSONError.self) { try JSONDocument(parsing: early) }
      let escaped = "{" + (names + ["\"\\u006dember\(place)\":0"]).joined(separator: ",") + "}"
      #expect(throws: JSONError.self) { try JSONDocument(parsing: escaped) }
    }
  }

  @Test func `the message names the member`() {
    let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: "{\"size\":1,\n\"size\":2}") }
    #expect(
      error?.description == "line 2, column 1 (byte 11, at /size): the member \"size\" occurs twice; "
        + "expected each name once; remove or rename one")
  }
}
