import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import Testing

/// What single requests have to be.
@Suite struct MessageTests {
  // MARK: knownOperation

  @Test func `documented paths are known`() throws {
    var client = try TestClient()
    _ = try client.finish()
    try client.send(.post, "/_stunt/reset")
    #expect(try client.verdict("known-paths") == .passed)
    #expect(try TestClient().verdict("known-paths").reason == "no request reached the server")
  }

  @Test func `an unknown path is told with the closest one`() throws {
    var client = try TestClient()
    try client.send(.get, "/film/abc/result?x=1")
    let finding = try #require(try client.verdict("known-paths").findings.first)
    #expect(finding.exchange == 1 && finding.place == "path")
    #expect(finding.subject == "GET /nimbus/v1/film/abc/result?x=1")
    #expect(finding.closest == "GET /nimbus/v1/films/{film_id}/result")
  }

  @Test func `another method is told with the right ones`() throws {
    var client = try TestClient()
    try client.send(.put, "/films/film_1/cancel")
    let finding = try #require(try client.verdict("known-paths").findings.first)
    #expect(finding.place == "method" && finding.expected == "the method POST")
  }

  // MARK: key

  @Test func `a key in its field is right`() throws {
    var client = try TestClient()
    _ = try client.finish()
    #expect(try client.verdict("bearer-key") == .passed)
  }

  @Test func `what needs no key shows nothing about keys`() throws {
    var client = try TestClient()
    client.isKeyless = true
    try client.send(.get, "/health")
    #expect(try client.verdict("bearer-key").reason == "no request came that needs a key")
  }

  @Test func `a proxy adds the key after the client`() throws {
    var client = try TestClient()
    client.isKeyless = true
    try client.send(.get, "/films", ["X-Nimbus-Target": "https://api.nimbus.example/v1/films"])
    #expect(try client.verdict("bearer-key").reason == "no request came that needs a key")
  }

  @Test(
    arguments: [
      (["X-Api-Key": TestClient.key], "no such field", "authorization in place of X-Api-Key"),
      (["Authorization": "Token \(TestClient.key)"], "another scheme, or nothing after it", "Bearer"),
      (["Authorization": "Bearer"], "another scheme, or nothing after it", "Bearer"),
      (
        ["Authorization": "Bearer sk-123"], "6 bytes of another form than the provider's keys",
        "the key that the client was given"
      ),
    ] as [(HTTPFields, String, String)])
  func `a key in another place or form`(fields: HTTPFields, found: String, closest: String) throws {
    var client = try TestClient()
    client.isKeyless = true
    try client.send(.get, "/films", fields)
    let finding = try #require(try client.verdict("bearer-key").findings.first)
    #expect(finding.place == "header authorization" && finding.expected == "Bearer and the key")
    #expect(finding.found == found && finding.closest == closest)
  }

  // MARK: meetsSchema

