import StuntJSON
import Testing

@Suite struct JSONPointerTests {
  // RFC 6901, 5 and 6.
  static let document =
    #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#

  @Test(arguments: [
    ("", "#", document), ("/foo", "#/foo", #"["bar","baz"]"#), ("/foo/0", "#/foo/0", #""bar""#),
    ("/", "#/", "0"),
    ("/a~1b", "#/a~1b", "1"), ("/c%d", "#/c%25d", "2"), ("/e^f", "#/e%5Ef", "3"), ("/g|h", "#/g%7Ch", "4"),
    ("/i\\j", "#/i%5Cj", "5"), ("/k\"l", "#/k%22l", "6"), ("/ ", "#/%20", "7"), ("/m~0n", "#/m~0n", "8"),
  ])
  func `the examples of the RFC`(text: String, fragment: String, value: String) throws {
    let pointer = try JSONPointer(parsing: text)
    #expect(pointer.description == text)
    #expect(pointer.fragment == fragment)
    #expect(try JSONPointer(fragment: fragment) == pointer)
    let root = try JSONDocument(parsing: JSONPointerTests.document).root
    #expect(root[pointer]?.description == value)
    #expect(try root.value[pointer] == JSONValue(parsing: Array(value.utf8)))
  }

  @Test(arguments: [
    "/foo/2", "/foo/00", "/foo/01", "/foo/-", "/foo/-1", "/foo/+1", "/foo/", "/foo/9999999999", "/bar",
    "/foo/0/0", "/a/b",
  ])
  func `what is not there is not found`(text: String) throws {
    let pointer = try JSONPointer(parsing: text)
    let root = try JSONDocument(parsing: JSONPointerTests.document).root
    #expect(root[pointer] == nil)
    #expect(root.value[pointer] == nil)
  }

  @Test(arguments: [
    ("a", JSONPointerError.missingSlash("a")), ("a/b", .missingSlash("a/b")), ("/~", .badEscape("~")),
    ("/a/b~2", .badEscape("b~2")),
    ("/~a", .badEscape("~a")),
  ])
  func `what is no pointer is refused`(text: String, error: JSONPointerError) {
    #expect(throws: error) { try JSONPointer(parsing: text) }
    #expect(error.description.split(separator: ";").count >= 3)
  }

  @Test(arguments: ["#/%", "#/%2", "#/%GG", "#/%FF", "#/a%2"])
  func `what is no fragment is refused`(text: String) {
    let error = #expect(throws: JSONPointerError.self) { try JSONPointer(fragment: text) }
    #expect(error == .badPercentEncoding(String(text.dropFirst())))
    #expect(error?.description.contains("expected %XX") == true)
  }

  @Test func `tokens are appended unescaped and compared by scalars`() throws {
    let pointer = JSONPointer.root.appending("a/b~c").appending(3).appending("é")
    #expect(pointer.description == "/a~1b~0c/3/é")
    #expect(try JSONPointer(parsing: pointer.description) == pointer)
    #expect(try JSONPointer(fragment: "#/%C3%A9") == JSONPointer.root.appending("\u{E9}"))
    #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
    #expect(Set([pointer, pointer, .root]).count == 2)
    #expect(JSONPointer(tokens: ["a"]).appending(JSONPointer(tokens: ["b", "c"])).description == "/a/b/c")
    #expect(JSONPointer(tokens: ["a", "b"]) != JSONPointer(tokens: ["a"]))
  }

  @Test func `a member of digits is found in an object`() throws {
    let root = try JSONDocument(parsing: #"{"0":{"01":"x"},"-":1}"#).root
    #expect(root[try JSONPointer(parsing: "/0/01")]?.string == "x")
    #expect(root[try JSONPointer(parsing: "/-")]?.int == 1)
  }
}
