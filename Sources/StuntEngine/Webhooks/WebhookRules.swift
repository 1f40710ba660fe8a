import StuntContract

/// How a provider tells a client's server how jobs ended: the compiled `webhooks` of `behavior.json`.
///
/// A class, because each submit asks whether there is one.
final class WebhookRules: Sendable {
  /// Where a submit says where to; nil where only the control operations do.
  let url: Binding?
  /// Which targets the provider takes.
  let targets: Targets
  /// The refusal of a target that it does not take.
  let refusal: Int?
  /// What tells one message from another, and is the same at each attempt.
  let id: Binding
  /// The fields of a message, without the signature's.
  let fields: FieldBlock
  let signature: Signature?
  let events: [Event]
  let retries: Retries

  init(
    url: Binding?, targets: Targets, refusal: Int?, id: Binding, fields: FieldBlock, signature: Signature?,
    events: [Event], retries: Retries
  ) {
    self.url = url
    self.targets = targets
    self.refusal = refusal
    self.id = id
    self.fields = fields
    self.signature = signature
    self.events = events
    self.retries = retries
  }

  /// A message about an end.
  struct Event: Sendable {
    let name: String
    /// The phases that it tells of; none for one that only a scenario asks for.
    let phases: Set<Phase>
    /// The contract's promise of it.
    let webhook: Contract.Webhook
    /// The message: an answer that nobody asked for.
    let message: AnswerTemplate
    /// The operation whose answer the body carries.
    let answerOf: Int?
  }

  /// Which URLs the provider takes, besides those of this machine, which the double always takes.
  struct Targets: Sendable {
    /// `http`, `https`; nil for both.
    var schemes: [String]?
    /// Nil for any.
    var ports: [Int]?
    /// Whether a bare IP address will do.
    var takesAddresses = true
    /// Names that it never calls.
    var refusedHosts: [String] = []

    func allow(_ url: WebhookURL) -> Bool {
      if url.isLoopback { return true }
      return schemes?.contains(url.isSecure ? "https" : "http") != false
        && ports?.contains(Int(url.port)) != false
        && (takesAddresses || !url.isAddress) && !refusedHosts.contains(url.host)
    }
  }

  /// What proves that a message is the provider's.
  struct Signature: Sendable {
    let algorithm: Algorithm
    /// The text that is signed.
    let content: Binding
    let encoding: Encoding
    /// The field that carries it, and what stands in it.
    let field: FieldBlock
    /// What a secret begins with.
    let secretPrefix: String

    enum Algorithm: String, CaseIterable, Sendable {
      /// With a secret that provider and client share.
      case hmacSHA256
      /// With a key of the provider's, whose public half anybody can fetch.
      case ed25519
    }

    enum Encoding: String, CaseIterable, Sendable {
      case base64, hex
    }
  }

  /// What becomes of a message that nobody took.
  struct Retries: Sendable {
    /// The time from a failed attempt to the next one; the last one repeats.
    var delays: [Instant.Span]
    /// The time that an attempt may take; the last one repeats.
    var timeouts: [Instant.Span]
    var attemptsMax: Int
    /// Statuses after which there is no other attempt.
    var permanent: [ClosedRange<Int>]

    /// How long to wait after so many failed attempts; nil to give up.
    func delay(afterAttempts count: Int) -> Instant.Span? {
      guard count < attemptsMax, !delays.isEmpty else { return nil }
      return delays[min(count, delays.count) - 1]
    }

    func timeout(ofAttempt number: Int) -> Instant.Span {
      timeouts[min(number, timeouts.count) - 1]
    }
  }
}

/// What goes wrong with the message about a job: a scenario's `webhooks`.
struct WebhookPlan: Sendable {
  /// How often the same message comes again after it was taken.
  var duplicates = 0
  /// How long after the job's end it comes.
  var late = Instant.Span.zero
  /// How long before the job's end it comes.
  var early = Instant.Span.zero
  /// Whether it comes only after the message about another job.
  var isReordered = false
  /// Whether its body is changed after it was signed.
  var isTampered = false
  /// How old its timestamp is.
  var stale = Instant.Span.zero
  /// Whether it comes without a signature.
  var isUnsigned = false
  /// Whether it is signed with a key that is nobody's.
  var hasWrongKey = false
  /// What is wrong with the first message that is sent; nil for nothing that its receiver must refuse.
  var flaw: WebhookFlaw? {
    if isTampered { return .tampered }
    if isUnsigned { return .unsigned }
    if hasWrongKey { return .wrongKey }
    return stale > .zero ? .stale : nil
  }
  /// How many attempts never arrive.
  var lostAttempts = 0
  /// The event that it is in place of the phase's own, as an index.
  var event: Int?
}
