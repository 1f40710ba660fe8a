import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A client of a video provider, as an app has one: its address is built in, its session is handed in.
struct VideoClient {
  var base = URL(string: "https://api.openai.com/v1")!
  var session = URLSession.shared
  var key = "sk-stranger"

  struct Video: Decodable {
    let id: String
    let status: String
  }

  func submit(_ prompt: String, seconds: String = "4") async throws -> Video {
    var request = URLRequest(url: base.appendingPathComponent("videos"))
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try JSONEncoder().encode(["model": "sora-2", "prompt": prompt, "seconds": seconds])
    return try await send(request)
  }

  func wait(for video: Video) async throws -> Video {
    var video = video
    while video.status == "queued" || video.status == "in_progress" {
      video = try await send(URLRequest(url: base.appendingPathComponent("videos/\(video.id)")))
    }
    return video
  }

  private func send(_ request: URLRequest) async throws -> Video {
    var request = request
    request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
    let (data, _) = try await session.data(for: request)
    return try JSONDecoder().decode(Video.self, from: data)
  }
}
