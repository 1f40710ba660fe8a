import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import Testing

/// How a job is made, asked for and fetched at each provider, for scenarios that all of them have.
struct Scenery: Sendable, CustomTestStringConvertible {
  let provider: String
  let submit: String
  let body: String
  /// The member of the submit's answer that is the id.
  let id: String
  let poll: @Sendable (String) -> String
  /// Where the answer is that leads to the file; the last poll's where nil.
  let result: (@Sendable (String) -> String)?
  /// Where the file's URL stands in it; nil where the file is content of the job.
  let url: String?
  /// The word for a job that is done, and one that no document lists.
  let words: (done: String, unknown: String)
  /// How long a Retry-After makes clients wait at polls.
  let pace: String

  var testDescription: String { provider }

  static let all = [
    Scenery(
      provider: "fal", submit: "/fal/queue/fal-ai/sora-2/text-to-video", body: #"{"prompt":"a cat"}"#,
      id: "request_id", poll: { "/fal/queue/fal-ai/sora-2/requests/\($0)/status?logs=1" },
      result: { "/fal/queue/fal-ai/sora-2/requests/\($0)" }, url: "/video/url",
      words: ("COMPLETED", "FINALIZING"), pace: "3"),
    Scenery(
      provider: "lumenfall", submit: "/lumenfall/v1/videos", body: #"{"model":"sora-2","prompt":"a cat"}"#,
      id: "id", poll: { "/lumenfall/v1/videos/\($0)" }, result: nil, url: "/output/url",
      words: ("completed", "post_processing"), pace: "8"),
    Scenery(
      provider: "openai", submit: "/openai/v1/videos", body: #"{"model":"sora-2","prompt":"a cat"}"#,
      id: "id", poll: { "/openai/v1/videos/\($0)" }, result: nil, url: nil,
      words: ("completed", "post_processing"), pace: "3"),
    Scenery(
      provider: "uniall", submit: "/uniall/v1/video/generations",
      body: #"{"model":"sora2-portrait-12s","prompt":"a cat"}"#, id: "id",
      poll: { "/uniall/v1/videos/\($0)" }, result: nil, url: "/video_url",
      words: ("completed", "post_processing"), pace: "8"),
  ]

  /// A client of it under a scenario.
  struct Client {
    let scenery: Scenery
    let scenario: String
    var driver: ProviderDriver

    init(_ scenery: Scenery, _ scenario: String) throws {
      self.scenery = scenery
      self.scenario = scenario
      driver = try ProviderDriver(scenery.provider)
    }

    mutating func submit() throws -> Reply {
      try driver.send(
        .post, scenery.submit, ["Content-Type": "application/json", "Stunt-Scenario": scenario],
        body: Array(scenery.body.utf8))
    }

    /// A job that was taken at once.
    mutating func job() throws -> String {
      let reply = try submit()
      return try #require(reply.json?[scenery.id]?.string, "\(scenery.provider) \(scenario)")
    }

    mutating func poll(_ id: String) throws -> Reply { try driver.send(.get, scenery.poll(id)) }

    /// The first so many polls.
    mutating func polls(_ id: String, _ count: Int) throws -> [Reply] {
      try (0..<count).map { _ in try poll(id) }
    }

    /// The answer that leads to the file of a job that is done.
    mutating func result(_ id: String) throws -> Reply {
      try scenery.result.map { try driver.send(.get, $0(id)) } ?? poll(id)
    }

    mutating func file(_ id: String) throws -> Reply {
      guard let place = scenery.url else { return try driver.send(.get, scenery.poll(id) + "/content") }
      let answer = try result(id)
      let url = try #require(
        answer.json?[try JSONPointer(parsing: place)]?.string, "\(scenery.provider) \(scenario)")
      return try driver.send(.get, String(url.dropFirst("http://127.0.0.1:8080".count)))
    }
  }
}

extension Reply {
  /// The value of a field; nil where there is none.
  fileprivate func field(_ name: String) -> String? {
    for line in String(decoding: fieldLines, as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name.lowercased() else {
        continue
      }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return nil
  }

  fileprivate var isGood: Bool { (200...202).contains(status) && transport == .whole && json != nil }
}

/// What clients must survive: scenarios that every provider has, under one name and with one meaning.
@Suite struct SceneryTests {
  static let names = [
    "absent-optionals", "cut-download", "cut-poll", "delayed-submit", "expired-result", "flaky-polls",
    "garbage-poll", "gateway-submit", "large-answers", "lost-submit-reply", "null-optionals",
    "refused-submit-once", "reset-poll", "reset-submit", "reversed-members", "slow-download",
    "stuck-in-queue",
    "throttled-polls", "unknown-members", "unknown-status",
  ]

  @Test(arguments: Scenery.all) func `every provider has them`(_ scenery: Scenery) throws {
    let known = try ProviderDriver(scenery.provider).provider.scenarios.map(\.name)
    #expect(Self.names.filter { !known.contains($0) } == [])
  }

  // MARK: Submits

