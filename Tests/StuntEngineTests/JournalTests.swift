import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

@testable import StuntEngine

@Suite struct JournalTests {
  @Test func `each call is an entry, whatever came of it`() throws {
    var tenant = try Tenant(scenario: "faulty")
    let id = try tenant.submit()
    tenant.advance(2)
    for _ in 0..<4 { _ = try tenant.send(.get, "/films/\(id)") }
    _ = try tenant.send(.get, "/films/nobody")
    _ = try tenant.send(.post, "/films", body: #"{"prompt":""}"#)
    let entries = tenant.double.journal.entries
    #expect(entries.map(\.number) == [1, 2, 3, 4, 5, 6, 7])
    #expect(entries.map(\.status) == [201, 429, 503, 200, 200, 404, 400])
    #expect(entries.map(\.slot) == [0, 0, 0, 0, 0, nil, nil])
    #expect(
      entries.map(\.transport) == [.whole, .whole, .whole, .reset, .cut(afterBytes: 20), .whole, .whole])
    #expect(entries.map(\.phase) == [.running, .running, nil, .running, .running, nil, nil])
    #expect(entries.map { ($0.instant - .zero).seconds } == [0, 2, 2, 2, 2, 2, 2])
    #expect(entries[0].request.bodyText == #"{"prompt":"clouds"}"#)
    #expect(entries[2].body == Array("<html>down</html>".utf8))
    #expect(entries[6].violations.map(\.keyword) == ["minLength"])
    let ids = tenant.double.provider.contract.operations.map(\.id)
    #expect(
      entries.map { ids[$0.operation] } == [
        "submitFilm", "getFilm", "getFilm", "getFilm", "getFilm", "getFilm", "submitFilm",
      ])
    #expect(tenant.double.journal.count == 7)
    #expect(tenant.double.journal.dropped == 0)
  }

  @Test func `the oldest entries go first, and numbers go on`() throws {
    var tenant = try Tenant()
    let most = Limits.journalEntriesMax
    for _ in 0..<most + 5 { _ = try tenant.send(.get, "/health") }
    let journal = tenant.double.journal
    #expect(journal.count == most + 5)
    #expect(journal.dropped == 5)
    #expect(journal.entries.map(\.number) == Array(6...most + 5))
    _ = try tenant.send(.get, "/health")
    #expect(tenant.double.journal.entries.first?.number == 7)
    #expect(tenant.double.journal.entries.last?.number == most + 6)
  }

  @Test func `a large body is not kept, and its size is`() throws {
    var tenant = try Tenant()
    let most = Limits.journalBodyBytesMax
    let frame = #"{"prompt":""}"#.utf8.count
    for size in [most, most + 1] {
      let prompt = String(repeating: "a", count: size - frame)
      _ = try tenant.send(.post, "/films", body: #"{"prompt":"\#(prompt)"}"#)
    }
    let entries = tenant.double.journal.entries
    #expect(entries.map(\.requestBodyBytes) == [most, most + 1])
    #expect(entries.map(\.request.body.count) == [most, 0])
    #expect(entries.map { $0.violations.map(\.keyword) } == [["maxLength"], ["maxLength"]])
    #expect(entries[1].request.pathText == "/nimbus/v1/films")
  }

  @Test func `files and answers that go on have no content in the journal`() throws {
    var tenant = try Tenant()
    let id = try tenant.submit()
    _ = try tenant.send(.get, "/films/\(id)/events")
    for _ in 0..<4 { _ = try tenant.poll(id) }
    _ = try tenant.send(.get, "/films/\(id)/content")
    #expect(tenant.double.journal.entries[1].body.isEmpty)
    #expect(tenant.double.journal.entries.last?.body.isEmpty == true)
    #expect(tenant.double.journal.entries.last?.status == 200)
  }

  // MARK: The ledger

  @Test(
    arguments: [
      ("completed", 1, 300_000), ("slow", 1, 300_000), ("stuck", 1, 300_000), ("stopping", 1, 300_000),
      ("failing", 0, 0),
    ] as [(String, Int, Int64)])
  func `a job that does not fail is billed once, by its length and price`(
    scenario: String, jobs: Int, micros: Int64
  ) throws {
    var tenant = try Tenant()
    let id = try tenant.submit(scenario, body: #"{"prompt":"a","seconds":3}"#)
    for _ in 0..<4 { _ = try tenant.poll(id) }
    #expect(tenant.double.ledger.jobs == jobs)
    #expect(tenant.double.ledger.micros == micros)
    #expect(tenant.double.currency == "USD")
  }

  @Test func `jobs of other prices add up`() throws {
    var tenant = try Tenant()
    _ = try tenant.submit(body: #"{"prompt":"a","seconds":10}"#)
    _ = try tenant.submit(body: #"{"prompt":"a","style":"noir","seconds":10}"#)
    #expect(tenant.double.ledger.jobs == 2)
    #expect(tenant.double.ledger.micros == 3_500_000)
    // A deferred violation makes a job that fails, and a synchronous run is billed as a job is.
    _ = try tenant.send(.post, "/drafts/free", body: "{}")
    #expect(tenant.double.ledger.jobs == 2)
    _ = try tenant.send(.post, "/films/quick", body: #"{"prompt":"a"}"#)
    #expect(tenant.double.ledger.jobs == 3)
  }

  @Test func `a provider without a price bills nothing`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json",
        #""cost": { "unit": "table/styles/pricePerSecond", "quantity": "media.seconds", "currency": "USD" },"#,
        ""
      )
    ])
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit()
    #expect(try tenant.poll(id)["cost"] == 0)
    #expect(tenant.double.ledger.jobs == 1)
    #expect(tenant.double.ledger.micros == 0)
    #expect(tenant.double.currency.isEmpty)
  }

  @Test func `a sum has an end`() {
    var ledger = Ledger()
    ledger.bill(.max)
    ledger.bill(.max)
    #expect(ledger.micros == .max)
    #expect(ledger.jobs == 2)
  }
}
