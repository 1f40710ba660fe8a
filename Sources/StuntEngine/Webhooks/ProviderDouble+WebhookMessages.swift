import StuntContract
import StuntCrypto
import StuntJSON

// Messages: made when a job ends, sent, repeated, and given up.
extension ProviderDouble {
  /// Makes the delivery about a job that has ended.
  mutating func tell(_ watch: WebhookBook.Watch, at instant: Instant) {
    guard let rules = provider.behavior.webhooks else { return }
    let script = script(of: watch.slot)
    let plan = script.webhooks ?? WebhookPlan()
    let phase = jobs[watch.slot].phase(in: script)
    let found = plan.event ?? rules.events.firstIndex { $0.phases.contains(phase) }
    guard let found, watch.events?.contains(rules.events[found].name) != false else { return }
    let event = rules.events[found]
    var turn = turn(about: watch.slot, watch.call, watch.links, at: instant)
    let number = webhooks.nextNumber()
    turn.webhook = Turn.Webhook(number: number, event: event.name, created: instant)
    var broken: String?
    if let operation = event.answerOf {
      var other = self.turn(about: watch.slot, watch.call, watch.links, at: instant)
      other.webhook = turn.webhook
      other.operation = operation
      other.isJobCurrent = false
      other.select(watch.slot)
      let answer = answerOfJob(&other)
      if case .bytes(let bytes) = answer.body { turn.webhook?.answer = bytes }
      if answer.isComplaint { broken = "\(provider.contract.operations[operation].id) has no good answer" }
    }
    let messageID = String(decoding: turn.value(of: rules.id).plainText, as: UTF8.self)
    turn.webhook?.id = messageID
    let message = event.message.content
    guard case .template = message.body else { preconditionFailure("the compiler saw to it") }
    let body = turn.body(of: message)
    var delivery = WebhookDelivery(
      number: number, id: deliveryID(number), messageID: messageID, event: event.name,
      webhook: event.webhook.name, slot: watch.slot,
      url: watch.url, body: body, created: instant, state: .waiting(until: instant + plan.late), plan: plan,
      call: watch.call, links: watch.links, copiesLeft: plan.duplicates)
    if let first = broken ?? event.webhook.firstViolation(of: body) {
      delivery.state = .failed(
        reason: "the message breaks the contract: \(first); mend behavior.json or openapi.json")
    } else if let held = webhooks.deliveries.first(where: { $0.state == .held }) {
      delivery.releases = held.number
    } else if plan.isReordered {
      delivery.state = .held
    }
    webhooks.append(delivery)
  }

  /// Sends what is due: what waited longest goes first.
  mutating func sendDue(at now: Instant, rim: Instant, into messages: inout [WebhookMessage]) {
    while true {
      var next: (until: Instant, index: Int)?
      for (index, delivery) in webhooks.deliveries.enumerated() {
        guard case .waiting(let until) = delivery.state, until <= now else { continue }
        if let found = next, found.until <= until { continue }
        next = (until, index)
      }
      guard let next else { return }
      if let message = attempt(next.index, at: now) {
        messages.append(message)
        webhooks.change(next.index) { $0.attempts[$0.attempts.count - 1].sent = rim }
      }
    }
  }

  /// Notes what came of an attempt.
  package mutating func noteWebhook(_ number: Int, _ outcome: WebhookOutcome, at rim: Instant) {
    guard let index = webhooks.index(ofDelivery: number), webhooks.deliveries[index].state == .underWay else {
      return
    }
    conclude(index, outcome, at: clock.now(at: rim))
  }

  /// Sends a delivery once more, whatever became of it; false when there is none of that id.
  package mutating func redeliver(_ id: String, at rim: Instant) -> Bool {
    guard let index = webhooks.deliveries.firstIndex(where: { $0.id == id }) else { return false }
    guard webhooks.deliveries[index].state != .underWay else { return true }
    let now = clock.now(at: rim)
    webhooks.change(index) { delivery in
      delivery.state = .waiting(until: now)
      delivery.attemptsBefore = delivery.attempts.count
    }
    return true
  }

  /// The deliveries that are kept, oldest first.
  package var webhookDeliveries: [WebhookDelivery] { webhooks.deliveries }

  private func turn(about slot: Int, _ call: Call, _ links: Links, at instant: Instant) -> Turn {
    var turn = Turn(self, call: call, operation: Int(jobs[slot].operation), now: instant, links: links)
    turn.select(slot, of: jobs)
    turn.isJobCurrent = true
    turn.failure = failure(of: slot)
    return turn
  }

  private func deliveryID(_ number: Int) -> String {
    let id = entropy.number(for: .webhook, UInt64(number))
    return Hexadecimal.encode((0..<8).map { UInt8(truncatingIfNeeded: id >> (56 - 8 * UInt64($0))) })
  }

