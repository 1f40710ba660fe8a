package import StuntContract
package import StuntHTTP
import StuntJSON

/// What came in and what went out: the last entries of one tenant.
package struct Journal: Sendable {
  /// One request and its answer.
  package struct Entry: Sendable {
    /// Counted from 1 in the tenant, never reset to a used number.
    package let number: Int
    /// The double's time.
    package let instant: Instant
    /// The rim's instant.
    package let arrival: Instant
    /// The call; its body is left out where it is large.
    package let call: Call
    /// Bytes of the request's body.
    package let requestBodyBytes: Int
    package fileprivate(set) var status: Int
    /// The answer's field lines, each with its line end, without those of the message's frame.
    package fileprivate(set) var fieldLines: [UInt8]
    /// The answer's content; empty for files, and for what is too large.
    package fileprivate(set) var body: [UInt8]
    /// The file that was answered with.
    package let file: SentFile?
    package let slot: Int?
    /// Whether the call made the job, rather than asked about one.
    package let makesJob: Bool
    package fileprivate(set) var phase: Phase?
    package let transport: Reply.Transport
    /// How long the answer was held back.
    package let delay: Instant.Span
    /// Whether a scenario put the answer in the place of the provider's own.
    package let isScripted: Bool

    init(
      number: Int, instant: Instant, arrival: Instant, call: Call, reply: Reply, makesJob: Bool,
      bodyBytesMax: Int
    ) {
      self.number = number
      self.instant = instant
      self.arrival = arrival
      requestBodyBytes = call.request.body.count
      // Uploads would fill the memory: a thousand of them are kept.
      self.call = requestBodyBytes > bodyBytesMax ? call.withoutBody : call
      status = reply.status
      fieldLines = reply.fieldLines
      body = reply.journaledBody(bodyBytesMax)
      file = SentFile.of(reply.body)
      slot = reply.slot
      self.makesJob = makesJob
      phase = reply.phase
      transport = reply.transport
      delay = reply.delay
      isScripted = reply.isScripted
    }

    /// The request as it came, without its body where that is large.
    package var request: HTTPRequest { call.request }
    /// The operation, as an index into the contract's.
    package var operation: Int { call.endpoint.operation }
    /// Where the request disagreed with its operation.
    package var violations: [CallViolation] { call.violations }
  }

  private var ring: [Entry] = []
  private var next = 0
  /// The number of entries ever made.
  package private(set) var count = 0

  /// Entries that are kept.
  package var entriesMax = Limits.journalEntriesMax
  /// Bytes of one body that are kept.
  package var bodyBytesMax = Limits.journalBodyBytesMax

  /// An empty journal.
  package init() {}

  /// The entries that are kept, oldest first.
  package var entries: [Entry] { Array(ring[next...] + ring[..<next]) }

  /// The entries that are no longer kept.
  package var dropped: Int { count - ring.count }

  /// Adds an entry; the oldest goes when there are too many.
  mutating func append(_ entry: consuming Entry) {
    count += 1
    if ring.count < entriesMax {
      ring.append(entry)
      return
    }
    fetchAhead()
    ring[next] = entry
    next += 1
    if next == ring.count { next = 0 }
  }

  /// Asks for the memory of the entries that go next, which was last seen a thousand calls ago.
  ///
  /// Whoever frees an entry would wait for each of its parts, one after the other.
  private func fetchAhead() {
    ring.withUnsafeBufferPointer { entries in
      guard let start = entries.baseAddress else { return }
      let first = start + (next + 1 < entries.count ? next + 1 : 0)
      let second = first + 1 < start + entries.count ? first + 1 : start
      // What a call holds is known only once the call itself is there: it was asked for one entry ago.
      Prefetch.elements(at: Prefetch.address(of: first.pointee.call.request.head))
      Prefetch.elements(at: Prefetch.address(of: first.pointee.call.request.body))
      Prefetch.elements(at: first.pointee.call.body.map { Prefetch.address(of: $0.tape) } ?? 0)
      Prefetch.object(at: Prefetch.address(of: second.pointee.call))
      Prefetch.elements(at: Prefetch.address(of: second.pointee.fieldLines))
      Prefetch.elements(at: Prefetch.address(of: second.pointee.body))
    }
  }

  /// Adds what became of an answer that went on to its entry, if that is still kept.
  mutating func amend(_ number: Int, with progress: Reply.Progress, phase: Phase) {
    guard let index = index(of: number) else { return }
    ring[index].phase = phase
    if let reply = progress.reply {
      ring[index].status = reply.status
      ring[index].fieldLines = reply.fieldLines
      ring[index].body = reply.journaledBody(bodyBytesMax)
    } else if ring[index].body.count + progress.bytes.count <= bodyBytesMax {
      ring[index].body += progress.bytes
    }
  }

  private func index(of number: Int) -> Int? {
    // Numbers rise, but those of requests that reached no job's tenant are left out.
    let newest = next == 0 ? ring.count : next
    for distance in 1...max(1, ring.count) where !ring.isEmpty {
      let index = (newest - distance + ring.count) % ring.count
      if ring[index].number == number { return index }
      if ring[index].number < number { return nil }
    }
    return nil
  }
}

/// A file that was answered with; a class, since few answers are files.
package final class SentFile: Sendable {
  package let body: Reply.Body

  private init(_ body: Reply.Body) { self.body = body }

  /// The file of a content; nil for other content. No initializer, which would take memory before it gives up.
  fileprivate static func of(_ body: Reply.Body) -> SentFile? {
    switch body {
    case .file, .stored: SentFile(body)
    case .none, .bytes, .later: nil
    }
  }
}

extension Reply {
  /// What the journal keeps of the content; pictures as text would fill the memory.
  fileprivate func journaledBody(_ bytesMax: Int) -> [UInt8] {
    guard case .bytes(let bytes) = body, bytes.count <= bytesMax else { return [] }
    return bytes
  }
}

/// What a tenant's jobs would have cost.
package struct Ledger: Hashable, Sendable {
  /// Jobs that a provider would bill: each that was accepted, and whose script does not let it fail.
  package private(set) var jobs = 0
  /// The sum, in millionths of the currency.
  package private(set) var micros: Int64 = 0

  /// An empty ledger.
  package init() {}

  mutating func bill(_ micros: Int64) {
    jobs += 1
    let (sum, isLarge) = self.micros.addingReportingOverflow(micros)
    self.micros = isLarge ? (micros < 0 ? .min : .max) : sum
  }
}
