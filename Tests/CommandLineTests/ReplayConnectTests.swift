import Foundation
import StuntTestSupport
import Testing

/// Replay has no way to a network: whom the built binary connects to is written down.
@Suite(.enabled(if: ConnectWatch.compiler != nil, "needs a C compiler, and LD_PRELOAD"))
struct ReplayConnectTests {
  static let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appendingPathComponent("Fixtures/stranger/Tests/Recordings/four-steps.har")

  static let submit = #"{"model": "sora-2", "prompt": "A cat", "seconds": "4"}"#
  static let job = "video_68d7512d07848190b3e45da0ecbebcde004da08e1e0678d5"

  /// What a client may ask of a replay: recorded or not, by each door, and with hosts that exist elsewhere.
  static func ask(_ port: UInt16) throws {
    let key = "Authorization: Bearer sk-x\n"
    let made = try ServeTests.post(port, "/openai/v1/videos", key, submit)
    #expect(made.hasPrefix("HTTP/1.1 200"))
    for _ in 0..<6 {
      #expect(try ServeTests.get(port, "/openai/v1/videos/\(job)", key).hasPrefix("HTTP/1.1 200"))
    }
    for target in [
      "/openai/v1/videos/video_7", "/openai/v1/models", "/nowhere", "/_stunt/host/https/example.com/film.mp4",
      "/_stunt/replay", "http://example.com/",
    ] {
      _ = try ServeTests.get(port, target, key)
    }
    _ = try ServeTests.get(
      port, "/v1/videos/\(job)", key + "X-Fal-Target-Url: https://api.openai.com/v1/videos\n")
    _ = try ServeTests.exchange(
      port, "GET /v1/videos/video_7 HTTP/1.1\nHost: api.openai.com\nConnection: close\n\(key)\n")
  }

  @Test(arguments: [[], ["--on-miss", "double"]])
  func `a replay connects to nobody`(_ arguments: [String]) throws {
    try RecordingCommandTests.withFolder { folder in
      let watch = try ConnectWatch(in: folder)
      let server = try RunningServer(
        command: "replay", [Self.recordings.path, "--allow-unused"] + arguments, baseURLs: 0,
        environment: watch.environment)
      try Self.ask(server.port)
      _ = server.stop()
      #expect(watch.lines == [])
    }
  }

  @Test func `a double that delivers a webhook is seen`() throws {
    try RecordingCommandTests.withFolder { folder in
      let watch = try ConnectWatch(in: folder)
      let server = try RunningServer(
        command: "serve", ["--provider", "fal"], baseURLs: 4, environment: watch.environment)
      // Nobody needs to listen there: it is the attempt that is seen.
      let hook = "fal_webhook=http%3A%2F%2F127.0.0.1%3A9%2Fhook"
      _ = try ServeTests.post(
        server.port, "/fal/queue/fal-ai/sora-2/text-to-video?\(hook)&x=1", "Authorization: Key a:b\n",
        #"{"prompt": "A cat"}"#)
      let id = try #require(
        try ServeTests.get(server.port, "/_stunt/jobs").firstMatch(of: /"id":\s*"([^"]+)"/)?.1)
      for _ in 0..<100 where watch.lines.isEmpty {
        _ = try ServeTests.get(
          server.port, "/fal/queue/fal-ai/sora-2/requests/\(id)/status", "Authorization: Key a:b\n")
      }
      _ = server.stop()
      #expect(watch.lines.contains("stuntdouble connect 127.0.0.1 9"))
    }
  }
}
