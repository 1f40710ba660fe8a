import Foundation
import StuntTesting
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Tests that record: from a double in the provider's place, into a folder of their own.
@Suite struct TestRecordingTests {
  /// A double to record from, and where the recording goes.
  struct Scene {
    let upstream: StuntServer
    let folder: URL
    var path: String { folder.appendingPathComponent("made.har").path }
    var otherPath: String { folder.appendingPathComponent("other.har").path }

    init(_ provider: ProviderName = .openai) throws {
      upstream = try StuntServer(StuntOptions(provider))
      folder = FileManager.default.temporaryDirectory.appendingPathComponent("stunt-record-\(UUID())")
    }

    func environment(_ mode: RecordingMode = .record, allowsSpending: Bool = true) -> RecordingEnvironment {
      RecordingEnvironment(mode: mode, upstream: upstream.url, allowsSpending: allowsSpending)
    }

    /// Runs a client, and gives what was wrong.
    func play(
      _ environment: RecordingEnvironment, path other: String? = nil,
      _ client: (StuntReplay) async throws -> Void
    ) async throws -> [String] {
      let replay = try StuntReplay(
        StuntReplayOptions(other ?? path, provider: .openai), environment: environment)
      defer { replay.stop() }
      try await client(replay)
      replay.stop()
      return replay.complaints()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
  }

  static func overSocket(_ replay: StuntReplay) async throws {
    let video = try await Video.make(replay.baseURL(of: .openai), URLSession.shared)
    #expect(try await video.wait() == "completed")
  }

  static func withoutSocket(_ replay: StuntReplay) async throws {
    let session = URLSession(configuration: replay.sessionConfiguration)
    let video = try await Video.make("https://api.openai.com/v1", session)
    #expect(try await video.wait() == "completed")
  }

