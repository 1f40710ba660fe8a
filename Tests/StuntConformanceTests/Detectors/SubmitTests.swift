import StuntConformance
import StuntEngine
import StuntHTTP
import Testing

/// How often, and for whom, clients ask.
@Suite struct SubmitTests {
  // MARK: submitsOnce

  @Test func `one job for one logical job`() throws {
    var client = try TestClient()
    _ = try client.finish()
    #expect(try client.verdict("one-film") == .passed)
  }

  @Test func `without a submit, or a job, nothing is shown`() throws {
    var client = try TestClient()
    try client.send(.get, "/films")
    #expect(try client.verdict("one-film").reason == "no submit reached the provider")
    try client.submit("{}")
    #expect(try client.verdict("one-film").reason == "no submit was accepted")
  }

  @Test(arguments: [
    (Reply.Transport.lostReply, 0.0, "its answer was lost"), (.reset, 0, "its connection was reset"),
    (.cut(afterBytes: 9), 0, "its answer was cut"), (.whole, 30, "its answer came after 30 s"),
    (.trickle(bytes: 1, pause: .seconds(1)), 0, "its answer came slowly"),
    (.whole, 0, "it was answered with status 201"),
  ])
  func `a second job is one too many`(transport: Reply.Transport, delay: Double, fate: String) throws {
    var client = try TestClient()
    client.transport = transport
    client.delay = delay
    let first = try client.submit()
    let second = try client.submit()
    let finding = try #require(try client.verdict("one-film").findings.first)
    #expect(finding.exchange == 2 && finding.expected == "one job for one logical job")
    #expect(
      finding.found
        == "another job, \(second) beside \(first): exchange 1 had made one, and \(fate); 2 billed")
  }

  @Test func `a submit that was refused may come again`() throws {
    var client = try TestClient("limited")
    for _ in 0..<3 { try client.submit() }
    #expect(try client.verdict("one-film") == .passed)
  }

  @Test func `an idempotency key makes one job of several submits`() throws {
    var client = try TestClient()
    client.transport = .lostReply
    for _ in 0..<3 { try client.submit(#"{"prompt":"clouds","idempotency_key":"k"}"#) }
    #expect(try client.verdict("one-film") == .passed)
  }

  @Test func `a job that was seen to fail, or canceled, may be made again`() throws {
    var client = try TestClient("failing", end: .failed)
    _ = try client.finish()
    _ = try client.finish()
    #expect(try client.verdict("one-film") == .passed)
    var other = try TestClient()
    let id = try other.submit()
    try other.send(.post, "/films/\(id)/cancel")
    try other.submit()
    #expect(try other.verdict("one-film") == .passed)
    var early = try TestClient("failing", end: .failed)
    let first = try early.submit()
    try early.submit()
    try early.poll(first)
    try early.poll(first)
    #expect(try early.verdict("one-film").findings.count == 1)
  }

  @Test func `of traffic only the same submit after a lost answer is a second one`() throws {
    var client = try TestClient(end: nil)
    try client.submit()
    try client.submit()
    #expect(try client.verdict("one-film").reason?.hasPrefix("the answers of all submits arrived") == true)
    client.transport = .lostReply
    try client.submit(#"{"prompt":"rain"}"#)
    try client.submit(#"{"prompt":"snow"}"#)
    #expect(try client.verdict("one-film") == .passed)
    try client.submit(#"{ "prompt": "rain" }"#)
    #expect(try client.verdict("one-film").findings.map(\.exchange) == [5])
  }

  // MARK: knownJobs

  @Test func `jobs that were given are known`() throws {
    var client = try TestClient()
    let id = try client.finish()
    try client.send(.get, "/films/\(id)/content")
    try client.send(.delete, "/films/\(id)")
    try client.poll(id)
    #expect(try client.verdict("known-films") == .passed)
    #expect(try TestClient().verdict("known-films").reason == "no request names a job")
  }

  @Test func `another id is told with the nearest`() throws {
    var client = try TestClient()
    try client.poll("film_000000000000000000000000")
    let id = try client.submit()
    try client.poll(String(id.dropLast()))
    let findings = try client.verdict("known-films").findings
    #expect(findings.map(\.exchange) == [1, 3])
    #expect(findings.allSatisfy { $0.place == "path film_id" && $0.closest == id })
    client.run.droppedCount = 5
    #expect(try client.verdict("known-films") == .passed)
    client.run.jobs = []
    client.run.droppedCount = 0
    #expect(try client.verdict("known-films").findings.first?.expected == "no such request before a submit")
  }

  // MARK: waitsForEnd

  @Test func `a result after the end is asked for in time`() throws {
    var client = try TestClient()
    let id = try client.finish()
    try client.send(.get, "/films/\(id)/result")
    #expect(try client.verdict("waits-for-end") == .passed)
    #expect(try TestClient().verdict("waits-for-end").reason == "no result was asked for")
  }

  @Test func `a result before the end is asked for too soon`() throws {
    var client = try TestClient("slow")
    let id = try client.submit()
    try client.poll(id)
    try client.send(.get, "/films/\(id)/content")
    let finding = try #require(try client.verdict("waits-for-end").findings.first)
    #expect(finding.exchange == 3 && finding.found == "the last answer showed it queued")
  }

  @Test func `an end whose answer was lost was not shown`() throws {
    var client = try TestClient()
    let id = try client.submit()
    for _ in 0..<3 { try client.poll(id) }
    client.transport = .lostReply
    try client.poll(id)
    try client.send(.get, "/films/\(id)/content")
    #expect(try client.verdict("waits-for-end").findings.count == 1)
    client.run.exchanges[4].transport = .cut(afterBytes: 300)
    #expect(try client.verdict("waits-for-end") == .passed)
  }

  @Test func `a webhook, a stream or a list can show the end`() throws {
    var client = try TestClient()
    let id = try client.submit()
    try client.send(.get, "/films/\(id)/result", after: 60)
    #expect(try client.verdict("waits-for-end").findings.count == 1)
    var told = client
    let arrival = Instant.zero + .seconds(10)
    told.run.deliveries = [ClientRun.Delivery(slot: 0, flaw: nil, copy: 1, arrival: arrival, status: 200)]
    #expect(try told.verdict("waits-for-end") == .passed)
    told.run.deliveries = [ClientRun.Delivery(slot: 0, flaw: nil, copy: 1, arrival: arrival, status: nil)]
    #expect(try told.verdict("waits-for-end").findings.count == 1)
    told.run.deliveries = [
      ClientRun.Delivery(slot: 0, flaw: "tampered", copy: 1, arrival: arrival, status: 200)
    ]
    #expect(try told.verdict("waits-for-end").findings.count == 1)
    for target in ["/films/\(id)/events", "/films"] {
      var other = try TestClient()
      try other.submit()
      try other.send(.get, target)
      try other.send(.get, "/films/\(id)/result", after: 60)
      #expect(try other.verdict("waits-for-end") == .passed, "\(target)")
    }
  }

  // MARK: stopsAtEnd

  @Test func `polls stop at the end`() throws {
    var client = try TestClient()
    let id = try client.finish()
    try client.poll(id)
    // The fixture lets one poll follow.
    #expect(try client.verdict("stops") == .passed)
    #expect(try client.verdict(of: .stopsAtEnd(extraPollsMax: 0)).findings.map(\.exchange) == [6])
    try client.poll(id)
    #expect(try client.verdict("stops").findings.map(\.exchange) == [7])
    #expect(try client.verdict("stops").findings[0].found.hasSuffix("whose answer showed the job succeeded"))
  }

  @Test func `an end that may not have been seen does not stop polls`() throws {
    for kind in 0..<4 {
      var client = try TestClient()
      let id = try client.submit()
      for _ in 0..<3 { try client.poll(id) }
      switch kind {
      case 0: client.transport = .lostReply
      case 1: client.transport = .cut(afterBytes: 100)
      case 2: client.transport = .trickle(bytes: 1, pause: .seconds(1))
      default: client.delay = 30
      }
      try client.poll(id)
      #expect(try client.verdict("stops").reason == "no whole answer showed a job's end")
      try client.poll(id)
      #expect(try client.verdict(of: .stopsAtEnd(extraPollsMax: 0)) == .passed)
    }
  }

  @Test func `a poll after a cancellation makes sure of it`() throws {
    var client = try TestClient("slow")
    let id = try client.submit()
    try client.send(.post, "/films/\(id)/cancel")
    try client.poll(id)
    #expect(try client.verdict(of: .stopsAtEnd(extraPollsMax: 0)) == .passed)
    try client.poll(id)
    #expect(try client.verdict(of: .stopsAtEnd(extraPollsMax: 0)).findings.count == 1)
  }

  @Test func `a scripted refusal shows no end`() throws {
    var client = try TestClient("failing", end: .failed)
    let id = try client.submit()
    try client.poll(id)
    client.isScripted = true
    try client.poll(id)
    #expect(try client.verdict("stops").reason == "no whole answer showed a job's end")
  }
}
