import StuntContract

/// A message about a job's end, on its way to the client's server.
package struct WebhookDelivery: Sendable {
  /// Counted from 1 in the tenant.
  package let number: Int
  /// What the control operations know it by: 16 hexadecimal digits.
  package let id: String
  /// What the receiver knows it by.
  package let messageID: String
  package let event: String
  /// The name of the event in the contract.
  let webhook: String
  package let slot: Int
  package let url: WebhookURL
  /// The content as it was signed.
  package let body: [UInt8]
  /// When the event happened.
  package let created: Instant
  package internal(set) var attempts: [Attempt] = []
  package internal(set) var state: State
  let plan: WebhookPlan
  /// The submit that the job came by, and its door.
  let call: Call
  let links: Links
  /// How often it comes again after it was taken.
  var copiesLeft: Int
  /// How often it was taken.
  var copiesTaken = 0
  /// Attempts of earlier rounds: a copy, or a delivery by the control operations, begins anew.
  var attemptsBefore = 0
  /// The number of a message that waits for this one.
  var releases: Int?

  /// One try to deliver it.
  package struct Attempt: Sendable {
    package let instant: Instant
    /// The rim's instant at which it was sent; nil for one that never left.
    package internal(set) var sent: Instant?
    /// The field lines that were sent, without those of the message's frame.
    package let fieldLines: [UInt8]
    /// What is wrong with what was sent; nil for a genuine message.
    package let flaw: WebhookFlaw?
    /// Which sending of the same message it is, from 0: a receiver does the work once.
    package let copy: Int
    /// Nil as long as it is under way.
    package internal(set) var outcome: WebhookOutcome?
  }

  /// Where it stands.
  package enum State: Hashable, Sendable {
    case waiting(until: Instant)
    /// The scenario lets it wait for the message about another job.
    case held
    case underWay
    case delivered
    /// Nobody tries again.
    case failed(reason: String)
  }

  /// The word of the state in the control operations.
  package var stateName: String {
    switch state {
    case .waiting: "waiting"
    case .held: "held"
    case .underWay: "under way"
    case .delivered: "delivered"
    case .failed: "failed"
    }
  }

  /// What is wrong with the first message that is sent of it; the genuine one comes after that.
  package var flaw: WebhookFlaw? { plan.flaw }

  /// Whether nothing more will happen with it.
  var isOver: Bool {
    switch state {
    case .delivered, .failed: true
    case .waiting, .held, .underWay: false
    }
  }
}

/// What is wrong with a message that a receiver must refuse; after it comes the genuine one.
package enum WebhookFlaw: String, CaseIterable, Hashable, Sendable {
  /// The body was changed after it was signed.
  case tampered
  /// The timestamp is too old, the signature good: a message sent again by a stranger.
  case stale
  /// There is no signature.
  case unsigned
  /// It is signed with a key that is nobody's.
  case wrongKey
}

/// What came of an attempt.
package enum WebhookOutcome: Hashable, Sendable {
  /// The receiver answered with a status.
  case answered(Int)
  /// It did not, for this reason.
  case failed(String)
}

/// A message that the rim has to send now.
package struct WebhookMessage: Sendable {
  /// The delivery's number, to tell the outcome with.
  package let delivery: Int
  /// The name of what it is in the contract.
  package let webhook: String
  package let url: WebhookURL
  /// The field lines besides those of the message's frame.
  package let fieldLines: [UInt8]
  package let body: [UInt8]
  /// What is wrong with it; nil for a genuine message.
  package let flaw: WebhookFlaw?
  /// The time that the receiver has to answer.
  package let timeout: Instant.Span
}

/// What the rim has to do for a tenant's webhooks.
package struct WebhookWork: Sendable {
  /// To be sent now, in this order.
  package var messages: [WebhookMessage] = []
  /// The rim's time until there is more to do; nil when only an answer or an advance brings it.
  package var wait: Instant.Span?
}
