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