  @Test func `what was recorded over a socket replays over a socket, and without`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.overSocket) == [])
    #expect(scene.upstream.jobs.count == 1)
    for client in [Self.overSocket, Self.withoutSocket] {
      #expect(try await scene.play(.replaying, client) == [])
    }
    #expect(scene.upstream.jobs.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scene.folder.path) == ["made.har"])
  }

  @Test func `what was recorded without a socket replays without one, and over it`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.withoutSocket) == [])
    for client in [Self.withoutSocket, Self.overSocket] {
      #expect(try await scene.play(.replaying, client) == [])
    }
    let text = try String(contentsOfFile: scene.path, encoding: .utf8)
    #expect(!text.contains("sk-test"))
    #expect(text.contains("https://api.openai.com/v1/videos"))
  }

  @Test func `a submit is refused that nobody allowed to cost`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    let complaints = try await scene.play(scene.environment(allowsSpending: false)) { replay in
      await #expect(throws: DecodingError.self) {
        _ = try await Video.make(replay.baseURL(of: .openai), URLSession.shared)
      }
    }
    #expect(complaints.count == 2)
    #expect(complaints.first?.contains("STUNT_ALLOW_SPEND=1") == true)
    #expect(complaints.last?.contains("nothing was recorded into \(scene.path)") == true)
    #expect(scene.upstream.jobs.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scene.folder.path) == [])
  }

  @Test func `one file is recorded by one test`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.overSocket) == [])
    let error = await #expect(throws: StuntError.self) {
      _ = try await scene.play(scene.environment(), Self.overSocket)
    }
    #expect(error.map { "\($0)".contains("was recorded by another test of this run") } == true)
    #expect(error.map { "\($0)".contains("StuntTestingTests/TestRecordingTests.swift:") } == true)
  }

  @Test func `only what is missing is asked for and added`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    let missing = scene.environment(.recordMissing)
    #expect(try await scene.play(missing, Self.overSocket) == [])
    #expect(scene.upstream.jobs.count == 1)
    let recorded = try Data(contentsOf: URL(fileURLWithPath: scene.path))
    #expect(try await scene.play(missing, Self.withoutSocket) == [])
    #expect(scene.upstream.jobs.count == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scene.path)) == recorded)
    try FileManager.default.moveItem(atPath: scene.path, toPath: scene.otherPath)
    for client in [Self.overSocket, Self.withoutSocket] {
      let complaints = try await scene.play(missing, path: scene.otherPath) { replay in
        try await client(replay)
        #expect(try await Self.list(replay) == 200)
      }
      #expect(complaints == [])
    }
    #expect(scene.upstream.jobs.count == 1)
    #expect(scene.upstream.requests.filter { $0.operation == "listVideos" }.count == 1)
    #expect(try await scene.play(.replaying, path: scene.otherPath, Self.overSocket).count == 1)
  }

  /// The status of a list of videos.
  static func list(_ replay: StuntReplay) async throws -> Int {
    var request = URLRequest(url: try #require(URL(string: replay.baseURL(of: .openai) + "/videos")))
    request.setValue("Bearer sk-test", forHTTPHeaderField: "Authorization")
    return (try await URLSession.shared.data(for: request).1 as? HTTPURLResponse)?.statusCode ?? 0
  }

  @Test func `what is missing of a recorded job is not to be had`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.overSocket) == [])
    let complaints = try await scene.play(scene.environment(.recordMissing)) { replay in
      let video = try await Video.make(replay.baseURL(of: .openai), URLSession.shared)
      let url = try #require(URL(string: replay.baseURL(of: .openai) + "/videos/\(video.id)/content"))
      _ = try await URLSession.shared.data(from: url)
    }
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasPrefix("MISS nothing recorded answers openai downloadVideoContent") == true)
  }

  @Test func `an equal session has no drift, and the recording stays as it is`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.overSocket) == [])
    let recorded = try Data(contentsOf: URL(fileURLWithPath: scene.path))
    for client in [Self.overSocket, Self.withoutSocket] {
      #expect(try await scene.play(scene.environment(.compare), client) == [])
    }
    #expect(scene.upstream.jobs.count == 3)
    #expect(try Data(contentsOf: URL(fileURLWithPath: scene.path)) == recorded)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scene.folder.path) == ["made.har"])
  }

  @Test func `a provider that has moved is a complaint`() async throws {
    let scene = try Scene()
    defer { scene.remove() }
    #expect(try await scene.play(scene.environment(), Self.overSocket) == [])
    let text = try String(contentsOfFile: scene.path, encoding: .utf8)
    let moved = text.replacingOccurrences(of: #"\"progress\":"#, with: #"\"progrezz\":"#)
    #expect(moved != text)
    try moved.write(toFile: scene.path, atomically: true, encoding: .utf8)
    let complaints = try await scene.play(scene.environment(.compare), Self.overSocket)
    #expect(complaints.contains { $0.hasPrefix("DRIFT ") && $0.contains("progress") }, "\(complaints)")
    #expect(complaints.contains { $0.hasPrefix("DRIFT ") && $0.contains("progrezz") }, "\(complaints)")
  }

  @Test func `there is nothing to compare with without a recording`() throws {
    let scene = try Scene()
    let options = StuntReplayOptions(scene.path, provider: .openai)
    let error = #expect(throws: StuntError.self) {
      _ = try StuntReplay(options, environment: scene.environment(.compare))
    }
    #expect(error.map { "\($0)".contains("there is no file \(scene.path)") } == true)
  }

  @Test func `what cannot be recorded is said before anything is sent`() throws {
    let scene = try Scene()
    func refusal(_ options: StuntReplayOptions, _ environment: RecordingEnvironment) -> String {
      let error = #expect(throws: StuntError.self) { _ = try StuntReplay(options, environment: environment) }
      return error.map { "\($0)" } ?? ""
    }
    #expect(refusal(StuntReplayOptions("a", "b"), scene.environment()).contains("to record, name one"))
    #expect(
      refusal(StuntReplayOptions(scene.path), scene.environment()).contains(
        "name the provider beside the recording"))
    var wrong = scene.environment()
    wrong.upstream = "127.0.0.1"
    #expect(
      refusal(StuntReplayOptions(scene.path, provider: .openai), wrong)
        .contains("STUNT_UPSTREAM is \"127.0.0.1\"; expected a URL"))
  }
}
