import StuntConformance
import StuntEngine
import StuntHTTP
import Testing

/// How long clients wait.
@Suite struct PaceTests {
  static func polling(every seconds: Double, times: Int = 4, speed: Double = 1) throws -> TestClient {
    var client = try TestClient("slow", speed: speed)
    let id = try client.submit()
    for _ in 0..<times { try client.poll(id, after: seconds) }
    return client
  }

  // MARK: pollPace

  @Test func `a patient client keeps the pace`() throws {
    #expect(try Self.polling(every: 2).verdict("patient") == .passed)
    #expect(try Self.polling(every: 1).verdict("patient") == .passed, "half of it is enough")
    #expect(try Self.polling(every: 0.002, speed: 1_000).verdict("patient") == .passed)
  }

  @Test func `a hasty client does not`() throws {
    let finding = try #require(try Self.polling(every: 0.25).verdict("patient").findings.first)
    #expect(finding.expected == "2 s between polls")
    #expect(finding.found == "a median of 0.25 s, from 0.25 s to 0.25 s")
    #expect(try Self.polling(every: 0.5, speed: 1.5).verdict("patient").findings.count == 1)
  }

  @Test func `one gap is no pace`() throws {
    let two = try Self.polling(every: 0.1, times: 2).verdict("patient")
    #expect(two.reason == "one pause between polls is too few to tell a pace")
    let one = try Self.polling(every: 0.1, times: 1).verdict("patient")
    #expect(one.reason == "no pause between polls tells a pace")
  }

  @Test func `what follows an error or a lost answer is no part of the pace`() throws {
    var client = try TestClient("faulty")
    let id = try client.submit()
    for wait in [2, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01] { try client.poll(id, after: wait) }
    #expect(try client.verdict("patient").reason == "no pause between polls tells a pace")
  }

  @Test func `what follows the end is no part of the pace`() throws {
    var client = try TestClient()
    let id = try client.finish()
    for _ in 0..<10 { try client.poll(id, after: 0.01) }
    #expect(try client.verdict("patient") == .passed)
  }

  // MARK: backsOff, retryAfter

  @Test func `a client waits after an error`() throws {
    var client = try TestClient("slow")
    let id = try client.submit()
    client.run.exchanges.removeAll()
    for wait in [2.0, 0.5, 0.1] {
      try client.poll(id, after: wait)
      let last = client.run.exchanges.count - 1
      let old = client.run.exchanges[last]
      client.run.exchanges[last] = ClientRun.Exchange(
        number: old.number, arrival: old.arrival, instant: old.instant, request: old.request, call: old.call,
        status: 503)
      client.run.exchanges[last].slot = 0
    }
    // Two fifths of a second are enough for the fixture.
    #expect(try client.verdict("backs-off").findings.map(\.exchange) == [3])
    #expect(
      try client.verdict("backs-off").findings[0].expected == "1 s after status 503 in exchange 2")
    client.run.exchanges.removeLast()
    #expect(try client.verdict("backs-off") == .passed)
    client.run.exchanges[0].fieldLines = Array("Retry-After: 9\r\n".utf8)
    #expect(try client.verdict("backs-off").reason == "no request came again after such an error")
  }

  @Test func `a client waits as long as it is told`() throws {
    var client = try TestClient("faulty")
    let id = try client.submit()
    for wait in [2, 0.95, 0.5] { try client.poll(id, after: wait) }
    // Exchanges 2 and 3 say: one second.
    let findings = try client.verdict("waits-as-told").findings
    #expect(findings.map(\.exchange) == [4])
    #expect(
      findings.first?.expected == "1 s after exchange 3, whose answer says so"
        && findings.first?.found == "0.5 s")
    client.run.exchanges.removeLast()
    #expect(try client.verdict("waits-as-told") == .passed)
    client.run.exchanges.removeLast()
    #expect(
      try client.verdict("waits-as-told").reason
        == "no request came again after an answer that says how long to wait")
  }

  @Test func `a submit that is refused waits, too`() throws {
    var client = try TestClient("limited")
    try client.submit()
    try client.submit(#"{"prompt":"another"}"#, after: 0.01)
    try client.submit(after: 0.2)
    #expect(try client.verdict("waits-as-told").findings.map(\.exchange) == [3])
  }

  @Test(
    arguments: [
      ("Retry-After: 2\r\n", 1.9, true), ("retry-after:2\r\n", 1.0, false),
      ("Retry-After-Ms: 500\r\n", 0.46, true),
      ("Retry-After-Ms: 500\r\nRetry-After: 5\r\n", 0.46, true),
      ("Retry-After: Sat, 21 Nov 2026\r\n", 0.1, nil),
      ("Retry-After: 0\r\n", 0.1, nil), ("X-Retry-After: 9\r\n", 0.1, nil),
    ] as [(String, Double, Bool?)])
  func `times come in fields`(line: String, wait: Double, isKept: Bool?) throws {
    var client = try TestClient("slow")
    let id = try client.submit()
    try client.poll(id)
    client.run.exchanges[1].fieldLines = Array(("Server: x\r\n" + line).utf8)
    try client.poll(id, after: wait)
    let verdict = try client.verdict(
      json: """
        { "name": "retryAfter", "fields": [{ "name": "Retry-After", "unit": "seconds" },
          { "name": "retry-after-ms", "unit": "milliseconds" }] }
        """)
    switch isKept {
    case true?: #expect(verdict == .passed)
    case false?: #expect(verdict.findings.count == 1)
    case nil: #expect(verdict.reason != nil)
    }
  }

  // MARK: pollHint

  @Test func `a client heeds hints`() throws {
    var client = try TestClient("slow")
    let id = try client.submit()
    for wait in [2.0, 3, 1] {
      let last = client.run.exchanges.count - 1
      client.run.exchanges[last].fieldLines = Array("X-Nimbus-Poll-After: 2000\r\n".utf8)
      try client.poll(id, after: wait)
    }
    #expect(try client.verdict("heeds-hints").findings.map(\.exchange) == [4])
    client.run.exchanges.removeLast()
    #expect(try client.verdict("heeds-hints") == .passed)
    let other = try Self.polling(every: 0.1)
    #expect(
      try other.verdict("heeds-hints").reason == "no poll followed an answer that says when to come again")
  }

  @Test func `hints can stand in the body`() throws {
    let client = try Self.polling(every: 1)
    // The place in the queue is 2, then 1.
    let hint = #"{ "name": "pollHint", "pointer": "/place", "unit": "seconds" }"#
    #expect(try client.verdict(json: hint).findings.isEmpty == false)
    #expect(try Self.polling(every: 3).verdict(json: hint) == .passed)
  }
}
