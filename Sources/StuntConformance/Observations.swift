import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

/// What detectors ask of a run, looked up once.
struct Observations {
  let run: ClientRun
  let book: RuleBook
  /// One for each exchange.
  private(set) var facts: [Fact] = []
  /// One for each job that exchanges are about, in the order in which they come.
  private(set) var traces: [Trace] = []
  /// Whether any request came that is the provider's to answer.
  private(set) var hasCalls = false

  /// What one exchange is to its job.
  struct Fact {
    /// The operation's role; nil for a request that reached none.
    var role: Provider.Role?
    /// The index of its job's trace.
    var trace: Int?
    /// Whether the whole answer surely arrived, and in time.
    var isWhole = false
    /// Whether some of the answer may have arrived.
    var mayHaveArrived = false
  }

  /// What became of one job, as its client could see it.
  struct Trace {
    let slot: Int
    /// The indexes of the exchanges about it.
    var exchanges: [Int] = []
    /// The exchange that made it.
    var submit: Int?
    /// The exchange whose whole answer showed that it had ended.
    var end: Int?
    /// The phase that this answer showed.
    var endPhase: Phase?
    /// The exchange by which its client can first have seen that it had ended: also by a broken answer, or a stream.
    var endSeen: Int?
    /// When a genuine webhook first told of its end.
    var endTold: Instant?
    /// The exchange whose whole answer showed that it was canceled on request.
    var canceled: Int?
  }

  init(_ run: ClientRun, _ book: RuleBook) {
    self.run = run
    self.book = book
    facts.reserveCapacity(run.exchanges.count)
    var slots = SlotMap()
    for index in run.exchanges.indices { note(index, &slots) }
    for delivery in run.deliveries where delivery.flaw == nil && delivery.status != nil {
      guard let trace = slots.trace(of: delivery.slot) else { continue }
      traces[trace].endTold = min(traces[trace].endTold ?? delivery.arrival, delivery.arrival)
    }
  }

  private mutating func note(_ index: Int, _ slots: inout SlotMap) {
    var fact = Fact()
    let exchange = run.exchanges[index]
    if let operation = exchange.operation {
      hasCalls = true
      fact.role = book.roles[operation]
    }
    switch exchange.transport {
    case .whole:
      fact.mayHaveArrived = true
      // An answer that comes late may find nobody waiting any more.
      fact.isWhole = exchange.delay <= Limits.promptDelay
    case .cut, .trickle: fact.mayHaveArrived = true
    case .reset, .lostReply: break
    }
    if let slot = exchange.slot {
      let trace = slots.trace(of: slot) ?? slots.add(slot)
      if trace == traces.count { traces.append(Trace(slot: slot)) }
      fact.trace = trace
      traces[trace].exchanges.append(index)
      if exchange.makesJob { traces[trace].submit = index }
      if fact.mayHaveArrived, showsEnd(exchange, fact.role) { noteEnd(index, fact, trace) }
    }
    facts.append(fact)
  }

  private mutating func noteEnd(_ index: Int, _ fact: Fact, _ trace: Int) {
    if traces[trace].endSeen == nil { traces[trace].endSeen = index }
    guard fact.isWhole, fact.role != .stream else { return }
    // A cancellation's answer is the client's own doing: a poll after it makes sure.
    if fact.role == .cancel || fact.role == .delete {
      traces[trace].canceled = traces[trace].canceled ?? index
    } else if traces[trace].end == nil {
      traces[trace].end = index
      traces[trace].endPhase = run.exchanges[index].phase
    }
  }

  /// Whether an answer shows that its job has ended.
  private func showsEnd(_ exchange: ClientRun.Exchange, _ role: Provider.Role?) -> Bool {
    guard !exchange.isScripted else { return false }
    // What a stream tells is not kept: it may have shown all there is.
    if role == .stream { return exchange.status < 300 }
    guard let phase = exchange.phase, phase.isTerminal else { return false }
    if exchange.status < 300 { return true }
    // A result's error is how some providers tell of a failure.
    return phase != .succeeded && role != .list && role != .delete
  }

  /// The request of an exchange in a few words.
  func subject(_ index: Int) -> String {
    let request = run.exchanges[index].request
    return request.methodText + " " + clipped(request.targetText)
  }

  /// A text that is not longer than a line.
  func clipped(_ text: String) -> String {
    guard text.utf8.count > Limits.findingTextBytesMax else { return text }
    return String(text.prefix(Limits.findingTextBytesMax)) + "…"
  }

  /// The time between two exchanges as the client's own clock ran.
  func clientTime(from first: Int, to second: Int) -> Instant.Span {
    clientTime(from: run.exchanges[first].arrival, to: run.exchanges[second].arrival)
  }

  /// The time between two of the machine's instants as the client's own clock ran.
  func clientTime(from first: Instant, to second: Instant) -> Instant.Span {
    let span = second - first
    guard run.speed != 1 else { return span }
    return .seconds(span.seconds * run.speed)
  }

  /// The JSON of an answer; nil where it is none, or did not arrive as a whole.
  func answer(_ index: Int) -> JSONDocument? {
    guard facts[index].mayHaveArrived, !run.exchanges[index].body.isEmpty else { return nil }
    return try? JSONDocument(parsing: run.exchanges[index].body, limits: .message)
  }
}

/// Which trace a job has, by its slot: an array where slots are small, as they are.
private struct SlotMap {
  private var dense: [Int32] = []
  private var sparse: [Int: Int] = [:]
  private var count = 0

  private static let denseMax = 4_096

  func trace(of slot: Int) -> Int? {
    guard slot >= 0, slot < Self.denseMax else { return sparse[slot] }
    guard slot < dense.count, dense[slot] >= 0 else { return nil }
    return Int(dense[slot])
  }

  mutating func add(_ slot: Int) -> Int {
    defer { count += 1 }
    guard slot >= 0, slot < Self.denseMax else {
      sparse[slot] = count
      return count
    }
    while dense.count <= slot { dense.append(-1) }
    dense[slot] = Int32(count)
    return count
  }
}
