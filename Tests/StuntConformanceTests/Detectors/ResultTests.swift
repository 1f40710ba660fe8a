import StuntConformance
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// What clients do with URLs, files, keys and webhooks.
@Suite struct ResultTests {
  // MARK: followsURLs

  @Test func `URLs of answers are followed`() throws {
    var client = try TestClient()
    let id = try client.submit()
    try client.poll(id)
    try client.send(.get, "/films/\(id)?verbose=true")
    #expect(try client.verdict("follows-links") == .passed)
    #expect(
      try TestClient().verdict("follows-links").reason == "no request went where an answer gave a URL for")
  }

  @Test func `another way to the same thing is not the URL`() throws {
    var client = try TestClient()
    let id = try client.submit()
    try client.send(.get, "/movies/\(id)")
    let finding = try #require(try client.verdict("follows-links").findings.first)
    #expect(finding.exchange == 2 && finding.found == "/nimbus/v1/movies/\(id)")
    #expect(finding.closest == "http://localhost:4010/nimbus/v1/films/\(id), from exchange 1")
  }

  @Test(arguments: [
    ("localhost:4010", true), ("127.0.0.1:4010", true), ("LOCALHOST:4010", true), ("localhost:4011", false),
    ("films.example", false),
  ])
  func `a URL has its host`(host: String, isKept: Bool) throws {
    var client = try TestClient()
    let id = try client.submit()
    try client.send(.get, "/films/\(id)", ["Host": host])
    #expect(try client.verdict("follows-links").findings.isEmpty == isKept)
  }

  @Test func `an answer that was lost gave no URL`() throws {
    var client = try TestClient()
    client.transport = .lostReply
    let id = try client.submit()
    try client.send(.get, "/movies/\(id)")
    #expect(try client.verdict("follows-links").reason != nil)
  }

  @Test func `a file's URL is followed with its query`() throws {
    var client = try TestClient()
    let id = try client.submit()
    var url = ""
    for _ in 0..<5 { url = try client.send(.get, "/films/\(id)")["file"]?["url"]?.string ?? "" }
    let path = try #require(url.split(separator: "4010", maxSplits: 1).last).description
    #expect(path.hasPrefix("/nimbus/"))
    try client.send(.get, path)
    #expect(try client.verdict("follows-links") == .passed)
    try client.send(.get, path.replacing(".mp4", with: ".webp"))
    #expect(try client.verdict("follows-links").findings.count == 1)
  }

  // MARK: fetchesWhole, resumesByRange

  /// A client that fetches a film in parts, of which so many bytes arrive.
  static func fetching(_ parts: [(range: Range<Int>, sent: Int)], code: Int32? = 0) throws -> TestClient {
    var client = try TestClient()
    let id = try client.finish()
    for part in parts {
      let fields: HTTPFields =
        part.range.lowerBound > 0 || part.range.count < 1_000
        ? ["Range": "bytes=\(part.range.lowerBound)-"] : [:]
      try client.send(.get, "/films/\(id)/content", fields)
      client.run.exchanges[client.run.exchanges.count - 1].file = ClientRun.FilePart(
        length: 1_000, range: part.range, sentCount: part.sent)
    }
    if let code { client.end(.exited(code: code)) }
    return client
  }

  @Test(
    arguments: [
      ([(0..<1_000, 1_000)], 0, true), ([(0..<1_000, 400), (0..<1_000, 1_000)], 0, true),
      ([(0..<1_000, 400), (400..<1_000, 600)], 0, true), ([(0..<1_000, 400), (300..<1_000, 700)], 0, true),
      ([(0..<1_000, 400)], 1, true), ([(0..<1_000, 400)], 0, false),
      ([(0..<1_000, 400), (500..<1_000, 500)], 0, false), ([(0..<1_000, 0)], 0, false),
    ] as [([(Range<Int>, Int)], Int32, Bool)])
  func `a film arrives whole, or the client says so`(
    parts: [(Range<Int>, Int)], code: Int32, isKept: Bool
  ) throws {
    let client = try Self.fetching(parts.map { (range: $0.0, sent: $0.1) }, code: code)
    let verdict = try client.verdict("whole-files")
    #expect(isKept ? verdict == .passed : verdict.findings.count == 1, "\(verdict)")
  }

  @Test func `a cut film is told with its bytes`() throws {
    let finding = try #require(
      try Self.fetching([(0..<1_000, 400), (500..<1_000, 500)]).verdict("whole-files").findings.first)
    #expect(finding.expected == "all 1000 bytes, or an exit code other than 0")
    #expect(finding.found == "900 bytes, of an answer that was cut, and exit code 0")
  }

  @Test func `what nobody fetched, or fetched in part on purpose, shows nothing`() throws {
    #expect(try TestClient().verdict("whole-files").reason == "no result was fetched")
    #expect(try Self.fetching([(0..<1, 1)]).verdict("whole-files").reason == "no whole file was asked for")
    #expect(
      try Self.fetching([(0..<1_000, 400)], code: nil).verdict("whole-files").reason
        == "a download was cut, and only the traffic is known, not the program")
    #expect(try Self.fetching([(0..<1_000, 1_000)], code: nil).verdict("whole-files") == .passed)
  }

  @Test func `what is saved is the result`() throws {
    var client = try Self.fetching([(0..<1_000, 1_000)])
    client.run.program?.saved = ClientRun.SavedFile(length: 1_000, isResult: true)
    #expect(try client.verdict("whole-files") == .passed)
    client.run.program?.saved = ClientRun.SavedFile(length: 1, isResult: false)
    let finding = try #require(try client.verdict("whole-files").findings.first)
    #expect(finding.expected == "the result, 1000 bytes" && finding.found == "1 byte that is not the result")
  }

  @Test func `a cut download is taken up where it ended`() throws {
    #expect(try Self.fetching([(0..<1_000, 400), (400..<1_000, 600)]).verdict("resumes") == .passed)
    let finding = try #require(
      try Self.fetching([(0..<1_000, 400), (0..<1_000, 1_000)]).verdict("resumes").findings.first)
    #expect(finding.place == "header range" && finding.closest == "bytes=400-")
    for parts in [
      [(0..<1_000, 400)], [(0..<1_000, 1_000), (0..<1_000, 1_000)], [(0..<1_000, 0), (0..<1_000, 9)],
    ] {
      let client = try Self.fetching(parts.map { (range: $0.0, sent: $0.1) })
      #expect(try client.verdict("resumes").reason == "no cut download was taken up again")
    }
  }

  // MARK: fetchesInTime

  @Test func `a film is fetched before it expires`() throws {
    for (wait, isKept) in [(2.0, true), (599, true), (602, false)] {
      var client = try TestClient()
      let id = try client.finish()
      try client.send(.get, "/films/\(id)/content", after: wait)
      #expect(try client.verdict("in-time").findings.isEmpty == isKept)
    }
    let reason = "no result was fetched after its job's end was shown"
    #expect(try TestClient().verdict("in-time").reason == reason)
  }

  @Test func `a fast client's time is no measure for a busy machine`() throws {
    for (wait, isKept) in [(0.9, true), (1.1, false)] {
      var client = try TestClient(speed: 1_000)
      let id = try client.finish()
      try client.send(.get, "/films/\(id)/content", after: wait)
      #expect(try client.verdict("in-time").findings.isEmpty == isKept)
    }
  }

  @Test func `a result that had expired was fetched too late`() throws {
    var client = try TestClient()
    let id = try client.finish()
    try client.send(.get, "/films/\(id)/content")
    let old = client.run.exchanges.removeLast()
    var gone = ClientRun.Exchange(
      number: old.number, arrival: old.arrival, instant: old.instant, request: old.request, call: old.call,
      status: 410)
    gone.slot = 0
    gone.phase = .succeeded
    client.run.exchanges.append(gone)
    #expect(try client.verdict("in-time").findings.first?.found == "status 410: it had expired")
    gone.isScripted = true
    client.run.exchanges[client.run.exchanges.count - 1] = gone
    #expect(try client.verdict("in-time") == .passed)
  }

  // MARK: keepsKey

  @Test func `a key in its field is kept`() throws {
    var client = try TestClient()
    let id = try client.finish()
    client.isKeyless = true
    client.origin = .results
    try client.send(.get, "/films/\(id)/content")
    client.end(output: "saved")
    #expect(try client.verdict("secret-key") == .passed)
  }

  @Test(
    arguments: [
      ("/films?key=nb-stunt-test", [:], "", "path"),
      ("/films", ["X-Api-Key": "nb-stunt-test"], "", "header x-api-key"),
      ("/films", [:], #"{"prompt":"nb-stunt-test"}"#, "body"),
      ("/films", ["Cookie": "a=b; k=nb-stunt-test;"], "", "header cookie"),
    ] as [(String, HTTPFields, String, String)])
  func `a key elsewhere is a leak`(target: String, fields: HTTPFields, body: String, place: String) throws {
    var client = try TestClient()
    try client.send(.get, target, fields, body: body)
    let findings = try client.verdict("secret-key").findings
    #expect(findings.map(\.place) == [place])
  }

  @Test func `a key at the results' address is a leak`() throws {
    var client = try TestClient()
    client.origin = .results
    try client.send(.get, "/films")
    let finding = try #require(try client.verdict("secret-key").findings.first)
    #expect(finding.place == "header authorization")
    #expect(finding.expected == "no key at the address of results, which is somebody else's")
  }

  @Test func `a key in the output is a leak`() throws {
    var client = try TestClient()
    try client.send(.get, "/films")
    client.end(output: "using nb-stunt-test", errorOutput: "nb-stunt-*")
    #expect(try client.verdict("secret-key").findings.map(\.place) == ["standard output"])
  }

  @Test func `without a known key those that come are looked for`() throws {
    var client = try TestClient()
    client.run.key = ""
    #expect(try client.verdict("secret-key").reason == "no key is known")
    try client.send(.get, "/films")
    #expect(try client.verdict("secret-key") == .passed)
    try client.send(.get, "/films?key=nb-stunt-test")
    #expect(try client.verdict("secret-key").findings.map(\.exchange) == [2])
    client.run.key = "nb-a:b/c"
    try client.send(.get, "/films?key=nb-a%3Ab%2Fc")
    #expect(try client.verdict("secret-key").findings.map(\.exchange) == [3])
  }

  // MARK: verifiesWebhooks, handlesOnce

  static func told(_ deliveries: [(flaw: String?, copy: Int, status: Int?)]) throws -> TestClient {
    var client = try TestClient()
    client.run.deliveries = deliveries.enumerated().map { index, delivery in
      ClientRun.Delivery(
        slot: 0, flaw: delivery.flaw, copy: delivery.copy, arrival: .zero + .seconds(20 + Double(index)),
        status: delivery.status)
    }
    return client
  }

  @Test func `genuine webhooks are taken and others refused`() throws {
    let client = try Self.told([("tampered", 1, 401), ("unsigned", 1, 400), (nil, 1, 204)])
    #expect(try client.verdict("checks-webhooks") == .passed)
  }

  @Test func `a flawed webhook that is taken, and a genuine one that is not`() throws {
    let client = try Self.told([("tampered", 1, 200), (nil, 1, 500), ("wrongKey", 1, 200)])
    let findings = try client.verdict("checks-webhooks").findings
    #expect(findings.map(\.subject) == ["a webhook that is tampered", "a genuine webhook"])
    let all = try client.verdict(json: #"{ "name": "verifiesWebhooks" }"#).findings
    #expect(all.map(\.subject).last == "a webhook that is signed with another key")
  }

  @Test func `webhooks that nobody took show nothing`() throws {
    #expect(try TestClient().verdict("checks-webhooks").reason == "no webhook was sent")
    #expect(
      try Self.told([("tampered", 1, nil)]).verdict("checks-webhooks").reason
        == "the client takes no webhooks")
    #expect(
      try Self.told([("stale", 1, 400), (nil, 1, 200)]).verdict("checks-webhooks").reason
        == "the client got no flawed webhook of that kind")
    #expect(try Self.told([(nil, 2, nil)]).verdict("handles-once").reason == "the client takes no webhooks")
    #expect(try Self.told([(nil, 1, 200)]).verdict("handles-once").reason == "no webhook came twice")
  }

  @Test func `a repeated webhook is taken and does nothing again`() throws {
    var client = try Self.told([(nil, 1, 200), (nil, 2, 200)])
    let id = try client.finish()
    try client.send(.get, "/films/\(id)/content")
    #expect(try client.verdict("handles-once") == .passed)
    try client.send(.get, "/films/\(id)/content", after: 30)
    #expect(try client.verdict("handles-once").findings.map(\.exchange) == [7])
    let refused = try Self.told([(nil, 1, 200), (nil, 2, 409)])
    #expect(try refused.verdict("handles-once").findings.first?.found == "status 409, so that it comes again")
  }
}
