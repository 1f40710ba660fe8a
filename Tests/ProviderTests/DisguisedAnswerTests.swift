import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// Answers in disguise at every provider: what a client needs is there all the same.
@Suite struct DisguisedAnswerTests {
  static let scenarios = [
    "unknown-members", "reversed-members", "null-optionals", "absent-optionals", "large-answers",
  ]

  /// Whether the response schema of its operation allows an answer.
  static func isAllowed(_ reply: Reply, _ client: Scenery.Client) throws -> Bool {
    guard case .bytes(let bytes) = reply.body else { return false }
    let call = try #require(client.driver.call)
    let operation = client.driver.provider.contract.operations[call.endpoint.operation]
    return operation.violations(status: reply.status, essence: "application/json", body: bytes).isEmpty
  }

  @Test(arguments: Scenery.all, scenarios)
  func `a job comes to its end, and its file is found`(_ scenery: Scenery, _ scenario: String) throws {
    var client = try Scenery.Client(scenery, scenario)
    let id = try client.job()
    let polls = try client.polls(id, 4)
    #expect(polls.allSatisfy { (200...202).contains($0.status) })
    #expect(polls[3].json?["status"]?.string == scenery.words.done)
    guard case .file = try client.file(id).body else { Issue.record("no file"); return }
  }

  @Test(arguments: Scenery.all)
  func `every object has a member that no document names`(_ scenery: Scenery) throws {
    var client = try Scenery.Client(scenery, "unknown-members")
    let submitted = try client.submit()
    let id = try #require(submitted.json?[scenery.id]?.string)
    for value in [submitted.json, try client.polls(id, 4)[3].json, try client.result(id).json] {
      let value = try #require(value)
      #expect(Self.objectsWithoutUnknown(value) == 0, "\(value)")
    }
  }

  private static func objectsWithoutUnknown(_ value: JSONValue) -> Int {
    if let elements = value.array { return elements.reduce(0) { $0 + objectsWithoutUnknown($1) } }
    guard let object = value.object else { return 0 }
    let rest = object.members.filter { $0.name != "stunt_unknown" }
    return rest.reduce(object["stunt_unknown"] == nil ? 1 : 0) { $0 + objectsWithoutUnknown($1.value) }
  }

  @Test(arguments: Scenery.all) func `members in reverse order say the same`(_ scenery: Scenery) throws {
    var (usual, reversed) = (
      try Scenery.Client(scenery, "completed"), try Scenery.Client(scenery, "reversed-members")
    )
    let (first, second) = (try usual.job(), try reversed.job())
    for _ in 0..<4 {
      let (plain, disguised) = (try usual.poll(first), try reversed.poll(second))
      #expect(disguised.json == plain.json)
      #expect(disguised.json?.object?.names == plain.json?.object?.names.reversed())
      #expect(try Self.isAllowed(disguised, reversed))
    }
  }

  /// What is null or absent on a job that is done, and was there without the disguise.
  @Test(arguments: [
    ("fal", "absent-optionals", ["/metrics"]),
    ("lumenfall", "null-optionals", ["/completed_at", "/expires_at"]),
    (
      "lumenfall", "absent-optionals",
      [
        "/completed_at", "/expires_at", "/prompt", "/seconds", "/size", "/output/content_type", "/error",
        "/metadata",
      ]
    ),
    ("openai", "null-optionals", ["/completed_at", "/expires_at", "/prompt"]),
    (
      "openai", "absent-optionals",
      ["/completed_at", "/expires_at", "/prompt", "/remixed_from_video_id", "/error"]
    ),
    ("uniall", "null-optionals", ["/seconds"]), ("uniall", "absent-optionals", ["/seconds"]),
  ])
  func `what documents show as optional is missed`(_ provider: String, _ scenario: String, _ places: [String])
    throws
  {
    let scenery = try #require(Scenery.all.first { $0.provider == provider })
    var (usual, client) = (try Scenery.Client(scenery, "completed"), try Scenery.Client(scenery, scenario))
    let plain = try #require(try usual.polls(try usual.job(), 4)[3].json)
    let done = try #require(try client.polls(try client.job(), 4)[3].json)
    for place in places {
      let pointer = try JSONPointer(parsing: place)
      #expect(plain[pointer] != nil, "\(place)")
      #expect(done[pointer] == (scenario == "null-optionals" ? .null : nil), "\(place) in \(done)")
    }
  }

  @Test func `a result of few members leads to its file`() throws {
    let scenery = try #require(Scenery.all.first { $0.provider == "fal" })
    for (scenario, names) in [("absent-optionals", ["url"]), ("null-optionals", ["url"])] {
      var client = try Scenery.Client(scenery, scenario)
      let id = try client.job()
      _ = try client.polls(id, 4)
      let video = try #require(try client.result(id).json?["video"]?.object)
      #expect(video.members.filter { $0.value != .null }.map(\.name) == names)
    }
  }

  @Test(arguments: Scenery.all) func `a large answer has a megabyte more`(_ scenery: Scenery) throws {
    var client = try Scenery.Client(scenery, "large-answers")
    for reply in try client.polls(try client.job(), 4) {
      guard case .bytes(let bytes) = reply.body else { Issue.record("no content"); return }
      #expect(bytes.count > 1_000_000)
    }
  }

  @Test func `two thousand log lines come with the polls that ask for them`() throws {
    let scenery = try #require(Scenery.all.first { $0.provider == "fal" })
    var client = try Scenery.Client(scenery, "large-logs")
    let polls = try client.polls(try client.job(), 4)
    #expect(polls[3].json?["logs"]?.array?.count == 2_000)
    guard case .bytes(let bytes) = polls[3].body else { Issue.record("no content"); return }
    #expect(bytes.count > 500_000)
    #expect(try Self.isAllowed(polls[3], client))
  }
}
