package import StuntContract
package import StuntEngine
package import StuntHTTP

/// What one client did in one run: all that a rule is judged by.
package struct ClientRun: Sendable {
  package let provider: Provider
  /// The suite's run; nil for traffic that no suite asked for.
  package var plan: RuleBook.PlannedRun?
  /// What reached the server, in the order of arrival, whether or not it reached an operation.
  package var exchanges: [Exchange]
  package var jobs: [Job]
  package var deliveries: [Delivery]
  /// The client's program; nil where only its traffic is known.
  package var program: Program?
  /// How much faster than the machine's clock the client's time passed.
  package var speed: Double
  /// The key that the client has for the provider; empty where it is not known.
  package var key = ""
  /// Exchanges before the first that are no longer known, since a server keeps the last ones only.
  package var droppedCount = 0

  package init(
    provider: Provider, plan: RuleBook.PlannedRun? = nil, exchanges: [Exchange] = [], jobs: [Job] = [],
    deliveries: [Delivery] = [], program: Program? = nil, speed: Double = 1
  ) {
    self.provider = provider
    self.plan = plan
    self.exchanges = exchanges
    self.jobs = jobs
    self.deliveries = deliveries
    self.program = program
    self.speed = speed
  }

  /// Adds what another tenant's client did; its jobs get other numbers, since each tenant counts from 0.
  package mutating func merge(_ other: ClientRun, slotsFrom first: Int) {
    for var exchange in other.exchanges {
      exchange.slot = exchange.slot.map { $0 + first }
      exchanges.append(exchange)
    }
    for job in other.jobs {
      jobs.append(
        Job(
          slot: job.slot + first, id: job.id, phase: job.phase, isBilled: job.isBilled,
          failureTexts: job.failureTexts))
    }
    for delivery in other.deliveries {
      deliveries.append(
        Delivery(
          slot: delivery.slot + first, flaw: delivery.flaw, copy: delivery.copy, arrival: delivery.arrival,
          status: delivery.status))
    }
    droppedCount += other.droppedCount
  }

  /// One request and what was answered.
  package struct Exchange: Sendable {
    /// Its place in the run, from 1.
    package var number: Int
    /// When the request was read: the machine's time since the run began.
    package let arrival: Instant
    /// The double's time.
    package let instant: Instant
    /// Which of the server's addresses it came to.
    package var origin = Origin.provider
    package let request: HTTPRequest
    /// The request as its operation reads it; nil where it reached none.
    package let call: Call?
    /// The job that it is about, by its number at the tenant.
    package var slot: Int?
    /// Whether it made that job.
    package var makesJob = false
    /// The phase that the answer showed.
    package var phase: Phase?
    package let status: Int
    /// The answer's field lines, each with its line end, without those of the message's frame.
    package var fieldLines: [UInt8] = []
    /// The answer's content; empty for files.
    package var body: [UInt8] = []
    package var file: FilePart?
    package var transport = Reply.Transport.whole
    /// How long the answer was held back.
    package var delay = Instant.Span.zero
    /// Whether a scenario put the answer in the place of the provider's own: a scripted refusal or gateway's page.
    package var isScripted = false
    /// The double's own complaint, in one sentence.
    package var complaint: String?

    package init(
      number: Int, arrival: Instant, instant: Instant, request: HTTPRequest, call: Call?, status: Int
    ) {
      self.number = number
      self.arrival = arrival
      self.instant = instant
      self.request = request
      self.call = call
      self.status = status
    }

    /// The operation, as an index into the contract's; nil where the request reached none.
    package var operation: Int? { call?.endpoint.operation }
  }

  /// Where a request came to.
  package enum Origin: Hashable, Sendable {
    /// The address that stands for the provider, which may have the key.
    case provider
    /// The address that results are at, which belongs to somebody else and must not have it.
    case results
  }

  /// What was sent of a file.
  package struct FilePart: Hashable, Sendable {
    /// Bytes of the whole file.
    package let length: Int
    /// The bytes that the answer announced: all, or those of a range.
    package let range: Range<Int>
    /// How many of them left, in an answer that was cut.
    package let sentCount: Int

    package init(length: Int, range: Range<Int>, sentCount: Int) {
      self.length = length
      self.range = range
      self.sentCount = sentCount
    }
  }

  /// A job that the run made.
  package struct Job: Sendable {
    package let slot: Int
    package let id: String
    /// Where it stood in the end.
    package let phase: Phase
    /// Whether the provider would bill it.
    package let isBilled: Bool
    /// The provider's texts about its failure; empty for a job that did not fail.
    package let failureTexts: [String]

    package init(slot: Int, id: String, phase: Phase, isBilled: Bool, failureTexts: [String]) {
      self.slot = slot
      self.id = id
      self.phase = phase
      self.isBilled = isBilled
      self.failureTexts = failureTexts
    }
  }

  /// A webhook that was sent to the client's server.
  package struct Delivery: Hashable, Sendable {
    package let slot: Int
    /// What is wrong with it; nil for a genuine one.
    package let flaw: String?
    /// Which time the same message came, from 1.
    package let copy: Int
    /// The machine's time since the run began.
    package let arrival: Instant
    /// The receiver's status; nil where it did not answer.
    package let status: Int?

    package init(slot: Int, flaw: String?, copy: Int, arrival: Instant, status: Int?) {
      self.slot = slot
      self.flaw = flaw
      self.copy = copy
      self.arrival = arrival
      self.status = status
    }
  }

  /// What became of a client's program.
  package struct Program: Sendable {
    package let ending: Ending
    /// What it wrote, standard output and standard error, as text; the middle is left out of what is long.
    package let output: String
    package let errorOutput: String
    /// The file that it saved where it was told to; nil when it saved none.
    package var saved: SavedFile?
    /// When it was interrupted.
    package var interrupted: Instant?
    /// When it ended.
    package let ended: Instant
    /// Processes that it left behind, which were stopped.
    package var leftProcesses = 0

    package init(ending: Ending, output: String, errorOutput: String, ended: Instant) {
      self.ending = ending
      self.output = output
      self.errorOutput = errorOutput
      self.ended = ended
    }
  }

  /// How a program ended.
  package enum Ending: Hashable, Sendable {
    case exited(code: Int32)
    case killed(signal: Int32)
    /// It was stopped when its time was over.
    case timedOut
    /// It was stopped because it wrote too much.
    case tooMuchOutput
    /// The run had seen enough and stopped it, as planned.
    case stopped
    /// It could not be started, for this reason.
    case notStarted(String)
  }

  /// The file that a client saved as its result.
  package struct SavedFile: Hashable, Sendable {
    package let length: Int
    /// Whether it is, byte for byte, the result of one of the run's jobs.
    package let isResult: Bool

    package init(length: Int, isResult: Bool) {
      self.length = length
      self.isResult = isResult
    }
  }
}
