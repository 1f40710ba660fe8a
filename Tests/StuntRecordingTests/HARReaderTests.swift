import StuntHTTP
import StuntJSON
import StuntRecording
import StuntTestSupport
import Testing

@Suite struct HARReaderTests {
  /// The least that an entry can be.
  static func file(
    request: String = #"{"method":"GET","url":"https://a.example/"}"#,
    response: String = #"{"status":200}"#, entry: String = "", log: String = ""
  ) -> String {
    """
    {"log":{\(log)"entries":[{"startedDateTime":"2026-11-21T14:05:00.5+01:00",\(entry)
    "request":\(request),"response":\(response)}]}}
    """
  }

  static func read(_ text: String, limits: RecordingLimits = .standard) throws(HARError) -> Recording {
    #expect(RecordingCheck.openingComplaint(about: Array(text.utf8), limits: limits) == nil)
    return try HARReader.read(Array(text.utf8), limits: limits)
  }

  @Test func `what is optional may be missing`() throws {
    let interaction = try #require(try Self.read(Self.file()).interactions.first)
    #expect(interaction.started.description == "2026-11-21T13:05:00.500Z")
    #expect(interaction.request.httpVersion == "HTTP/1.1")
    #expect(interaction.request.body == nil)
    #expect(interaction.response.body == RecordedBody(mediaType: "", bytes: []))
    #expect(interaction.milliseconds == 0)
  }

