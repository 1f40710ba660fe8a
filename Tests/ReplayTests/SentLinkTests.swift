import StuntDouble
import StuntRecording
import Testing

/// Clients send URLs on that they were answered with: in a replay those are local ones, and in the recording they were not.
@Suite struct SentLinkTests {
  static let queue = "queue.fal.run"
  static let job = "98909b19-3e4f-4352-bea2-35097c587dec"
  static let submit = "/fal/queue/fal-ai/sora-2/image-to-video"

  /// An upload, and a job whose submit names where it went.
  static func uploads(_ url: String, of host: String = "v3.fal.media") -> Recording {
    Recording(interactions: [
      Session.entry(
        0, "POST", "/files/upload", sends: "{}", #"{"access_url": "\#(url)"}"#, host: host),
      Session.entry(
        1, "POST", "/fal-ai/sora-2/image-to-video", sends: #"{"prompt": "A cat", "image_url": "\#(url)"}"#,
        #"{"request_id": "\#(job)", "status": "IN_QUEUE"}"#, host: queue),
    ])
  }

  static func body(_ url: String) -> String { #"{"image_url": "\#(url)", "prompt": "A cat"}"# }

  @Test(arguments: [
    "https://v3.fal.media/files/b/first.png", "https://v3b.fal.media/files/b/first.png",
    "https://v3.fal.media", "https://cdn.example.com/first.png?size=2", "https://rest.alpha.fal.ai/first.png",
    "http://127.0.0.1:4999/fal/cdn/files/b/first.png",
  ])
  func `a URL that was answered may be sent on`(_ url: String) throws {
    var recording = Self.uploads(url)
    let origin = url.split(separator: "/").prefix(2).joined(separator: "//")
    // Hosts that no contract names are known when something was asked of them.
    recording.interactions.append(
      Session.entry(2, "GET", "/fal/queue/health", "{}", host: "cdn.example.com"))
    if origin.hasPrefix("http:") {
      recording.interactions[1].request.url = origin + Self.submit
    }
    let session = try Session(recording)
    let answered = try #require(try session.send("POST", "/fal/cdn/files/upload", "{}")["access_url"])
    #expect(answered.hasPrefix("http://\(Session.authority)"), "\(answered)")
    let made = try session.send("POST", Self.submit, Self.body(answered))
    #expect(made["request_id"] == Self.job, "\(made.text)")
    #expect(session.service.verdict.missCount == 0)
  }

  @Test func `a URL of another server, or of a longer port, is none that was answered`() throws {
    let session = try Session(Self.uploads("https://v3.fal.media/files/b/first.png"))
    for url in [
      "http://127.0.0.1:40100/fal/cdn/files/b/first.png", "http://127.0.0.2:4010/fal/cdn/files/b/first.png",
      "http://127.0.0.1:4010/fal/cdnx/files/b/first.png", "http://127.0.0.1:4010/fal/cdn/files/b/second.png",
    ] {
      #expect(try session.send("POST", Self.submit, Self.body(url)).status == 404, "\(url)")
    }
    let missed = try session.send("POST", Self.submit, Self.body("http://127.0.0.1:4010/fal/cdn/other.png"))
    #expect(
      missed.text.contains(
        #"body /image_url was \"https://v3.fal.media/files/b/first.png\", not \"https://v3.fal.media/other.png\""#
      ), "\(missed.text)")
  }

  @Test(arguments: [(hosts: 7, isFound: true), (hosts: 8, isFound: false)])
  func `a URL is tried with so many hosts of its path`(_ hosts: Int, _ isFound: Bool) throws {
    // At a double's own addresses, whose paths are the same; the contract's host of the path is the first.
    let origins = (0..<hosts).map { "http://127.0.0.1:\(5000 + $0)" }
    var recording = Recording(
      interactions: origins.map { Session.entry(0, "GET", "", "{}", host: String($0.dropFirst(7))) })
    for (index, origin) in origins.enumerated() {
      recording.interactions[index].request.url = origin + "/fal/cdn/files/b/first.png"
    }
    var submit = Self.uploads((origins.last ?? "") + "/fal/cdn/files/b/first.png").interactions[1]
    submit.request.url = (origins.last ?? "") + Self.submit
    recording.interactions.append(submit)
    let session = try Session(recording)
    let url = "http://\(Session.authority)/fal/cdn/files/b/first.png"
    #expect((try session.send("POST", Self.submit, Self.body(url)).status == 200) == isFound)
  }

  @Test func `a URL that names a job may be sent on under its fresh id`() throws {
    let film = "https://api.openai.com/v1/videos/\(Session.job)/content"
    var recording = Session.fourSteps
    recording.interactions.append(
      Session.entry(
        11, "POST", "/v1/videos", sends: #"{"model": "sora-2", "prompt": "As \#(film)?a=1"}"#,
        #"{"id": "video_0000512d07848190b3e45da0ecbebcde004da08e1e0678d5", "status": "queued"}"#))
    var options = ReplayOptions()
    options.identifiers = .fresh
    let session = try Session(recording, options: options)
    let id = try session.submit()
    #expect(id != Session.job)
    let answered = "http://\(Session.authority)/openai/v1/videos/\(id)/content"
    let again = try session.send(
      "POST", "/openai/v1/videos", #"{"model": "sora-2", "prompt": "As \#(answered)?a=1"}"#)
    #expect(again.status == 200, "\(again.text)")
  }
}
