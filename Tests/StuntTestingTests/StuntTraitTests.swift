import Foundation
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite struct StuntTraitTests {
  @Test(.stunt(.openai, scenario: "failed-content-policy"))
  func `a test has a double of its own`() async throws {
    let double = try #require(StuntServer.current)
    let video = try await Video.make(double.baseURL, URLSession.shared)
    #expect(try await video.wait() == "failed")
    #expect(double.jobs.map(\.phase) == ["failed"])
    #expect(double.billedJobs == 0)
  }

  @Test(.stunt(.openai)) func `a client with hosts of its own needs no socket`() async throws {
    let double = try #require(StuntServer.current)
    let session = URLSession(configuration: double.sessionConfiguration)
    let video = try await Video.make("https://api.openai.com/v1", session)
    #expect(try await video.wait() == "completed")
    #expect(double.requestCount > 2)
  }

  @Test(.stunt(.fal)) func `URLs lead back to the hosts that a session asked`() async throws {
    let double = try #require(StuntServer.current)
    let session = URLSession(configuration: double.sessionConfiguration)
    var request = URLRequest(
      url: try #require(URL(string: "https://queue.fal.run/fal-ai/sora-2/text-to-video")))
    request.httpMethod = "POST"
    request.setValue("Key a:b", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(#"{"prompt": "A cat at sea"}"#.utf8)
    let (data, _) = try await session.data(for: request)
    let answer = try JSONDecoder().decode([String: JSONText].self, from: data)
    let status = try #require(answer["status_url"]?.text)
    #expect(status.hasPrefix("https://queue.fal.run/fal-ai/sora-2/"))
    var poll = URLRequest(url: try #require(URL(string: status)))
    poll.setValue("Key a:b", forHTTPHeaderField: "Authorization")
    let (_, response) = try await session.data(for: poll)
    #expect([200, 202].contains((response as? HTTPURLResponse)?.statusCode))
  }

  /// What a request says that no connection could carry, and what its client is told.
  static let unsendable: [(line: String, field: String, value: String, told: String)] = [
    (
      "GET https://a.example/", "X-One", "a\u{1}b",
      "field X-One holds a line end or another control character"
    ),
    ("GET https://a.example/", "X One", "a", "\"X One\" cannot be a field name"),
    ("GET\t https://a.example/", "X-One", "a", "the method is not a token"),
    ("GET https://b%C3%BC.example/", "X-One", "a", "the authority is not a host and an optional port"),
  ]

  @Test(.stunt(.openai, verify: .never), arguments: unsendable)
  func `what could not be sent is refused and named`(
    _ line: String, _ field: String, _ value: String, _ told: String
  ) async throws {
    let double = try #require(StuntServer.current)
    let session = URLSession(configuration: double.sessionConfiguration)
    let parts = line.split(separator: " ").map(String.init)
    var request = URLRequest(url: try #require(URL(string: parts[1])))
    request.httpMethod = parts[0]
    request.setValue(value, forHTTPHeaderField: field)
    let error = await #expect(throws: URLError.self) { try await session.data(for: request) }
    #expect(error.map { "\($0)".contains(told) } == true, "\(error as Any)")
    #expect(double.requestCount == 0)
  }

  @Test(.stunt(.openai, verify: .never)) func `an IPv6 address is a host`() async throws {
    let double = try #require(StuntServer.current)
    let session = URLSession(configuration: double.sessionConfiguration)
    let url = try #require(URL(string: "https://[::1]:8443/v1/videos"))
    let (_, response) = try await session.data(from: url)
    // It is read, and no provider's.
    #expect((response as? HTTPURLResponse)?.statusCode == 404)
  }

  @Test(.stunt(.openai)) func `white space around a value is not sent`() async throws {
    let double = try #require(StuntServer.current)
    let session = URLSession(configuration: double.sessionConfiguration)
    var request = URLRequest(url: try #require(URL(string: "https://api.openai.com/v1/videos")))
    request.setValue("\t Bearer sk-test ", forHTTPHeaderField: "Authorization")
    let (_, response) = try await session.data(for: request)
    #expect((response as? HTTPURLResponse)?.statusCode == 200)
  }

  @Test(.stunt(.openai, verify: .never)) func `what is wrong is told without a failure, too`() async throws {
    let double = try #require(StuntServer.current)
    _ = double.sessionConfiguration
    #expect(double.jobs.isEmpty && double.requestCount == 0)
    #expect(double.complaints().isEmpty)
    #expect(double.complaints(about: .use).count == 1)
    #expect(throws: StuntError.self) { try double.follow("no-such-scenario") }
  }
}

/// A string, or anything else, which is nil.
struct JSONText: Decodable {
  let text: String?

  init(from decoder: any Decoder) throws {
    text = try? decoder.singleValueContainer().decode(String.self)
  }
}

/// A small client, as an app would write it.
struct Video: Decodable {
  let id: String
  let status: String
  var base = ""
  var session = URLSession.shared
  enum CodingKeys: CodingKey { case id, status }

  static func make(_ base: String, _ session: URLSession) async throws -> Video {
    var request = URLRequest(url: try #require(URL(string: base + "/videos")))
    request.httpMethod = "POST"
    request.setValue("Bearer sk-test", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(#"{"model": "sora-2", "prompt": "A cat at sea"}"#.utf8)
    let (data, _) = try await session.data(for: request)
    var video = try JSONDecoder().decode(Video.self, from: data)
    video.base = base
    video.session = session
    return video
  }

  func wait() async throws -> String {
    var request = URLRequest(url: try #require(URL(string: base + "/videos/" + id)))
    request.setValue("Bearer sk-test", forHTTPHeaderField: "Authorization")
    for _ in 0..<100 {
      let (data, _) = try await session.data(for: request)
      let status = try JSONDecoder().decode(Video.self, from: data).status
      if status != "queued", status != "in_progress" { return status }
    }
    return "never"
  }
}
