import Foundation
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntRecording

/// An opened file has what the file has that was read, and what is wrong with it is said in the same words.
@Suite struct OpenedRecordingTests {
  static let recordings = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Recordings")
  /// The recordings of the project, and files of other tools.
  static let files: [String] = {
    let shipped = FileManager.default.enumerator(atPath: recordings.path)?.compactMap { $0 as? String } ?? []
    return shipped.filter { $0.hasSuffix(".har") }.sorted() + ForeignFileTests.names
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    guard name.hasSuffix(".har") else { return try Fixture.bytes("recordings/\(name).har") }
    return Array(try Data(contentsOf: recordings.appending(path: name)))
  }

  @Test func `there are files`() { #expect(Self.files.count >= 42) }

  @Test(arguments: files) func `each interaction is the one that is read`(_ name: String) throws {
    let bytes = try Self.bytes(name)
    #expect(OpenedRecording(opening: bytes, limits: .standard) != nil, "it is not read entry by entry")
    #expect(RecordingCheck.openingComplaint(about: bytes) == nil)
  }

  @Test(arguments: files) func `a file that is cut anywhere opens as it is read`(_ name: String) throws {
    let bytes = try Self.bytes(name)
    // Of long files only some places: all those of a short one follow below.
    for count in stride(from: 1, to: bytes.count, by: bytes.count / 8) {
      #expect(RecordingCheck.openingComplaint(about: Array(bytes.prefix(count))) == nil, "\(count) bytes")
    }
  }

  @Test func `a short file that is cut anywhere opens as it is read`() {
    let bytes = Array(Self.shared.utf8)
    for count in bytes.indices {
      #expect(RecordingCheck.openingComplaint(about: Array(bytes.prefix(count))) == nil, "\(count) bytes")
    }
  }

  @Test func `a file in which anything is changed opens as it is read`() {
    let bytes = Array(Self.shared.utf8)
    let marks = Array(#"{}[]",:\0 an"#.utf8)
    forAll(count: 2_000) { source in
      (place: source.below(bytes.count), mark: source.below(marks.count))
    } holds: { place, mark in
      var changed = bytes
      changed[place] = marks[mark]
      return RecordingCheck.openingComplaint(about: changed) == nil
    }
  }

  // MARK: Bodies that are written once

  static func entry(_ request: String, _ content: String) -> String {
    """
    {"startedDateTime":"2026-11-21T14:05:00Z","request":{"method":"POST","url":"https://a.example/x"\(request)},
    "response":{"status":200,"content":{"mimeType":"text/plain",\(content)}}}
    """
  }

  /// The first and the last entry have what the ones between them want, and each request stands twice.
  static let shared: String = {
    let entries = [
      entry("", #""_sha256":"aa","text":"of an answer""#), entry("", #""_sameAs":"bb""#),
      entry(#","postData":{"mimeType":"text/plain","_sameAs":"aa"}"#, #""_sameAs":"aa""#),
      entry(#","postData":{"mimeType":"text/plain","_sameAs":"aa"}"#, #""text":"""#),
      entry(#","postData":{"mimeType":"text/plain","_sha256":"bb","text":"of a request"}"#, #""text":"b""#),
      entry(
        #","postData":{"mimeType":"text/plain","_sha256":"bb","text":"of a request"}"#, #""_sameAs":"bb""#),
    ]
    return #"{"log":{"version":"1.2","entries":[\#(entries.joined(separator: ",\n"))],"comment":"c"}}"#
  }()

  @Test func `a body that is another entry's is found there`() throws {
    let opened = try #require(OpenedRecording(opening: Array(Self.shared.utf8), limits: .standard))
    let answers = opened.outlines.indices.map { opened.interactions[$0].response.body.bytes }
    let texts = ["of an answer", "of a request", "of an answer", "", "b", "of a request"]
    #expect(answers == texts.map { Array($0.utf8) })
    let asked = opened.outlines.map { $0.asked.request?.bodyText }
    #expect(asked == ["", "", "of an answer", "of an answer", "of a request", "of a request"])
    #expect(opened.head.extra["comment"] == "c")
    #expect(RecordingCheck.openingComplaint(about: Array(Self.shared.utf8)) == nil)
  }

  // MARK: Where the entries are

  /// A file whose list of entries is not where it seems to be.
  static let odd = [
    #"{"log":{"entries":[]},"log":{"entries":[]}}"#, #"{"log":{"entries":[],"entries":[]}}"#,
    #"{"l\u006fg":{"entries":[]},"log":{"entries":[]}}"#, #"{"\u006cog":{"entries":[]}}"#,
    #"{"x":{"log":{"entries":[1]}},"log":{"x":{"entries":[1]},"entries":[]}}"#,
    #"{"x":"\"log\":{\"entries\":[","log":{"entries":[]}}"#, #"{"log":{"entries":[]}]"#,
    #"{"log":{"entries":[],}}"#,
    #"{"log":{"entries":[]}}}"#, #"{"log":{"entries":{}}}"#, #"{"log":{"entries":null}}"#,
    #"{"x":[},"log":{"entries":[]}}"#,
  ]

  @Test(arguments: odd) func `another list is not taken for that of the entries`(_ text: String) {
    #expect(RecordingCheck.openingComplaint(about: Array(text.utf8)) == nil)
    #expect(RecordingCheck.openingComplaint(about: [0xEF, 0xBB, 0xBF] + text.utf8) == nil)
  }
}
