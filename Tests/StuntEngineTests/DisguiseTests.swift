import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// Answers in disguise: changed after they were made, and still as the contract allows.
@Suite struct DisguiseTests {
  /// The answers of the four looks at one film's life, each checked against the contract by the tenant.
  static func answers(_ members: String) throws -> [JSONValue] {
    var tenant = try tenant(members)
    let id = try tenant.submit()
    return try (0..<4).map { _ in try tenant.poll(id) }
  }

  static func tenant(_ members: String) throws -> Tenant {
    let steps = #"""
      "steps": [{ "phase": "queued", "until": { "polls": 1 } },
        { "phase": "running", "until": { "polls": 2 }, "progress": [30, 70], "logs": ["a"] },
        { "phase": "succeeded" }]
      """#
    return try Tenant(try Nimbus(scenarios: [("own", steps + ", " + members)]), scenario: "own")
  }

  static let plain = Result { try answers(#""resultSeconds": 600"#) }

  @Test func `without a change they are as ever`() throws {
    let usual = try Self.plain.get()
    #expect(usual.map { $0["state"] } == ["waiting", "working", "working", "done"])
  }

  @Test func `members come in reverse order, in each object`() throws {
    let answers = try Self.answers(#""answers": ["reversed-members"]"#)
    #expect(try answers.map(\.self) == Self.plain.get())
    for (answer, usual) in zip(answers, try Self.plain.get()) {
      #expect(answer.object?.names == usual.object?.names.reversed())
      #expect(answer["links"]?.object?.names == ["events", "self"])
    }
  }

  @Test func `what may be null is null, and what is kept is not`() throws {
    let answers = try Self.answers(#""answers": ["null-optionals"], "keeps": ["/file/url"]"#)
    let done = answers[3]
    for name in ["place", "started_at", "finished_at", "expires_at", "error", "note"] {
      #expect(done[name] == .null, "\(name)")
    }
    #expect(done["file"]?["url"]?.string?.hasSuffix(".mp4") == true)
    #expect(done["prompt"] == "clouds" && done["state"] == "done")
    #expect(try Self.answers(#""answers": ["null-optionals"]"#)[3]["file"] == .null)
  }

  @Test func `a list does not end what is kept in it`() throws {
    let answers = try Self.answers(#""answers": ["null-optionals"], "keeps": ["/log/*/text"]"#)
    #expect(answers[3]["log"]?[0]?["text"] == "a")
  }

  @Test func `each object has a member that no document names`() throws {
    var tenant = try Self.tenant(#""answers": ["unknown-members"]"#)
    tenant.expectsDocumented = false
    let id = try tenant.submit()
    for _ in 0..<3 { _ = try tenant.poll(id) }
    let done = try tenant.poll(id)
    #expect(done["stunt_unknown"]?.object?.names == ["text", "number", "list"])
    for name in ["links", "file"] { #expect(done[name]?["stunt_unknown"] != nil) }
    #expect(done["log"]?[0]?["stunt_unknown"] != nil)
    #expect(done["stunt_unknown"]?["stunt_unknown"] == nil)
  }

  @Test func `every answer about the job wears it, kept or not`() throws {
    var tenant = try Self.tenant(#""answers": ["unknown-members"]"#)
    tenant.expectsDocumented = false
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"clouds"}"#)
    #expect(reply.json?["links"]?["stunt_unknown"] != nil)
    let id = try #require(reply.json?["id"]?.string)
    for _ in 0..<6 { #expect(try tenant.poll(id)["links"]?["stunt_unknown"] != nil) }
    let page = try tenant.send(.get, "/films")
    // The page has a schema of its own.
    #expect(page.json?["films"]?[0]?["links"]?["stunt_unknown"] == nil && page.status == 200)
    let other = try tenant.submit("completed")
    #expect(try tenant.poll(other)["links"]?["stunt_unknown"] == nil)
  }

  @Test func `what may be absent is absent, unless it is kept`() throws {
    let probe = try Nimbus.probe(
      body: #"{ "example": { "state": "x", "inner": { "a": 1, "b": [ { "c": null } ] }, "none": null } }"#,
      scenarios: [
        ("bare", #""steps": [{ "phase": "succeeded" }], "answers": ["absent-optionals"]"#),
        (
          "some",
          #""steps": [{ "phase": "succeeded" }], "answers": ["absent-optionals"], "keeps": ["/inner/b/*/c"]"#
        ),
      ])
    var tenant = try Tenant(probe)
    let bare = try tenant.submit("bare")
    #expect(try tenant.send(.get, "/movies/\(bare)").text == "{}")
    let some = try tenant.submit("some")
    #expect(try tenant.send(.get, "/movies/\(some)").text == #"{"inner":{"b":[{"c":null}]}}"#)
  }

  @Test func `padding is about a megabyte`() throws {
    let probe = try Nimbus.probe(
      body: #"{ "example": { "state": "x" } }"#,
      scenarios: [("own", #""steps": [{ "phase": "succeeded" }], "answers": ["padding"]"#)])
    var tenant = try Tenant(probe, scenario: "own")
    tenant.expectsDocumented = false
    let id = try tenant.submit()
    let reply = try tenant.send(.get, "/movies/\(id)")
    #expect((1_000_000..<1_200_000).contains(reply.text.utf8.count))
    // Too much for the journal, and no complaint of the double's.
    #expect(tenant.double.journal.entries.last?.body == [] && reply.status == 200)
  }

  @Test func `several changes are worn at once`() throws {
    var tenant = try Self.tenant(
      #""answers": ["reversed-members", "null-optionals", "unknown-members"], "keeps": ["/file"]"#)
    tenant.expectsDocumented = false
    let id = try tenant.submit()
    for _ in 0..<3 { _ = try tenant.poll(id) }
    let done = try tenant.poll(id)
    #expect(done["links"]?.object?.names == ["stunt_unknown", "events", "self"])
    #expect(done["note"] == .null && done["file"]?["url"] != nil)
  }

  @Test func `what documents show otherwise is changed whatever the schema says`() throws {
    var tenant = try Self.tenant(
      #""answers": ["absent-optionals"], "keeps": ["/file/url"], "beyond": ["/file", "/log/*/at", "/prompt"]"#
    )
    tenant.expectsDocumented = false
    let id = try tenant.submit()
    let polls = try (0..<4).map { _ in try tenant.poll(id) }
    #expect(polls.map { $0.object?.names.contains("file") } == [false, false, false, true])
    #expect(polls[3]["file"]?["url"] != nil && polls[3]["prompt"] == nil)
    #expect(polls[3]["log"]?[0]?.object?.names == ["text"])
    var other = try Self.tenant(#""answers": ["null-optionals"], "beyond": ["/prompt", "/links/self"]"#)
    other.expectsDocumented = false
    let film = try other.poll(try other.submit())
    #expect(film["prompt"] == .null && film["links"]?["self"] == .null && film["links"]?["events"] != .null)
  }

  @Test func `only so many elements of a list are looked into`() throws {
    let most = Limits.disguisedElementsMax
    let list = Array(repeating: #"{ "a": null }"#, count: most + 1).joined(separator: ",")
    let probe = try Nimbus.probe(
      body: #"{ "example": { "list": [\#(list)] } }"#,
      scenarios: [
        (
          "own",
          #""steps": [{ "phase": "succeeded" }], "answers": ["absent-optionals"], "keeps": ["/list/\#(most + 1)"]"#
        )
      ])
    var tenant = try Tenant(probe, scenario: "own")
    let id = try tenant.submit()
    let elements = try #require(try tenant.send(.get, "/movies/\(id)").json?["list"]?.array)
    #expect(elements.prefix(most).allSatisfy { $0 == [:] })
    #expect(elements.last == ["a": nil])
  }

  @Test func `results last as long as the scenario says`() throws {
    var tenant = try Tenant(
      try Nimbus(scenarios: [("own", #""steps": [{ "phase": "succeeded" }], "resultSeconds": 30"#)]),
      scenario: "own")
    let film = try tenant.poll(try tenant.submit())
    #expect(film["expires_at"] == 1_800_000_030)
    let name = try #require(film["file"]?["name"]?.string)
    tenant.advance(29)
    #expect(try tenant.send(.get, "/nimbus/files/store/\(name)").status == 200)
    tenant.advance(1)
    #expect(try tenant.send(.get, "/nimbus/files/store/\(name)").status == 410)
  }

  @Test func `log lines may come often`() throws {
    let nimbus = try Nimbus(scenarios: [
      (
        "own",
        #"""
        "steps": [{ "phase": "running", "until": { "polls": 1 }, "logs": ["a", { "text": "b", "times": 999 }] },
          { "phase": "succeeded" }]
        """#
      )
    ])
    var tenant = try Tenant(nimbus, scenario: "own")
    let id = try tenant.submit()
    _ = try tenant.poll(id)
    let log = try #require(try tenant.poll(id)["log"]?.array)
    #expect(log.count == 1_000 && log[0]["text"] == "a" && log[999]["text"] == "b")
  }

  @Test(arguments: [
    (#""answers": ["unknown-member"]"#, #"did you mean "unknown-members"?"#),
    (#""beyond": ["/a"]"#, "only a scenario with \"answers\" has \"beyond\""),
    (#""keeps": ["/a"]"#, "only a scenario with \"answers\" has \"keeps\""),
    (#""answers": ["padding"], "keeps": ["a"]"#, "expected a JSON Pointer"),
    (#""resultSeconds": -1"#, "expected a number that is not negative"),
  ])
  func `a change that makes no sense is refused`(_ members: String, _ complaint: String) {
    let error = #expect(throws: DocumentError.self) { try Self.tenant(members) }
    #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
  }
}
