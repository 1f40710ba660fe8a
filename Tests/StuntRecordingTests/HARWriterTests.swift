import Foundation
import StuntJSON
import StuntRecording
import StuntSchema
import StuntTestSupport
import Testing

@Suite struct HARWriterTests {
  @Test func `what is written reads back as the same`() throws {
    let bytes = HARWriter.bytes(Sample.recording)
    let read = try HARReader.read(bytes)
    let isSame = read == Sample.recording && HARWriter.bytes(read) == bytes
    #expect(isSame)
  }

  @Test func `whatever is written reads back as the same`() {
    forAll(count: 100) {
      Sample.drawn(&$0)
    } holds: { recording in
      let bytes = HARWriter.bytes(recording)
      return try HARReader.read(bytes) == recording && HARWriter.bytes(HARReader.read(bytes)) == bytes
    }
  }

  @Test func `a small change changes few lines`() throws {
    func lines(_ recording: Recording) -> [Substring] {
      String(decoding: HARWriter.bytes(recording), as: UTF8.self).split(separator: "\n")
    }
    var changed = Sample.recording
    changed.interactions[1].response.status = 503
    let difference = lines(changed).difference(from: lines(Sample.recording))
    #expect(difference.insertions.count == 1)
    #expect(difference.removals.count == 1)
    changed = Sample.recording
    changed.interactions[1].request.fields.append(RecordedField("X-Trace", "1"))
    #expect(lines(changed).difference(from: lines(Sample.recording)).insertions.count == 2)
  }

  @Test func `the layout is one to read`() throws {
    let text = String(decoding: HARWriter.bytes(Sample.recording), as: UTF8.self)
    #expect(
      text.hasPrefix(
        "{\n  \"log\": {\n    \"version\": \"1.2\",\n    \"creator\": { \"name\": \"stuntdouble\""))
    #expect(text.contains("\n            { \"name\": \"Accept\", \"value\": \"application/json\" }\n"))
    #expect(text.contains("\n        \"timings\": { \"send\": 0.25, \"wait\": 12, \"receive\": 0.25 }\n"))
    #expect(text.hasSuffix("\n      }\n    ]\n  }\n}\n"))
  }

  @Test func `entries stand in order of their start`() throws {
    var shuffled = Sample.recording
    shuffled.interactions.reverse()
    let isSame = HARWriter.bytes(shuffled) == HARWriter.bytes(Sample.recording)
    #expect(isSame)
  }

  @Test func `a large body is written once`() throws {
    var recording = Sample.recording
    let movie = [UInt8](repeating: 0xFF, count: 100_000)
    for index in recording.interactions.indices {
      recording.interactions[index].response.body = RecordedBody(mediaType: "video/mp4", bytes: movie)
    }
    let bytes = HARWriter.bytes(recording)
    #expect(bytes.count < 160_000)
    let isSame = try HARReader.read(bytes) == recording
    #expect(isSame)
  }

  @Test func `a body can be left out but for its type and length`() throws {
    var recording = Sample.recording
    recording.interactions[5].response.body = RecordedBody(
      mediaType: "video/mp4", bytes: [UInt8](repeating: 7, count: 100_000))
    recording.interactions[5].response.body.becomeStandIn()
    let bytes = HARWriter.bytes(recording)
    #expect(bytes.count < 20_000)
    let read = try HARReader.read(bytes)
    let isSame = read == recording
    #expect(isSame)
    let made = try #require(read.interactions[5].response.body.bytes)
    #expect(made.count == 100_000)
    #expect(made[4..<8].elementsEqual("ftyp".utf8))
  }

  @Test func `our members are as their schema says`() throws {
    let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let url = tree.appending(path: "Contracts/meta/recording.schema.json")
    var compiler = SchemaCompiler()
    try compiler.register(
      JSONDocument(parsing: Array(Data(contentsOf: url))), at: "stunt://meta/recording.schema.json")
    let schema = try compiler.compile("stunt://meta/recording.schema.json")
    forAll(count: 100) {
      Sample.drawn(&$0)
    } holds: { recording in
      let document = try JSONDocument(parsing: HARWriter.bytes(recording))
      let violations = schema.violations(of: document, limit: 3)
      if !violations.isEmpty { print(violations) }
      return violations.isEmpty
    }
    let wrong = String(decoding: HARWriter.bytes(Sample.recording), as: UTF8.self)
      .replacingOccurrences(of: "\"phase\": \"running\"", with: "\"phase\": \"dancing\"")
    #expect(!schema.violations(of: try JSONDocument(parsing: wrong), limit: 3).isEmpty)
  }
}
