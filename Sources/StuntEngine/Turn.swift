import StuntContract
import StuntJSON

/// One call's facts, gathered once: what came, what it is about, and what its answer is made from.
///
/// Not to be copied, since that would count a reference for each of its many parts.
struct Turn: ~Copyable {
  let provider: Provider
  /// What bindings refer to: the provider's own program, or while an answer is filled in, the answer's.
  var program: AnswerProgram
  let entropy: Entropy
  let serverEntropy: Entropy
  let clock: Clock
  let now: Instant
  let links: Links
  let call: Call
  let callNumber: UInt64
  /// The operation whose answer is made: the call's, or one that a list or stream names.
  var operation: Int
  /// The job that the answer is about.
  var slot: Int?
  /// The phase in which this turn's submit left the job.
  var phase: Phase?
  /// A copy of the job, for its values.
  var job: Job?
  /// Whether the copy is as the job is: it was made in this turn.
  var isJobCurrent = false
  /// Whether all values of the body that was made last are proven to satisfy the contract.
  var isProven = false
  /// What the value that was appended last is.
  var appended = Appended.other
  /// The way of the client, if it is remembered.
  var way: LinkWay?
  /// The job's id, once it was asked for.
  var identifier = KnownIdentifier()
  /// The body of the job's submit, until it is parsed.
  var body: ArraySlice<UInt8> = []
  /// The job's submit body, parsed when it is first asked for; without a job, this call's.
  var request: JSONDocument?
  /// What is kept of the job's submit besides its body, as a JSON object; empty for nothing.
  var kept: [UInt8] = []
  /// The window of the rate limit that the submit counts in.
  var rate: RateWindow.Count?
  /// The failure whose answer is made.
  var failure: Int?
  /// Whether the call is none that is listed: it made nothing, or repeated another.
  var isUnlisted = false
  let ledger: Ledger
  /// The first log line to show: an event shows new ones only.
  var firstLog = 0
  /// What few calls have; nil until some of it is noted.
  var particulars: Particulars?
  /// Never set: a struct with a member of unknown size is handed on by its address, where others as large are copied for
  /// each method that only reads them.
  private let unsized: (any Sendable)? = nil

  /// What a value is, as far as that spares its proof.
  enum Appended {
    case other
    /// A whole number, 0 or greater.
    case natural
    /// Any value of a kind that has no parts.
    case scalar(JSONKind)
    /// A list that is not empty.
    case list
  }

  /// One page of a list of jobs.
  struct Page {
    var bodies: [[UInt8]] = []
    var first: (slot: Int, kind: UInt8)?
    var last: (slot: Int, kind: UInt8)?
    var hasMore = false
  }

  /// What `item/…` speaks of.
  enum Item {
    case log(message: String, at: Instant)
    case row(table: Int, row: Int)
    case picture(index: Int, PictureWish)
  }

  /// Always inlined: it is then made where it stays, with no copy of the double.
  @inline(__always)
  init(_ double: borrowing ProviderDouble, call: Call, operation: Int, now: Instant, links: Links) {
    provider = double.provider
    program = double.provider.behavior.program
    entropy = double.entropy
    serverEntropy = double.serverEntropy
    clock = double.clock
    callNumber = double.callNumber
    ledger = double.ledger
    self.call = call
    self.operation = operation
    self.now = now
    self.links = links
    request = call.body
    if let secret = double.webhooks.chosenSecret { chosenSecret = secret }
  }

  /// Makes the turn one about a job, whose values are given to it later, or about none.
  mutating func select(_ slot: Int?) {
    if self.slot != slot {
      request = slot == nil ? call.body : nil
      body = []
      kept = []
    }
    self.slot = slot
    job = nil
  }

  /// Makes the turn one about a job as it is now; the request is then the job's.
  mutating func select(_ slot: Int, of jobs: borrowing JobStore) {
    select(slot)
    job = jobs[slot]
    kept = jobs.keptBytes(of: slot)
    if request == nil { body = jobs.body(of: slot) }
  }
}