  @Test func `documented values are taken`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","seconds":4,"size":"64x36"}"#)
    #expect(try client.verdict("documented-values") == .passed)
    #expect(try TestClient().verdict("documented-values").reason == "no request has such a part")
  }

  @Test(
    arguments: [
      (#"{"prompt":"clouds","seconds":40}"#, "body /seconds", "at most 20", "40", "20"),
      (#"{"prompt":"clouds","seed":"7"}"#, "body /seed", "null or integer", "\"7\"", nil),
      (
        #"{"promt":"clouds"}"#, "body /prompt", "the property \"prompt\"", "no \"prompt\"",
        "\"prompt\" in place of \"promt\""
      ),
      (
        #"{"prompt":"clouds","tags":["a","b","c","d"]}"#, "body /tags", "at most 3 elements",
        #"["a","b","c","d"]"#, nil
      ),
      (#"{"prompt":"#, "body", "what can be read", nil, nil),
    ] as [(String, String, String, String?, String?)])
  func `a body that the schema does not allow`(
    body: String, place: String, expected: String, found: String?, closest: String?
  ) throws {
    var client = try TestClient()
    try client.submit(body)
    let findings = try client.verdict("documented-values").findings
    let finding = try #require(findings.first)
    #expect(findings.count == 1 && finding.exchange == 1)
    #expect(finding.place == place && finding.expected == expected)
    if let found { #expect(finding.found == found) }
    #expect(finding.closest == closest)
  }

  @Test func `parameters and media types are parts`() throws {
    var client = try TestClient()
    try client.send(.get, "/films?order=ascending&limit=7")
    try client.send(.post, "/films", ["Content-Type": "text/plain"], body: "clouds")
    try client.send(
      .post, "/films", ["Content-Type": "application/json", "X-Nimbus-Region": "nort"],
      body: #"{"prompt":"a"}"#)
    let findings = try client.verdict("documented-values").findings
    #expect(findings.map(\.place) == ["query order", "content-type", "header X-Nimbus-Region"])
    #expect(findings.map(\.closest) == [nil, "application/json", "\"north\""])
  }

  @Test func `places and keywords can be left out`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","size":"large","extra":1}"#)
    // The fixture's rule leaves /size and unknown members to others.
    #expect(try client.verdict("documented-values") == .passed)
    func found(_ more: String) throws -> Verdict {
      try client.verdict(json: #"{ "name": "meetsSchema", "parts": "body"\#(more) }"#)
    }
    #expect(try found("").findings.count == 2)
    let unknown = try found(#", "keywords": "additionalProperties""#).findings
    #expect(unknown.map(\.found) == ["the member \"extra\""])
    #expect(try found(#", "members": "/size""#).findings.map(\.place) == ["body /size"])
    #expect(try found(#", "operations": "listFilms""#).reason == "no request has such a part")
    let query = try client.verdict(json: #"{ "name": "meetsSchema", "parts": ["query"] }"#)
    #expect(query.reason == "no request has such a part")
  }

  // MARK: knownMembers

  @Test func `documented members are known, also those that a rule allows`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","options":{"grain":1},"tags":["a"],"trace":{"any":[1]}}"#)
    #expect(try client.verdict("documented-names") == .passed)
    var idle = try TestClient()
    try idle.send(.get, "/films")
    #expect(try idle.verdict("documented-names").reason == "no request has such a part")
  }

  @Test(
    arguments: [
      (#"{"prompt":"a","secconds":4}"#, "body /secconds", "body /seconds"),
      (#"{"prompt":"a","grain":4}"#, "body /grain", "body /options/grain"),
      (#"{"prompt":"a","options":{"seed":4}}"#, "body /options/seed", "body /seed"),
      (#"{"prompt":"a","x-nimbus-region":"north"}"#, "body /x-nimbus-region", "header X-Nimbus-Region"),
      (#"{"prompt":"a","limit":4}"#, "body /limit", "query limit of listFilms"),
      (#"{"prompt":"a","quux":4}"#, "body /quux", nil),
    ] as [(String, String, String?)])
  func `an unknown member is told with its right place`(body: String, place: String, closest: String?) throws
  {
    var client = try TestClient()
    try client.submit(body)
    let findings = try client.verdict("documented-names").findings
    #expect(findings.map(\.place) == [place])
    #expect(findings.map(\.closest) == [closest])
  }

  @Test(
    arguments: [
      ("/films?limit=3&tag[]=ab", nil, nil), ("/films?limt=3", "query limt", "query limit"),
      ("/films?verbose=true", "query verbose", "query verbose of getFilm"),
      ("/films?prompt=rain", "query prompt", "body /prompt of submitFilm"),
    ] as [(String, String?, String?)])
  func `names in the query`(target: String, place: String?, closest: String?) throws {
    var client = try TestClient()
    try client.send(.get, target)
    let findings = try client.verdict(json: #"{ "name": "knownMembers", "in": "query" }"#).findings
    #expect(findings.first?.place == place && findings.first?.closest == closest)
    let allowing = #"{ "name": "knownMembers", "in": "query", "allow": ["limt", "verbose", "prompt"] }"#
    #expect(try client.verdict(json: allowing) == .passed)
  }

  // MARK: foreign

  @Test func `own forms are no others'`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","size":"64x36"}"#)
    #expect(try client.verdict("own-formats") == .passed)
    #expect(try TestClient().verdict("own-formats").reason == "no request has such a part")
  }

  @Test func `others' forms are told with the own ones`() throws {
    var client = try TestClient()
    try client.send(
      .post, "/films", ["Content-Type": "application/json", "X-Cirrus-Key": "abc"],
      body: #"{"prompt":"clouds","duration":null,"size":"720p"}"#)
    let findings = try client.verdict("own-formats").findings
    #expect(findings.map(\.place) == ["body /duration", "body /size", "header x-cirrus-key"])
    #expect(findings.map(\.found).first == "null, a form of Stratus")
    #expect(findings.map(\.closest).last == "Authorization: Bearer")
  }

  @Test func `forms may stand in lists and in queries`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","tags":["a","hd"]}"#)
    try client.send(.get, "/films?order=desc")
    func found(_ part: String, _ pointer: String, _ value: String) throws -> [String] {
      try client.verdict(
        json: """
          { "name": "foreign", "members": { "in": "\(part)", "pointer": "\(pointer)", "values": "\(value)",
            "whose": "Cirrus", "use": "ours" } }
          """
      ).findings.map(\.place)
    }
    #expect(try found("body", "/tags/*", "hd") == ["body /tags/1"])
    #expect(try found("body", "/*", "clouds") == ["body /prompt"])
    #expect(try found("query", "/order", "desc") == ["query order"])
    #expect(try found("query", "/order", "asc") == [])
  }

  // MARK: refusal

  @Test func `values that are taken are not refused`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","style":"noir"}"#)
    #expect(try client.verdict("agreeing-values") == .passed)
    #expect(try TestClient().verdict("agreeing-values").reason == "no such request came")
  }

  @Test func `a refusal of values is a finding, unless a scenario scripts it`() throws {
    var client = try TestClient()
    try client.submit(#"{"prompt":"clouds","style":"cubist"}"#)
    let finding = try #require(try client.verdict("agreeing-values").findings.first)
    #expect(finding.place == "answer /code" && finding.found == "status 404: no_style")
    client.isScripted = true
    try client.submit(#"{"prompt":"clouds","style":"cubist"}"#)
    #expect(try client.verdict("agreeing-values").findings.count == 1)
    let other = #"{ "name": "refusal", "status": 404, "pointer": "/code", "values": "no_film" }"#
    #expect(try client.verdict(json: other) == .passed)
    let like = #"{ "name": "refusal", "status": [400, 404], "pointer": "/code", "pattern": "^no_" }"#
    #expect(try client.verdict(json: like).findings.count == 1)
    #expect(
      try client.verdict(json: #"{ "name": "refusal", "status": 404 }"#).findings.map(\.found) == [
        "status 404"
      ])
  }
}