  /// One try: the message to send, or nil when it comes to nothing before it is sent.
  private mutating func attempt(_ index: Int, at now: Instant) -> WebhookMessage? {
    guard let rules = provider.behavior.webhooks else { return nil }
    let delivery = webhooks.deliveries[index]
    let number = delivery.attempts.count - delivery.attemptsBefore + 1
    var turn = turn(about: delivery.slot, delivery.call, delivery.links, at: now)
    let facts = Turn.Webhook(number: delivery.number, event: delivery.event, created: delivery.created)
    facts.id = delivery.messageID
    // The genuine message comes after the flawed one.
    let flaw = delivery.attempts.contains { $0.flaw != nil } ? nil : delivery.plan.flaw
    facts.timestamp =
      (webhooks.wallSeconds ?? clock.unixSeconds(now))
      - (flaw == nil ? 0 : Int64(delivery.plan.stale.seconds))
    facts.body = delivery.body
    turn.webhook = facts
    var lines: [UInt8] = []
    lines.append { turn.append(rules.fields, provider.behavior.program, to: &$0) }
    var failure: WebhookOutcome?
    if let signature = rules.signature, flaw == nil || !delivery.plan.isUnsigned {
      do {
        let text = try turn.signature(signature, isWrong: flaw != nil && delivery.plan.hasWrongKey)
        turn.webhook?.signature = text
        lines.append { turn.append(signature.field, provider.behavior.program, to: &$0) }
      } catch {
        failure = .failed("the message cannot be signed: \(error)")
      }
    }
    webhooks.change(index) {
      $0.attempts.append(
        WebhookDelivery.Attempt(instant: now, fieldLines: lines, flaw: flaw, copy: delivery.copiesTaken))
      $0.state = .underWay
    }
    if delivery.url.isSecure {
      failure = .failed("https is not served; let the receiver listen on http at this machine")
    }
    if let failure {
      conclude(index, failure, at: now, isPermanent: true)
      return nil
    }
    if delivery.attempts.count < delivery.plan.lostAttempts {
      conclude(index, .failed("lost on the way, as the scenario says"), at: now)
      return nil
    }
    return WebhookMessage(
      delivery: delivery.number, webhook: delivery.webhook, url: delivery.url, fieldLines: lines,
      body: flaw != nil && delivery.plan.isTampered ? Self.tampered(delivery.body) : delivery.body,
      flaw: flaw,
      timeout: rules.retries.timeout(ofAttempt: number))
  }

  private mutating func conclude(
    _ index: Int, _ outcome: WebhookOutcome, at now: Instant, isPermanent: Bool = false
  ) {
    guard let retries = provider.behavior.webhooks?.retries else { return }
    let released = webhooks.deliveries[index].releases
    webhooks.change(index) { delivery in
      delivery.attempts[delivery.attempts.count - 1].outcome = outcome
      delivery.releases = nil
      let count = delivery.attempts.count - delivery.attemptsBefore
      if delivery.attempts[delivery.attempts.count - 1].flaw != nil, !isPermanent {
        // Whatever the receiver said to the flawed message: the genuine one is still to come.
        delivery.state = .waiting(until: now)
        delivery.attemptsBefore = delivery.attempts.count
      } else if case .answered(200...299) = outcome {
        delivery.copiesTaken += 1
        delivery.state = delivery.copiesLeft > 0 ? .waiting(until: now) : .delivered
        delivery.copiesLeft = max(0, delivery.copiesLeft - 1)
        delivery.attemptsBefore = delivery.attempts.count
      } else if isPermanent || retries.isPermanent(outcome) {
        delivery.state = .failed(reason: outcome.reason + "; such a failure is final")
      } else if let delay = retries.delay(afterAttempts: count) {
        delivery.state = .waiting(until: now + delay)
      } else {
        delivery.state = .failed(reason: outcome.reason + "; given up after \(count) attempts")
      }
    }
    guard let released, let held = webhooks.index(ofDelivery: released) else { return }
    webhooks.change(held) { if $0.state == .held { $0.state = .waiting(until: now) } }
  }

  /// The body with a member that nobody signed.
  private static func tampered(_ body: [UInt8]) -> [UInt8] {
    guard body.last == UInt8(ascii: "}") else { return body + [0x20] }
    return body.dropLast() + Array(",\"tampered\":true}".utf8)
  }
}

extension WebhookRules.Retries {
  fileprivate func isPermanent(_ outcome: WebhookOutcome) -> Bool {
    guard case .answered(let status) = outcome else { return false }
    return permanent.contains { $0.contains(status) }
  }
}

extension WebhookOutcome {
  /// What a failed delivery says of its last attempt.
  fileprivate var reason: String {
    switch self {
    case .answered(let status): "the receiver answered \(status)"
    case .failed(let reason): reason
    }
  }
}

// What the control operations set and show.
extension ProviderDouble {
  /// Sends the ends of all jobs to come somewhere, unless their submits say where to.
  ///
  /// - Parameters:
  ///   - url: Nil to end it.
  ///   - events: The events that are wanted; nil for all.
  package mutating func setWebhookEndpoint(_ url: WebhookURL?, events: [String]?) {
    webhooks.endpoint = url.map { WebhookBook.Endpoint(url: $0, events: events) }
  }

  /// Chooses the secret that messages are signed with; nil for the tenant's own.
  package mutating func setWebhookSecret(_ secret: String?) {
    webhooks.chosenSecret = secret
  }

  /// What a receiver needs to know.
  package struct WebhookSettings: Sendable {
    /// Where messages go whose submits do not say.
    package let url: String?
    /// The events that are wanted; nil for all.
    package let events: [String]?
    /// The shared secret; nil where a key of the provider's signs.
    package let secret: String?
  }

  /// What a receiver needs to know; nil for a provider without webhooks.
  package var webhookSettings: WebhookSettings? {
    guard let rules = provider.behavior.webhooks else { return nil }
    let secret = WebhookKeys(self)
    return WebhookSettings(
      url: webhooks.endpoint?.url.text, events: webhooks.endpoint?.events,
      secret: rules.signature?.algorithm == .hmacSHA256 ? secret.secret : nil)
  }
}

extension Provider {
  /// The names of the events that are told; empty for a provider without webhooks.
  package var webhookEvents: [String] { behavior.webhooks?.events.map(\.name) ?? [] }
}
