import StuntHTTP
import Testing

@Suite struct HTTPRequestBuilderTests {
  static func request(
    _ method: String, _ target: String, _ fields: [(String, String)] = [], _ body: String = "",
    in builder: inout HTTPRequestBuilder
  ) -> HTTPRequest? {
    builder.begin(method: method, target: target)
    for (name, value) in fields { builder.append(name, value) }
    return builder.finish(body: Array(body.utf8))
  }

  @Test func `requests are those of their parts, one after the other`() {
    var builder = HTTPRequestBuilder()
    let fields = [("Host", "a.example"), ("Authorization", "Bearer k"), ("Content-Type", "text/plain")]
    for _ in 0..<2 {
      #expect(
        Self.request("POST", "/v1/x?a=b", fields, "text", in: &builder)
          == HTTPRequest(
            method: .post, target: "/v1/x?a=b", fields: HTTPFields(fields.map { HTTPField($0, $1) }),
            body: Array("text".utf8)))
      #expect(Self.request("BREW", "/", in: &builder) == HTTPRequest(methodName: "BREW", target: "/"))
    }
  }

  @Test func `what cannot be a field is left out, and what tells the length is made anew`() {
    var builder = HTTPRequestBuilder()
    let fields = [
      ("bad name", "x"), ("a", "b\nc"), ("b", " c"), ("Content-Length", "7"),
      ("Transfer-Encoding", "chunked"),
      ("c", ""),
    ]
    let request = Self.request("PUT", "/", fields, "four", in: &builder)
    let names = request.map { request in
      (0..<request.fields.count).map { String(decoding: request.fields[lineAt: $0].name, as: UTF8.self) }
    }
    #expect(names == ["c", "Host", "Content-Length"])
    #expect(request?.bodyText == "four")
  }

  @Test(arguments: [
    ("GET", "/a b"), ("GET", "/a HTTP/1.1\r\nx: y"), ("GET", ""), ("", "/"), ("G T", "/"), ("GET", "a"),
    ("GET", "/\u{7F}"),
  ])
  func `what cannot be a request is none`(_ method: String, _ target: String) {
    var builder = HTTPRequestBuilder()
    #expect(Self.request(method, target, in: &builder) == nil)
    #expect(Self.request("GET", "/", in: &builder) != nil)
  }

  @Test func `a host that is none makes no request, and more fields than a server takes do`() {
    var builder = HTTPRequestBuilder()
    #expect(Self.request("GET", "/", [("Host", "a b")], in: &builder) == nil)
    let many = (0..<300).map { ("x-\($0)", "\($0)") }
    #expect(Self.request("GET", "/", many, in: &builder)?.fields.count == 301)
  }
}
