import StuntHTTP
import StuntTestSupport
import Testing

@Suite struct HTTPRequestTests {
  @Test func `a request is made from its parts`() {
    let request = HTTPRequest(
      method: .post, target: "/a%20b?c", fields: ["Content-Type": "text/plain", "Authorization": "Key 1"],
      body: Array("hello".utf8))
    #expect(request.method == .post)
    #expect(request.methodText == "POST")
    #expect(request.versionMinor == 1)
    #expect(request.pathText == "/a%20b")
    #expect(request.queryText == "c")
    #expect(request.contentType.map { String(decoding: $0, as: UTF8.self) } == "text/plain")
    #expect(request.authorization.map { String(decoding: $0, as: UTF8.self) } == "Key 1")
    #expect(request.fields.list["Content-Length"] == "5")
    #expect(request.authorityText == "localhost")
    #expect(request.bodyText == "hello")
    #expect(!request.expectsContinue)
  }

  @Test func `a request may have any method, and its own Host`() {
    let request = HTTPRequest(methodName: "PURGE", target: "/", fields: ["Host": "b", "Content-Length": "7"])
    #expect(request.method == .other)
    #expect(request.methodText == "PURGE")
    #expect(request.authorityText == "b")
    #expect(!request.fields.contains("content-length"))
  }

  @Test func `what is missing is nil`() throws {
    let request = try onlyRequest(of: "GET / HTTP/1.0\r\nX-Empty:\r\n\r\n")
    #expect(request.query == nil)
    #expect(request.queryText == nil)
    #expect(request.queryRange.isEmpty)
    #expect(request.authority == nil)
    #expect(request.contentType == nil)
    #expect(request.authorization == nil)
    #expect(request.fields.first("x") == nil)
    #expect(request.fields["x"] == nil)
    #expect(request.fields["x-empty"] == "")
    #expect(request.fields.firstText("x-empty") == "")
    #expect(request.fields.contains("x-empty"))
    #expect(!request.fields.contains("x-empti"))
  }

