import StuntContract
import StuntHTTP
import StuntJSON
import Testing

/// What is said of messages, with the nearest valid forms.
@Suite struct MessageFindingTests {
  /// A body of submitFilm, the place of a finding, and the nearest forms.
  static let nearest: [(body: String, place: String, nearest: [String])] = [
    (#"{"promt":"p"}"#, "body", ["\"prompt\" in place of \"promt\""]),
    (#"{"prompt":"p","secnds":1}"#, "body /secnds", ["\"seconds\""]),
    (#"{"prompt":"p","zzz":1}"#, "body /zzz", []),
    (#"{"prompt":5}"#, "body /prompt", ["\"5\""]),
    (#"{"prompt":"p","seconds":"7"}"#, "body /seconds", ["7"]),
    (#"{"prompt":"p","seconds":2.6}"#, "body /seconds", ["3"]),
    (#"{"prompt":"p","seconds":21}"#, "body /seconds", ["20"]),
    (#"{"prompt":"p","tags":"a"}"#, "body /tags", ["[\"a\"]"]),
    (#"{"prompt":"p","options":{"gain":1}}"#, "body /options/gain", ["\"grain\""]),
    (#"{"prompt":"p","options":{"loop":"true"}}"#, "body /options/loop", ["true"]),
    (
      #"{"prompt":"p","reference":{"image_ulr":"a"}}"#, "body /reference",
      ["\"image_url\" in place of \"image_ulr\""]
    ),
  ]

  @Test(arguments: nearest.map(\.body)) func `the nearest valid forms are told`(_ body: String) throws {
    let example = try #require(Self.nearest.first { $0.body == body })
    let operation = try Nimbus.operation("submitFilm")
    let findings = operation.findings(inBody: Array(body.utf8), contentType: nil).findings
    let finding = try #require(findings.first { $0.place == example.place && !$0.isNote }, "\(findings)")
    #expect(finding.nearest == example.nearest)
    #expect(finding.offset != nil && !finding.expected.isEmpty && !finding.found.isEmpty)
  }

  @Test func `names that nobody documents are notes, where nothing forbids them`() throws {
    let operation = try Nimbus.operation("submitDraft")
    let findings = operation.findings(
      inBody: Array(#"{"prompt":"p","lop":true,"a":{"b":1}}"#.utf8), contentType: nil
    ).findings
    #expect(findings.map(\.place) == ["body /lop", "body /a"])
    #expect(findings.allSatisfy { $0.isNote && $0.keyword == "unknown" })
    #expect(findings[0].nearest == ["loop"] && findings[1].nearest == [])
    #expect(findings[0].offset == 20)
  }

  @Test func `a request's findings are of all its parts`() throws {
    let call = try Nimbus.call(
      .post, "/nimbus/v1/films?limit=1", ["X-Nimbus-Region": "noth", "Content-Type": "application/json"],
      body: #"{"prompt":""}"#)
    let findings = try Nimbus.operation("submitFilm").findings(in: call)
    #expect(findings.map(\.place) == ["body /prompt", "header X-Nimbus-Region", "query limit"])
    #expect(findings[1].nearest == ["\"north\""])
  }

  @Test func `a form's members have no place in the message`() throws {
    let operation = try Nimbus.operation("submitFilm")
    let (document, findings) = operation.findings(
      inBody: Array("prompt=&seconds=5".utf8), contentType: "application/x-www-form-urlencoded")
    #expect(document?.root["seconds"]?.int == 5)
    #expect(findings.map(\.place) == ["body /prompt"] && findings[0].offset == nil)
  }

  @Test func `answers are checked by status and media type`() throws {
    let operation = try Nimbus.operation("deleteFilm")
    let none = operation.findings(inAnswer: 418, essence: nil, body: [])
    #expect(none.map(\.keyword) == ["status"])
    let broken = operation.findings(inAnswer: 200, essence: "application/json", body: Array("{\"a\" 1}".utf8))
    #expect(broken.map(\.keyword) == ["syntax"] && broken[0].offset == 5)
    let page = operation.findings(inAnswer: 200, essence: "text/html", body: [])
    #expect(page.map(\.place) == ["Content-Type"])
  }

  @Test func `notes end where violations do`() throws {
    let members = (0..<100).map { "\"x\($0)\":1" }.joined(separator: ",")
    let operation = try Nimbus.operation("submitDraft")
    let findings = operation.findings(
      inBody: Array("{\"prompt\":\"p\",\(members)}".utf8), contentType: nil
    ).findings
    #expect(findings.count == Limits.violationsMax)
  }

  @Test(arguments: [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 2), (99, 2, 3)])
  func `positions count as editors do`(_ offset: Int, _ line: Int, _ column: Int) {
    let position = TextPosition(ofByte: offset, in: Array("ab\nä€".utf8))
    #expect(position.line == line && position.column == column)
  }
}