  @Test(arguments: Scenery.all, ["reset-submit", "lost-submit-reply", "gateway-submit", "delayed-submit"])
  func `the first submit is accepted and billed, whatever its client sees`(
    _ scenery: Scenery, _ scenario: String
  ) throws {
    var client = try Scenery.Client(scenery, scenario)
    let first = try client.submit()
    #expect(client.driver.double.jobCount == 1 && client.driver.double.ledger.jobs == 1)
    switch scenario {
    case "reset-submit": #expect(first.transport == .reset)
    case "lost-submit-reply": #expect(first.transport == .lostReply)
    case "delayed-submit": #expect(first.isGood && first.delay == .seconds(45))
    default:
      #expect(first.status == 504 && first.field("Content-Type") == "text/html" && first.transport == .whole)
      #expect(first.field("x-request-id") == nil)
    }
    // A client that submits again pays twice.
    let second = try client.submit()
    #expect(second.isGood && second.delay == .zero && client.driver.double.ledger.jobs == 2)
  }

  @Test(arguments: Scenery.all) func `a refused submit is not billed, and the next one is taken`(
    _ scenery: Scenery
  ) throws {
    var client = try Scenery.Client(scenery, "refused-submit-once")
    let first = try client.submit()
    #expect(first.status == 429 && first.field("Retry-After") == "2" && first.json != nil)
    #expect(client.driver.double.jobCount == 0)
    let id = try client.job()
    #expect(try client.polls(id, 4)[3].json?["status"]?.string == scenery.words.done)
    #expect(client.driver.double.ledger.jobs == 1)
  }

  // MARK: Polls

  @Test(arguments: Scenery.all) func `polls break off, are reset, refused or garbage, and the next is good`(
    _ scenery: Scenery
  ) throws {
    func replies(_ scenario: String, _ count: Int) throws -> [Reply] {
      var client = try Scenery.Client(scenery, scenario)
      let replies = try client.polls(try client.job(), count)
      #expect(replies.last?.json?["status"]?.string == scenery.words.done, "\(scenario)")
      return replies
    }
    let reset = try replies("reset-poll", 4)
    #expect(reset.map(\.transport) == [.whole, .reset, .whole, .whole])
    let cut = try replies("cut-poll", 4)
    guard case .cut = cut[0].transport else { Issue.record("whole"); return }
    #expect(cut.dropFirst().allSatisfy { $0.isGood })
    let throttled = try replies("throttled-polls", 6)
    #expect(throttled.map { $0.status == 429 } == [true, false, true, false, false, false])
    #expect(throttled[0].field("Retry-After") == scenery.pace && throttled[0].json != nil)
    let garbage = try replies("garbage-poll", 6)
    #expect(garbage.map(\.isGood) == [false, true, false, true, true, true])
    #expect(garbage[0].status == 200 && garbage[0].field("Content-Type") == "text/html")
    #expect(garbage[2].status == 200 && garbage[2].field("Content-Type") == "application/json")
  }

  @Test(arguments: Scenery.all) func `a status that no document lists is not the end`(_ scenery: Scenery)
    throws
  {
    var client = try Scenery.Client(scenery, "unknown-status")
    let words = try client.polls(try client.job(), 4).map { $0.json?["status"]?.string }
    #expect(words[1...2].allSatisfy { $0 == scenery.words.unknown })
    #expect(words[0] != scenery.words.unknown && words[3] == scenery.words.done)
  }

  @Test func `a hint asks for the usual pace, then for three times as long`() throws {
    let scenery = try #require(Scenery.all.first { $0.provider == "openai" })
    var client = try Scenery.Client(scenery, "poll-hint")
    let hints = try client.polls(try client.job(), 4).map { $0.field("openai-poll-after-ms") }
    #expect(hints == ["1000", "3000", "1", nil])
  }

  // MARK: Results

  @Test(arguments: Scenery.all) func `downloads break off once, or trickle`(_ scenery: Scenery) throws {
    for (scenario, first, second) in [
      ("cut-download", Reply.Transport.cut(afterBytes: 2_000), Reply.Transport.whole),
      (
        "slow-download", .trickle(bytes: 4_096, pause: .seconds(0.1)),
        .trickle(bytes: 4_096, pause: .seconds(0.1))
      ),
    ] {
      var client = try Scenery.Client(scenery, scenario)
      let id = try client.job()
      _ = try client.polls(id, 4)
      #expect(try client.file(id).transport == first)
      #expect(try client.file(id).transport == second)
    }
  }

  @Test(arguments: Scenery.all) func `a result can be fetched at once, and not much later`(_ scenery: Scenery)
    throws
  {
    var client = try Scenery.Client(scenery, "expired-result")
    let id = try client.job()
    _ = try client.polls(id, 4)
    guard case .file = try client.file(id).body else { Issue.record("no file"); return }
    client.driver.double.advance(by: .seconds(60))
    let gone = try client.file(id)
    #expect((400..<500).contains(gone.status))
  }
}
