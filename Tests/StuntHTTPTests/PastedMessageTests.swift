import StuntHTTP
import Testing

/// Messages as people keep them.
@Suite struct PastedMessageTests {
  @Test func `a request with the line ends of an editor is read`() throws {
    let text =
      "\nPOST /v1/things?a=1 HTTP/1.1\nHost: example.com\nContent-Type: application/json; charset=utf-8\n\n{}\n"
    let message = try PastedMessage(reading: Array(text.utf8))
    #expect(message.kind == .request(method: "POST", target: "/v1/things?a=1"))
    #expect(message.essence == "application/json")
    #expect(message.bodyOffset == text.utf8.count - 3)
    let request = try #require(try message.request())
    #expect(request.method == .post && request.authorityText == "example.com" && request.bodyText == "{}\n")
    #expect(message.fields[1].offset == 48)
  }

  @Test func `a request line may lack its version, and have a whole URL`() throws {
    let message = try PastedMessage(reading: Array("GET https://api.example.com/v1/things/7".utf8))
    let request = try #require(try message.request())
    #expect(request.authorityText == "api.example.com" && request.pathText == "/v1/things/7")
  }

  @Test func `a response of any version is read, chunks undone`() throws {
    let text = "HTTP/2 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
    let message = try PastedMessage(reading: Array(text.utf8))
    #expect(message.kind == .response(status: 200))
    #expect(message.body == Array("{}".utf8) && message.bodyOffset == nil)
    #expect(try message.request() == nil)
    let undone = try PastedMessage(
      reading: Array("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n{}".utf8))
    #expect(undone.body == Array("{}".utf8) && undone.bodyOffset == 44)
  }

  @Test(arguments: [
    ("{}\n", "{}"), ("{}\n\n \n", "{}"), ("{} and more", "{} and more"), ("{", "{"),
  ]) func `the length is believed where only white space follows`(_ body: String, _ kept: String) throws {
    let text = "HTTP/1.1 200 OK\nContent-Length: 2\n\n" + body
    #expect(try PastedMessage(reading: Array(text.utf8)).body == Array(kept.utf8))
  }

  @Test(arguments: ["{\"a\": 1}", "", "[1]\n", "some words", "Hello there everybody"])
  func `anything else is content`(_ text: String) throws {
    let message = try PastedMessage(reading: Array(text.utf8))
    #expect(message.kind == .content && message.body == Array(text.utf8) && message.bodyOffset == 0)
  }

  @Test func `a head that cannot be read says where`() {
    #expect(throws: PastedMessageError.noColon("{}", at: 17)) {
      try PastedMessage(reading: Array("POST /a HTTP/1.1\n{}".utf8))
    }
    #expect(throws: PastedMessageError.field(.name("a b"), at: 25)) {
      try PastedMessage(reading: Array("GET /a HTTP/1.1\nX-A: one\na b: c\n\n".utf8))
    }
  }

  @Test func `a request that could not be sent is refused`() throws {
    #expect(throws: HTTPError.self) {
      try HTTPRequest(checking: "GET", target: "/a b", fields: [:], body: [])
    }
    let request = try HTTPRequest(
      checking: "POST", target: "/a", fields: ["Content-Length": "99", "Expect": "100-continue"], body: [0x61]
    )
    #expect(request.body == [0x61] && !request.fields.contains("expect"))
  }
}