  /// A request's postData, and the body that it is.
  static let posted: [(String, String?, String)] = [
    (#"{"mimeType":"text/plain","text":"a"}"#, "a", "text/plain"),
    (#"{"mimeType":"","text":""}"#, nil, ""),
    (#"{"mimeType":"text/plain","params":[],"text":""}"#, "", "text/plain"),
    ("null", nil, ""),
    (#"{"mimeType":"application/octet-stream","text":"/wA=","_encoding":"base64"}"#, nil, ""),
    (
      #"{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"ä&"},{"name":"c"}]}"#,
      "a+b=%C3%A4%26&c", "application/x-www-form-urlencoded"
    ),
    (
      #"{"mimeType":"multipart/form-data; boundary=XX","params":[{"name":"f","value":"v","fileName":"a.txt","contentType":"text/plain"}]}"#,
      "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nv\r\n--XX--\r\n",
      "multipart/form-data; boundary=XX"
    ),
    (
      #"{"mimeType":"multipart/form-data; boundary=XX","params":[{"name":"a\nb","value":"v"}]}"#,
      "--XX\r\nContent-Disposition: form-data; name=\"a%0Ab\"\r\n\r\nv\r\n--XX--\r\n",
      "multipart/form-data; boundary=XX"
    ),
  ]

  @Test(arguments: posted.indices) func `a body is read in every form`(_ index: Int) throws {
    let (text, expected, type) = Self.posted[index]
    let request = #"{"method":"POST","url":"https://a.example/","postData":\#(text)}"#
    let body = try #require(try Self.read(Self.file(request: request)).interactions.first).request.body
    guard text.contains("base64") else {
      #expect(body?.bytes.map { String(decoding: $0, as: UTF8.self) } == expected)
      #expect(body?.mediaType == (expected == nil ? nil : type))
      return
    }
    #expect(body?.bytes == [0xFF, 0x00])
  }

  @Test func `content is read in every form`() throws {
    func bytes(_ content: String) throws -> [UInt8]? {
      try Self.read(Self.file(response: #"{"status":200,"content":\#(content)}"#)).interactions[0].response
        .body
        .bytes
    }
    #expect(try bytes(#"{"mimeType":"video/mp4","text":"AAEC\nAw==","encoding":"base64"}"#) == [0, 1, 2, 3])
    #expect(try bytes(#"{"mimeType":"video/mp4","text":"__8","encoding":"base64"}"#) == [255, 255])
    #expect(try bytes(#"{"mimeType":"text/plain","text":"ä","encoding":""}"#) == Array("ä".utf8))
    #expect(try bytes(#"{"mimeType":"text/plain","size":12}"#) == nil)
    #expect(try bytes(#"{"mimeType":"x-unknown","size":0}"#) == [])
    #expect(try bytes(#"{"mimeType":"text/plain","size":-1}"#) == nil)
  }

  @Test func `fields of every form become fields`() throws {
    let request = """
      {"method":"GET","url":"https://a.example/","headers":[{"name":":authority","value":"a.example"},
      {"name":"accept","value":" text/plain ","comment":"c"},{"name":"set-cookie","value":"a=1\\nb=2"},
      {"name":"bad name","value":"x"},{"name":"empty","value":""},{"name":"none"}]}
      """
    let fields = try Self.read(Self.file(request: request)).interactions[0].request.fields
    #expect(fields.count == 6)
    #expect(fields["Accept"] == " text/plain ")
    #expect(
      fields.httpFields.list.map { "\($0.name): \($0.value)" } == [
        "accept: text/plain", "set-cookie: a=1", "set-cookie: b=2", "empty: ", "none: ",
      ])
  }

  @Test func `a query that is told apart from the URL is joined to it`() throws {
    let request = #"{"method":"GET","url":"https://a.example/x","queryString":[{"name":"a","value":"1 2"}]}"#
    #expect(
      try Self.read(Self.file(request: request)).interactions[0].request.url == "https://a.example/x?a=1+2")
  }

  @Test func `unknown members are kept`() throws {
    let text = Self.file(
      request: #"{"method":"GET","url":"https://a.example/","_priority":"High"}"#,
      response:
        #"{"status":302,"redirectURL":"/y","_transferSize":12,"content":{"size":0,"mimeType":"","_x":1}}"#,
      entry:
        #""_initiator":{"type":"script"},"pageref":"page_1","timings":{"send":1,"wait":2,"receive":3,"dns":-1},"#,
      log: #""pages":[],"comment":"c","#)
    let written = try JSONValue(parsing: HARWriter.bytes(try Self.read(text)))
    let entry = try #require(written["log"]?["entries"]?[0])
    #expect(written["log"]?["pages"] == [])
    #expect(written["log"]?["comment"] == "c")
    #expect(entry["_initiator"] == ["type": "script"])
    #expect(entry["pageref"] == "page_1")
    #expect(entry["time"] == 6)
    #expect(entry["timings"]?["dns"] == -1)
    #expect(entry["request"]?["_priority"] == "High")
    #expect(entry["response"]?["_transferSize"] == 12)
    #expect(entry["response"]?["redirectURL"] == "/y")
    #expect(entry["response"]?["content"]?["_x"] == 1)
  }

  /// A file, and what is said of it.
  static let errors: [(String, String)] = [
    ("{", "line 1, column 2"), ("[]", "line 1, column 1 (byte 0): found array; expected object"),
    ("{}", "the member \"log\" is missing"), (#"{"log":{}}"#, "the member \"entries\" is missing"),
    (#"{"log":{"version":"3","entries":[]}}"#, "at /log/version): version \"3\" is not known"),
    (
      "{\"log\":{\n \"entries\":[{}]}}",
      "line 2, column 13 (byte 21, at /log/entries/0): the member \"startedDateTime\""
    ),
    (file(request: "{}"), "at /log/entries/0/request): the member \"method\" is missing"),
    (file(response: #"{"status":42}"#), "42 is no status; expected 100 to 599"),
    (
      file(response: #"{"status":"ok"}"#), "at /log/entries/0/response/status): found string; expected number"
    ),
    (
      file(response: #"{"status":200,"content":{"text":"%","encoding":"base64"}}"#),
      "/response/content/text): the text is no base64"
    ),
    (
      file(response: #"{"status":200,"content":{"text":"","encoding":"rot13"}}"#),
      "encoding \"rot13\" is not known"
    ),
    (
      file(entry: #""_stuntdouble":{"phase":"dancing"},"#),
      "\"dancing\" is no phase; expected queued, running"
    ),
    (file(entry: #""_stuntdouble":{"operatoin":"x"},"#), "did you mean \"operation\"?"),
    (file(log: #""_stuntdouble":{"format":2},"#), "version 2 of our members"),
    (file(log: #""_stuntdouble":{"provenance":{"invented":{}}},"#), "expected one of \"captured\""),
    (
      file(response: #"{"status":200,"content":{"_sameAs":"00"}}"#), "no entry has a body with the SHA-256 00"
    ),
    (#"{"log":{"entries":[{"startedDateTime":"noon"}]}}"#, "\"noon\" is no time"),
  ]

  @Test(arguments: errors.indices) func `what is wrong is said with its place`(_ index: Int) {
    let (text, expected) = Self.errors[index]
    do throws(HARError) {
      _ = try Self.read(text)
      Issue.record("nothing was said about \(text)")
    } catch {
      #expect(error.description.contains(expected), "\(error)")
    }
  }

  @Test func `limits are kept`() {
    let text = Self.file()
    #expect(throws: HARError.tooManyEntries(1, max: 0)) {
      try Self.read(text, limits: RecordingLimits(entriesMax: 0))
    }
    func limit(_ limits: RecordingLimits) -> JSONLimit? {
      do throws(HARError) { _ = try Self.read(text, limits: limits) } catch {
        if case .json(.beyondLimit(let limit, _, _)) = error { return limit }
      }
      return nil
    }
    #expect(limit(RecordingLimits(fileBytesMax: text.utf8.count)) == nil)
    #expect(limit(RecordingLimits(fileBytesMax: text.utf8.count - 1)) == .documentBytes)
    #expect(limit(RecordingLimits(depthMax: 4)) == .depth)
    #expect(limit(RecordingLimits(depthMax: 5)) == nil)
  }

  @Test func `a byte order mark is passed over`() throws {
    #expect(try HARReader.read([0xEF, 0xBB, 0xBF] + Array(Self.file().utf8)).interactions.count == 1)
  }
}