  @Test func `an empty query is there`() throws {
    let request = try onlyRequest(of: "GET /a? HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(request.queryText == "")
    #expect(request.pathText == "/a")
  }

  @Test(arguments: [
    ("GET http://b:80/c?d HTTP/1.1", "b:80", "/c", "d"), ("GET http://b HTTP/1.1", "b", "/", nil),
    ("GET HTTP://b?c HTTP/1.1", "b", "/", "c"), ("OPTIONS * HTTP/1.1", "a", "*", nil),
    ("CONNECT b:443 HTTP/1.1", "b:443", "", nil), ("GET //b/c HTTP/1.1", "a", "//b/c", nil),
  ])
  func `the target's form says where authority and path are`(
    _ line: String, _ authority: String, _ path: String, _ query: String?
  ) throws {
    let request = try onlyRequest(of: line + "\r\nHost: a\r\n\r\n")
    #expect(request.authorityText == authority)
    #expect(request.pathText == path)
    #expect(request.queryText == query)
    #expect(String(decoding: request.head[request.pathRange], as: UTF8.self) == path)
  }

  @Test func `names that differ in one letter are told apart`() throws {
    let request = try onlyRequest(of: "GET / HTTP/1.1\r\nHosts: 1\r\nhost: a\r\nx_y: 2\r\nx-y: 3\r\n\r\n")
    #expect(request.fields.firstText("host") == "a")
    #expect(request.fields.firstText("x_y") == "2")
    #expect(request.fields.firstText("x-y") == "3")
    #expect(request.authorityText == "a")
    #expect(request.fields[lineAt: 2].name == Array("x_y".utf8)[...])
  }

  @Test func `a name known only at run time is found without regard to case`() {
    let fields: HTTPFields = ["X-Api-Key": "1", "x-api-key": "2", "X-Api-Kez": "3"]
    let request = HTTPRequest(method: .get, target: "/", fields: fields)
    #expect(request.fields.first(Array("x-api-KEY".utf8)).map(Array.init) == Array("1".utf8))
    #expect(request.fields.first(Array("x-api-kez".utf8)).map(Array.init) == Array("3".utf8))
    #expect(request.fields.first(Array("x-api-ke".utf8)) == nil)
    #expect(request.fields.first([UInt8]()) == nil)
  }

  @Test func `a request is sent on to another target`() throws {
    for fields in [[:], ["A": "b", "Authorization": "c"]] as [HTTPFields] {
      let request = HTTPRequest(method: .post, target: "/a?b", fields: fields, body: [1, 2])
      for target in ["/", "/longer/than/before?x=y", "http://host/p"] {
        let other = try request.retargeted(to: target.utf8)
        #expect(other == HTTPRequest.parsed(target, like: request))
        #expect(other.targetText == target)
        #expect(other.fields.list == request.fields.list)
        #expect(other.authorization == request.authorization)
        #expect(other.body == request.body)
      }
    }
    let old = try onlyRequest(of: "GET / HTTP/1.0\r\n\r\n").retargeted(to: "/a".utf8)
    #expect(old.pathText == "/a")
    #expect(old.versionMinor == 0)
    #expect(old.fields.list.isEmpty)
  }

  @Test(arguments: [
    ("", HTTPFlaw.target, 4), ("a", .targetForm, 4), ("*", .targetForm, 4), ("/a b", .version, 7),
    ("/a\r\nX: y", .target, 6), ("/é", .target, 5), ("/\"", .target, 5), ("/a HTTP/1.1\r\nX: y", .target, 32),
  ])
  func `a target that could not stand in a request line is refused`(
    _ target: String, _ flaw: HTTPFlaw, _ offset: Int
  ) {
    let request = HTTPRequest(method: .get, target: "/")
    #expect(throws: HTTPError.malformed(flaw, at: offset)) { try request.retargeted(to: target.utf8) }
  }

  @Test func `more fields than the first room for them are kept`() throws {
    for count in [15, 16, 17, 32, 33, 99] {
      let lines = (0..<count).map { "X-\($0): v\($0)\r\n" }.joined()
      let request = try onlyRequest(of: "GET / HTTP/1.1\r\n\(lines)Host: a\r\n\r\n")
      #expect(request.fields.count == count + 1)
      #expect(request.fields["x-\(count - 1)"] == "v\(count - 1)")
      #expect(request.authorityText == "a")
    }
  }

  @Test func `one parser gives one request after another and mixes nothing up`() throws {
    var feed = Feed()
    feed.add("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Type: b\r\nContent-Length: 1\r\n\r\nx")
    feed.add("GET /2 HTTP/1.1\r\nHost: c\r\n\r\n")
    guard case .request(let first) = feed.next(), case .request(let second) = feed.next() else {
      throw Unexpected.event
    }
    #expect(first.contentType != nil)
    #expect(second.contentType == nil)
    #expect(second.body.isEmpty)
    #expect(second.fields.list == ["Host": "c"])
    #expect(feed.parser.isIdle)
    #expect(feed.next() == .needMore)
  }

  @Test func `a parser within a body is not idle`() {
    var feed = Feed()
    feed.add("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nx")
    #expect(feed.next() == .needMore)
    #expect(!feed.parser.isIdle)
    feed = Feed()
    feed.add("\0\r\n")
    #expect(feed.next() == feed.next())
    #expect(!feed.parser.isIdle)
  }

  @Test func `an empty piece changes nothing`() {
    var parser = HTTPRequestParser()
    var consumed = 7
    #expect(parser.next(UnsafeRawBufferPointer(start: nil, count: 0), consumed: &consumed) == .needMore)
    #expect(consumed == 0)
  }

  @Test func `a written request is parsed into the same request`() {
    forAll(count: 300, drawRequest) { drawn in
      let request = HTTPRequest(
        methodName: drawn.method, target: drawn.target, fields: HTTPFields(drawn.fields), body: drawn.body)
      return request.methodText == drawn.method && request.targetText == drawn.target
        && request.fields.list.filter { !["Host", "Content-Length"].contains($0.name) } == drawn.fields
        && request.body == drawn.body
    }
  }

  @Test func `in any fragmentation the same requests come out`() {
    forAll(count: 150) { source in
      let requests = source.list(upTo: 4, drawRequest)
      let sizes = source.list(upTo: 30) { $0.below(40) }
      return (requests, sizes)
    } holds: { requests, sizes in
      let bytes = requests.enumerated().flatMap { $1.wire(isChunked: $0 % 2 == 1) }
      var feed = Feed()
      var parsed: [HTTPRequest] = []
      var rest = bytes[...]
      for size in sizes + [bytes.count] {
        feed.add(rest.prefix(size))
        rest = rest.dropFirst(size)
        while case .request(let request) = feed.next() { parsed.append(request) }
      }
      return parsed.map(\.targetText) == requests.map(\.target) && parsed.map(\.body) == requests.map(\.body)
        && feed.bytes.isEmpty
    }
  }
}

extension HTTPRequest {
  /// The same request, had it come for that target.
  fileprivate static func parsed(_ target: String, like request: HTTPRequest) -> HTTPRequest? {
    var text = "\(request.methodText) \(target) HTTP/1.1\r\n"
    for field in request.fields.list { text += "\(field.name): \(field.value)\r\n" }
    var feed = Feed()
    feed.add(text + "\r\n")
    feed.add(request.body)
    guard case .request(let request) = feed.next() else { return nil }
    return request
  }
}

/// A request as its parts.
struct DrawnRequest {
  var method: String
  var target: String
  var fields: [HTTPField]
  var body: [UInt8]

  func wire(isChunked: Bool) -> [UInt8] {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: a\r\n"
    for field in fields { head += "\(field.name): \(field.value)\r\n" }
    var bytes = Array((head + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "")).utf8)
    guard isChunked else { return bytes + Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body }
    let half = body.count / 2
    ChunkedEncoder.append(body[..<half], to: &bytes)
    ChunkedEncoder.append(body[half...], to: &bytes)
    ChunkedEncoder.appendEnd(to: &bytes)
    return bytes
  }
}

func drawRequest(_ source: inout Source) -> DrawnRequest {
  let words = ["a", "X-Long-Name-Of-A-Field", "b1", "~!#$%", "0"]
  let values = ["", "a", "a b", "é, ü", String(repeating: "v", count: 70), "a\tb"]
  return DrawnRequest(
    method: source.pick(["GET", "POST", "M-SEARCH"]),
    target: "/" + source.list(upTo: 8) { $0.pick(["a", "/", "%20", "[", "~"]) }.joined()
      + (source.below(2) == 0
        ? "" : "?" + source.list(upTo: 4) { $0.pick(["a=1", "&", "{}", "?"]) }.joined()),
    fields: source.list(upTo: 20) { HTTPField($0.pick(words), $0.pick(values)) },
    body: source.list(upTo: 60) { UInt8($0.below(256)) })
}
