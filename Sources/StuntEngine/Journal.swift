package import StuntContract
package import StuntHTTP

/// What came in and what went out: the last entries of one tenant.
package struct Journal: Sendable {
  /// One request and its answer.
  package struct Entry: Sendable {
    /// Counted from 1 in the tenant, never reset to a used number.
    package let number: Int
    /// The double's time.
    package let instant: Instant
    /// The call; its body is left out where it is large.
    let call: Call
    /// Bytes of the request's body.
    package let requestBodyBytes: Int
    package let status: Int
    /// The answer's content; empty for files and for answers that went on.
    package let body: [UInt8]
    package let slot: Int?
    /// Whether the call made the job, rather than asked about one.
    package let makesJob: Bool
    package let phase: Phase?
    package let transport: Reply.Transport

    init(
      number: Int, instant: Instant, call: Call, status: Int, body: [UInt8], slot: Int?,
      makesJob: Bool = false, phase: Phase?, transport: Reply.Transport
    ) {
      self.number = number
      self.instant = instant
      requestBodyBytes = call.request.body.count
      // Uploads would fill the memory: a thousand of them are kept.
      self.call = requestBodyBytes > Limits.journalBodyBytesMax ? call.withoutBody : call
      self.status = status
      self.body = body
      self.slot = slot
      self.makesJob = makesJob
      self.phase = phase
      self.transport = transport
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

  /// An empty journal.
  package init() {}

  /// The entries that are kept, oldest first.
  package var entries: [Entry] { Array(ring[next...] + ring[..<next]) }

  /// The entries that are no longer kept.
  package var dropped: Int { count - ring.count }

  /// Adds an entry; the oldest goes when there are too many.
  mutating func append(_ entry: Entry) {
    count += 1
    if ring.count < Limits.journalEntriesMax {
      ring.append(entry)
      return
    }
    ring[next] = entry
    next += 1
    if next == ring.count { next = 0 }
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
