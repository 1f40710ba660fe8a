import StuntConformance
import StuntEngine
import StuntHTTP
import StuntJSON
import Testing

/// How clients end, and what they say.
@Suite struct EndTests {
  static let reason = "There was nothing but clouds."

  static func failed(_ code: Int32, output: String = "", errorOutput: String = "") throws -> TestClient {
    var client = try TestClient("failing", end: .failed)
    _ = try client.finish()
    client.fail(because: [reason, "too_cloudy"])
    client.end(.exited(code: code), output: output, errorOutput: errorOutput)
    return client
  }

  /// Endings that are not the program's own.
  static let others: [ClientRun.Ending] = [
    .killed(signal: 11), .timedOut, .tooMuchOutput, .stopped, .notStarted("no such file"),
  ]

  // MARK: reportsFailure, reportsReason

  @Test(
    arguments: [
      (1, "", "", true), (0, "error: There was nothing but clouds.", "", true), (0, "", "it FAILED", true),
      (0, "", #"{"error": "There was\nnothing but\u0020clouds."}"#, true), (0, "saved", "", false),
    ] as [(Int32, String, String, Bool)])
  func `a failure is reported by the code or by words`(code: Int32, out: String, err: String, isKept: Bool)
    throws
  {
    let verdict = try Self.failed(code, output: out, errorOutput: err).verdict("reports-failure")
    guard !isKept else {
      #expect(verdict == .passed)
      return
    }
    #expect(verdict.findings.first?.found == "exit code 0, and nothing about the failure")
    #expect(verdict.findings.first?.closest == Self.reason)
  }

  @Test func `the reason is the provider's own words`() throws {
    #expect(
      try Self.failed(1, errorOutput: "Error: there was\n  nothing but clouds").verdict("reports-reason")
        == .passed)
    #expect(try Self.failed(1, errorOutput: "code=TOO_CLOUDY").verdict("reports-reason") == .passed)
    let finding = try #require(
      try Self.failed(1, errorOutput: "Traceback\nit failed\n \n").verdict("reports-reason").findings.first)
    #expect(
      finding.expected == "the provider's reason: \"\(Self.reason)\"" && finding.found == "\"it failed\"")
    #expect(try Self.failed(1).verdict("reports-reason").findings.first?.found == "nothing")
  }

  @Test func `a reason that nobody gave cannot be reported`() throws {
    var client = try Self.failed(1)
    client.fail(because: [])
    #expect(
      try client.verdict("reports-reason").reason == "the provider gives no reason that the client has seen")
    var early = try TestClient("failing", end: .failed)
    try early.submit()
    early.fail(because: [Self.reason])
    early.end(.exited(code: 1))
    #expect(
      try early.verdict("reports-reason").reason == "the provider gives no reason that the client has seen")
  }

  @Test func `a refused submit gives its reason in its answer`() throws {
    var client = try TestClient("limited", end: .failed)
    client.isScripted = true
    try client.submit()
    client.end(.exited(code: 1), errorOutput: "Slow down!")
    #expect(try client.verdict("reports-reason") == .passed)
    client.end(.exited(code: 1), errorOutput: "no")
    #expect(try client.verdict("reports-reason").findings.first?.closest == "too_many")
  }

  @Test(arguments: ["reports-failure", "reports-reason"])
  func `reports are of runs that fail`(rule: String) throws {
    var client = try TestClient()
    client.end()
    #expect(try client.verdict(rule).reason == "the run ends succeeded, not failed")
    client.run.plan = nil
    #expect(try client.verdict(rule).reason?.hasPrefix("only the traffic is known") == true)
    var silent = try TestClient("failing", end: .failed)
    #expect(try silent.verdict(rule).reason == "only the traffic is known, not the program")
    silent.end(.exited(code: 1))
    #expect(try silent.verdict(rule).reason == "no request reached an operation of the provider")
  }

  @Test(arguments: others)
  func `a program that does not end by itself is told of once`(ending: ClientRun.Ending) throws {
    var client = try Self.failed(0)
    client.end(ending)
    for rule in ["reports-failure", "reports-reason"] {
      #expect(try client.verdict(rule).reason?.hasPrefix("the program did not end by itself") == true)
    }
    var other = try TestClient()
    _ = try other.finish()
    other.end(ending)
    #expect(try other.verdict("finishes").reason?.hasPrefix("the program did not end by itself") == true)
  }

  // MARK: finishes

  @Test func `a client finishes`() throws {
    var client = try TestClient()
    _ = try client.finish()
    client.end()
    #expect(try client.verdict("finishes") == .passed)
    client.end(.exited(code: 3), output: "working\n", errorOutput: "KeyError: 'state'\n")
    #expect(try client.verdict("finishes").findings.first?.found == "exit code 3: \"KeyError: 'state'\"")
    #expect(
      try TestClient("failing", end: .failed).verdict("finishes").reason
        == "the run ends failed, not succeeded")
    #expect(
      try TestClient("completed", end: .either).verdict("finishes").reason
        == "the run ends either, not succeeded")
  }

  @Test func `code 0 before the end is too soon`() throws {
    var client = try TestClient()
    client.end()
    #expect(
      try client.verdict("finishes").findings.first?.found
        == "exit code 0 though no request reached the provider")
    client.end(.exited(code: 1))
    #expect(
      try client.verdict("finishes").findings.first?.found
        == "exit code 1, and no request reached the provider: nothing")
    let id = try client.submit()
    try client.poll(id)
    client.end()
    #expect(
      try client.verdict("finishes").findings.first?.found
        == "exit code 0 when the last answer showed the job queued")
  }

  @Test(arguments: [
    ("finishes", "completed", RuleBook.End.succeeded), ("reports-failure", "failing", .failed),
    ("reports-reason", "failing", .failed), ("gives-up", "stuck", .never),
  ])
  func `what is wrong with a message is told by its own rules`(
    rule: String, scenario: String, end: RuleBook.End
  ) throws {
    for body in ["{}", #"{"prompt":"clouds","style":"cubist"}"#] {
      var client = try TestClient(scenario, end: end)
      try client.submit(body)
      client.end(.exited(code: 0))
      #expect(
        try client.verdict(rule).reason?.hasPrefix("its submit was refused: exchange 1 was answered") == true)
    }
    var lost = try TestClient(scenario, end: end)
    try lost.send(.get, "/films")
    try lost.send(.post, "/film", TestClient.json, body: #"{"prompt":"clouds"}"#)
    lost.end(.exited(code: 0))
    #expect(
      try lost.verdict(rule).reason
        == "its submit was refused: exchange 2 was answered with status 404")
  }

  @Test func `a job that failed for its message is no client that does not finish`() throws {
    var client = try TestClient()
    let id = try client.send(.post, "/drafts/free", TestClient.json, body: "{}")["id"]?.string ?? ""
    for _ in 0..<5 { try client.poll(id) }
    client.end(.exited(code: 1))
    #expect(try client.verdict("finishes").reason?.hasPrefix("its job failed, though the scenario") == true)
  }

  @Test func `a submit that the scenario refuses is to be sent again`() throws {
    var client = try TestClient("limited")
    client.isScripted = true
    try client.submit()
    client.end(.exited(code: 1))
    #expect(try client.verdict("finishes").findings.count == 1)
  }

  // MARK: givesUp

  static func stuck(_ ending: ClientRun.Ending, polls: Int = 3) throws -> TestClient {
    var client = try TestClient("stuck", end: .never, speed: 10)
    let id = try client.submit()
    for _ in 0..<polls { try client.poll(id) }
    client.end(ending)
    return client
  }

  @Test func `a client gives up`() throws {
    #expect(try Self.stuck(.exited(code: 1)).verdict("gives-up") == .passed)
    #expect(try Self.stuck(.exited(code: 0)).verdict("gives-up").findings.first?.found == "exit code 0")
    for ending in [ClientRun.Ending.timedOut, .stopped] {
      let finding = try Self.stuck(ending).verdict("gives-up").findings.first
      #expect(finding?.found == "it was still running after 3 polls and 90 s of its own time")
    }
  }

  @Test func `giving up is of runs that never end`() throws {
    #expect(
      try Self.stuck(.killed(signal: 9)).verdict("gives-up").reason?.hasSuffix("signal 9 (SIGKILL)") == true)
    #expect(try TestClient().verdict("gives-up").reason == "the run comes to an end")
    var client = try TestClient("stuck", end: .never)
    #expect(try client.verdict("gives-up").reason == "only the traffic is known, not the program")
    client.end(.exited(code: 1))
    #expect(try client.verdict("gives-up").reason == "no request reached an operation of the provider")
    var interrupted = try Self.stuck(.exited(code: 130))
    interrupted.run.program?.interrupted = .zero
    #expect(try interrupted.verdict("gives-up").reason == "the program was interrupted")
  }

  // MARK: cancelsWhenInterrupted

  static func interrupted(cancels: Bool) throws -> TestClient {
    var client = try TestClient("stuck", end: .never)
    let id = try client.submit()
    try client.poll(id)
    let instant = Instant.zero + .seconds(client.now + 1)
    if cancels { try client.send(.post, "/films/\(id)/cancel") }
    client.end(.exited(code: 130))
    client.run.program?.interrupted = instant
    return client
  }

  @Test func `an interrupted client cancels`() throws {
    #expect(try Self.interrupted(cancels: true).verdict("cancels") == .passed)
    let finding = try #require(try Self.interrupted(cancels: false).verdict("cancels").findings.first)
    #expect(finding.found == "none, and exit code 130" && finding.closest == "POST /films/{film_id}/cancel")
    #expect(finding.subject.hasPrefix("job film_"))
  }

  @Test func `without a job, or an interrupt, there is nothing to cancel`() throws {
    #expect(try TestClient().verdict("cancels").reason == "only the traffic is known, not the program")
    #expect(try Self.stuck(.exited(code: 1)).verdict("cancels").reason == "the program was not interrupted")
    var client = try Self.interrupted(cancels: false)
    client.run.program?.interrupted = .zero
    #expect(try client.verdict("cancels").reason == "no job was under way when the program was interrupted")
    var lost = try Self.interrupted(cancels: false)
    lost.run.exchanges[0].transport = .lostReply
    #expect(try lost.verdict("cancels").reason == "no job was under way when the program was interrupted")
    var done = try TestClient()
    _ = try done.finish()
    done.end(.exited(code: 130))
    done.run.program?.interrupted = .zero + .seconds(done.now + 1)
    #expect(try done.verdict("cancels").reason == "no job was under way when the program was interrupted")
  }

  // MARK: endsCleanly

  @Test func `a program ends cleanly`() throws {
    var client = try TestClient()
    #expect(try client.verdict("clean-end").reason == "only the traffic is known, not the program")
    client.end(.exited(code: 7))
    #expect(try client.verdict("clean-end") == .passed)
    client.run.program?.leftProcesses = 2
    #expect(try client.verdict("clean-end").findings.first?.found == "2 that ran on after it")
  }

  @Test(
    arguments: [
      (.killed(signal: 11), "it was ended by signal 11 (SIGSEGV); it sent no request"),
      (.killed(signal: 64), "it was ended by signal 64; it sent no request"),
      (.timedOut, "it was still running when its time was over; it sent no request"),
      (.tooMuchOutput, "it wrote too much and was stopped; it sent no request"),
    ] as [(ClientRun.Ending, String)])
  func `crashes, hangs and floods`(ending: ClientRun.Ending, found: String) throws {
    var client = try TestClient()
    client.end(ending)
    #expect(try client.verdict("clean-end").findings.first?.found == found)
    try client.send(.get, "/films")
    #expect(
      try client.verdict("clean-end").findings.first?.found.hasSuffix(
        "its last request was GET /nimbus/v1/films")
        == true)
  }

  @Test func `what is planned is clean`() throws {
    #expect(
      try Self.stuck(.timedOut).verdict("clean-end").reason == "the job never ends, and so does the program")
    #expect(try Self.stuck(.stopped).verdict("clean-end").reason == "it was stopped as planned")
    var client = try Self.interrupted(cancels: true)
    let instant = client.run.program?.interrupted
    client.end(.killed(signal: 2))
    client.run.program?.interrupted = instant
    #expect(try client.verdict("clean-end") == .passed)
    client.end(.timedOut)
    client.run.program?.interrupted = instant
    #expect(try client.verdict("clean-end").findings.count == 1)
    client.end(.notStarted("no such file"))
    #expect(try client.verdict("clean-end").reason == "it could not be started: no such file")
  }
}
