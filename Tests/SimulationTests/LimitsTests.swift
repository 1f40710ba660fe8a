import Foundation
import StuntConformance
import StuntContract
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import Synchronization
import Testing

@testable import StuntDouble
@testable import StuntEngine

/// What a server and its tests keep at most, each limit met and gone beyond.
@Suite struct LimitsTests {
  typealias Limits = StuntDouble.Limits

  @Test func `requests beyond those that an embedded double keeps are counted`() throws {
    let double = try StuntServer(StuntOptions(.openai), listens: false)
    let client = ServiceClient(service: double.service)
    for _ in 0...Limits.embeddedRequestsMax { _ = client.send(.get, "/_stunt/health") }
    #expect(double.requests.count == Limits.embeddedRequestsMax)
    #expect(double.requestCount == Limits.embeddedRequestsMax + 1)
  }

  @Test func `a key beyond the tenants of a server is refused`() throws {
    var options = DoubleOptions()
    #expect(options.tenantsMax == Limits.tenantsMax)
    options.tenantsMax = 2
    let client = ServiceClient(
      service: DoubleService(
        registry: try ServiceClient.registry.get(), options: options,
        start: MonotonicInstant(nanoseconds: 0)))
    func status(_ key: String) -> Int {
      client.send(.get, "/openai/v1/videos", key: "Bearer sk-\(key)").status
    }
    #expect(["a", "b", "a", "c"].map(status) == [200, 200, 200, 507])
    _ = client.send(.post, "/_stunt/reset")
    #expect(status("c") == 200)
  }

  @Test func `of a tenant's many jobs the control operation tells the last`() throws {
    let client = try ServiceClient(clock: .manual)
    for _ in 0...Limits.controlEntriesMax {
      _ = client.send(
        .post, "/openai/v1/videos", key: "Bearer sk-a", body: #"{"model":"sora-2","prompt":"p"}"#)
    }
    #expect(client.send(.get, "/_stunt/jobs").json?.array?.count == Limits.controlEntriesMax)
    #expect(
      client.service.tenants.all().map { $0.double.withLock { $0.jobCount } } == [
        Limits.controlEntriesMax + 1
      ])
  }

  @Test func `files make room for later ones`() {
    #expect(FileCache().bytesMax == Limits.fileCacheBytesMax)
    let cache = FileCache(bytesMax: 1)
    var sizes: [Int] = []
    for picture in 1...2 {
      let file = ResultFile(
        kind: .picture, width: 64, height: 64, milliseconds: 0, framesPerSecond: 1, picture: picture,
        ending: "png")
      sizes.append(cache.content(of: file).bytes.count)
      #expect(cache.keptBytes == sizes.last)
    }
  }

  @Test func `rules beyond the counters are counted together`() {
    let ledger = ViolationLedger()
    let breach = RuleBreak(
      rule: "nimbus/known-paths", isBinding: true, duty: "", place: "path", expected: "", found: "",
      closest: nil)
    for number in 0...Limits.violationCountersMax {
      ledger.append(
        ViolationLedger.Entry(
          provider: 0, key: Array("\(number)".utf8), exchange: nil, subject: "", status: 404,
          isRefused: false, breach: breach))
    }
    let report = ledger.report(key: nil, provider: nil, limit: 1)
    #expect(report.total == Limits.violationCountersMax + 1)
    #expect(report.counts.map(\.count) == [Limits.violationCountersMax])
  }

  @Test func `a run of too many requests is stopped`() {
    let events = RunEvents(RuleBook.PlannedRun(name: "completed", scenario: "completed", end: .succeeded))
    let stops = Mutex(0)
    events.watch(interrupt: {}, stop: { stops.withLock { $0 += 1 } })
    events.see(requests: Limits.runExchangesMax - 1, polls: 0)
    #expect(stops.withLock { $0 } == 0)
    for more in 0...1 { events.see(requests: Limits.runExchangesMax + more, polls: 0) }
    #expect(stops.withLock { $0 } == 1)
  }

  @Test func `an answer that never ends is given up in the same process`() {
    let moves = Mutex(0)
    let door = InProcessDoor(Endless(), time: .moved { moves.withLock { $0 += 1 } })
    let disposition = door.send(HTTPRequest(method: .get, target: "/")) { _ in true }
    #expect(disposition == nil)
    #expect(moves.withLock { $0 } == Limits.inProcessWaitsMax + 1)
  }

  @Test func `a file that a client saved is read as far as the limit`() throws {
    try withFile(bytes: 11) { path in
      #expect(TemporaryFolder.bytes(of: path, atMost: 10)?.count == 10)
      #expect(TemporaryFolder.bytes(of: path, atMost: Limits.savedBytesMax)?.count == 11)
    }
  }

  @Test func `a journal, a document and a recording that are too long are refused`() throws {
    // Never written to, so that they cost no memory and no disk.
    let journal = [UInt8](unsafeUninitializedCapacity: Limits.journalFileBytesMax + 1) {
      $1 = Limits.journalFileBytesMax + 1
    }
    let registry = try ServiceClient.registry.get()
    let error = #expect(throws: JournalFileError.self) {
      _ = try JournalFile.runs(in: journal, registry: registry)
    }
    #expect(error.map { "\($0)".contains("\(Limits.journalFileBytesMax)") } == true)
    try withFile(bytes: StuntProviders.Limits.fileBytesMax + 1) { path in
      #expect(throws: DocumentError.self) { _ = try ProviderFolder.bytes(of: path) }
    }
    try withFile(bytes: HARFiles.bytesMax + 1) { path in
      #expect(throws: RecordingFileError.tooLarge(path, max: HARFiles.bytesMax)) {
        _ = try HARFiles.bytes(of: path)
      }
    }
  }

  @Test func `providers of one server`() {
    let names = Array(repeating: "openai", count: StuntProviders.Limits.providersMax + 1)
    let error = #expect(throws: DocumentError.self) { _ = try ProviderRegistry(selection: names) }
    #expect(error?.problem == .tooMany(what: "providers", limit: StuntProviders.Limits.providersMax))
  }

  /// A file with so many bytes, all zero and none on the disk.
  private func withFile(bytes: Int, _ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/stunt-limits-\(UUID())"
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: UInt64(bytes))
    try file.close()
    try body(path)
  }
}

/// Answers nothing, and never says that it is done.
private struct Endless: Service {
  func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition { .resume(1, at: .never) }

  func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition { .resume(token + 1, at: .never) }

  func abandon(_ token: UInt64) {}

  func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {}
}
