import Foundation
import StuntDouble
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The recordings of the project by their names, as its own tests and others' use them.
@Suite struct ShippedReplayTests {
  private static func send(_ method: String, _ url: URL, _ body: String = "") async throws -> [String: Any] {
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.setValue("Bearer sk-anything-else", forHTTPHeaderField: "Authorization")
    if !body.isEmpty {
      request.httpBody = Data(body.utf8)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    let (data, _) = try await URLSession.shared.data(for: request)
    return (try? JSONSerialization.jsonObject(with: data) as? [String: Any]) ?? ["bytes": data.count]
  }

  private static let submit =
    #"{"seconds": "4", "size": "1280x720", "model": "sora-2", "prompt": "A dog on a beach"}"#

  @Test(.replay("openai/completed")) func `a shipped session replays by its name`() async throws {
    let videos = try #require(StuntReplay.current).base(of: .openai).appendingPathComponent("videos")
    let id = try #require(try await Self.send("POST", videos, Self.submit)["id"] as? String)
    let video = videos.appendingPathComponent(id)
    var seen: [String] = []
    while seen.last != "completed", seen.count < 10 {
      seen.append(try await Self.send("GET", video)["status"] as? String ?? "none")
    }
    #expect(seen == ["queued", "in_progress", "in_progress", "completed"])
    #expect(
      try await Self.send("GET", video.appendingPathComponent("content"))["bytes"] as? Int ?? 0 > 10_000)
  }

  @Test(.replay("openai/error-input")) func `a shipped error replays by its name`() async throws {
    let videos = try #require(StuntReplay.current).base(of: .openai).appendingPathComponent("videos")
    let answer = try await Self.send(
      "POST", videos, #"{"model": "sora-2", "prompt": "A dog on a beach", "seconds": "5"}"#)
    #expect((answer["error"] as? [String: Any])?["param"] as? String == "seconds")
  }
}
