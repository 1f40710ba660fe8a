import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// A server's traffic as JSON, and read back.
@Suite struct JournalFileTests {
  /// A client that submits, polls, fetches a part of the file, and errs three times.
  static func traffic() throws -> [UInt8] {
    let client = try ServiceClient()
    let key = "Bearer sk-stunt-journal"
    let body = #"{"model": "sora-2", "prompt": "a cat"}"#
    let id = client.send(.post, "/openai/v1/videos", key: key, body: body).text("id")
    for second in 1..<10 {
      _ = client.send(.get, "/openai/v1/videos/\(id)", key: key, at: Int64(second) * 1_000_000_000)
    }
    let range: HTTPFields = ["Range": "bytes=10-99"]
    _ = client.send(.get, "/openai/v1/videos/\(id)/content", key: key, fields: range, at: 10_000_000_000)
    _ = client.send(.get, "/openai/v1/vidoes/\(id)", key: key, at: 11_000_000_000)
    _ = client.send(.post, "/openai/v1/videos", key: key, body: #"{"prompt": 7}"#, at: 12_000_000_000)
    _ = client.send(.get, "/openai/v1/videos", at: 13_000_000_000)
    let answer = client.send(.get, JournalFile.target).bytes
    let end = try #require(answer.firstRange(of: Array("\r\n\r\n".utf8)))
    return Array(answer[end.upperBound...])
  }

  @Test func `it carries what a rule is judged by`() throws {
    let runs = try JournalFile.runs(in: try Self.traffic(), registry: try ServiceClient.registry.get())
    #expect(runs.map(\.key) == ["sk-stunt-journal", ""])
    let run = try #require(runs.first)
    #expect(run.exchanges.map(\.number) == Array(1...13))
    #expect(run.exchanges.map(\.status) == [200] + Array(repeating: 200, count: 9) + [206, 404, 400])
    #expect(
      run.exchanges[0].makesJob && run.exchanges[0].slot == 0 && run.exchanges[0].call?.violations == [])
    #expect(run.exchanges[9].phase == .succeeded && run.exchanges[9].body.isEmpty == false)
    let file = try #require(run.exchanges[10].file)
    #expect(file.range == 10..<100 && file.sentCount == 90 && file.length > 1_000)
    #expect(run.exchanges[11].call == nil && run.exchanges[11].complaint?.contains("closest is") == true)
    #expect(run.exchanges[12].call?.violations.isEmpty == false)
    #expect(run.jobs.map(\.isBilled) == [true])
    #expect(runs[1].exchanges.map(\.status) == [401])
  }

  @Test func `writing what was read gives the same again`() throws {
    let registry = try ServiceClient.registry.get()
    let runs = try JournalFile.runs(in: try Self.traffic(), registry: registry)
    let bytes = JournalFile.bytes(of: runs)
    #expect(JournalFile.bytes(of: try JournalFile.runs(in: bytes, registry: registry)) == bytes)
  }

  @Test func `of requests that reach no tenant the last ones are kept`() throws {
    let client = try ServiceClient()
    for number in 0...StuntDouble.Limits.straysMax { _ = client.send(.get, "/openai/v1/nothing/\(number)") }
    let run = try #require(client.service.clientRuns().first)
    #expect(run.droppedCount == StuntDouble.Limits.straysMax / 4)
    #expect(run.exchanges.count == StuntDouble.Limits.straysMax * 3 / 4 + 1)
    #expect(run.exchanges.first?.number == StuntDouble.Limits.straysMax / 4 + 1)
    #expect(run.exchanges.last?.request.targetText == "/openai/v1/nothing/\(StuntDouble.Limits.straysMax)")
    _ = client.send(.post, "/_stunt/reset")
    #expect(client.service.clientRuns().isEmpty)
  }

  /// Bytes that are no journal, and what is said.
  static let mistakes: [(text: String, complaint: String)] = [
    ("", "this is no journal"), ("[]", "its \"format\" is not"),
    (#"{"format": "stuntdouble-runs-1"}"#, "/runs of the journal is not a list"),
    (
      #"{"format": "stuntdouble-runs-1", "runs": [{"provider": "nobody"}]}"#,
      "no provider is named \"nobody\""
    ),
    (
      #"{"format": "stuntdouble-runs-1", "runs": [{"provider": "openai", "key": 1}]}"#,
      "/runs/0/key of the journal"
    ),
    (
      #"{"format": "stuntdouble-runs-1", "runs": [{"provider": "openai", "key": "", "dropped": 0, "#
        + #""exchanges": [{"request": {"method": "G T", "target": "/", "fields": []}}]}]}"#,
      "is not a request of HTTP/1.1"
    ),
  ]

  @Test(arguments: mistakes.map(\.text)) func `what is no journal is refused`(_ text: String) throws {
    let mistake = try #require(Self.mistakes.first { $0.text == text })
    let registry = try ServiceClient.registry.get()
    let error = #expect(throws: JournalFileError.self) {
      _ = try JournalFile.runs(in: Array(text.utf8), registry: registry)
    }
    #expect(error.map { "\($0)".contains(mistake.complaint) } == true)
  }
}
