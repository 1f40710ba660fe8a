package import StuntContract
package import StuntCrypto
import StuntJSON

// Messages that were recorded, and that a replay sends to the live client's server.
extension ProviderDouble {
  /// Where a submit wants its job's end to be told, else where the control operations said; nil for nowhere.
  package func webhookTarget(of call: Call, at rim: Instant, links: Links) -> WebhookURL? {
    guard let rules = provider.behavior.webhooks else { return nil }
    var turn = Turn(
      self, call: call, operation: call.endpoint.operation, now: clock.now(at: rim), links: links)
    let asked = rules.url.map { turn.value(of: $0).plainText } ?? []
    guard !asked.isEmpty else { return webhooks.endpoint?.url }
    return WebhookURL(String(decoding: asked, as: UTF8.self)).flatMap { rules.targets.allow($0) ? $0 : nil }
  }

  /// A recorded message as the double would send it now: dated and signed anew, so that its receiver takes it.
  ///
  /// - Parameters:
  ///   - number: What tells the message from others of this double.
  ///   - recorded: The values of the recorded message's fields, by their names.
  ///   - wallSeconds: Calendar time for the timestamp; nil for the double's own.
  package func replayedWebhook(
    number: Int, to url: WebhookURL, body: [UInt8], recorded: (String) -> String?, call: Call, links: Links,
    at rim: Instant, wallSeconds: Int64?
  ) throws(CryptographyError) -> WebhookMessage? {
    guard let rules = provider.behavior.webhooks else { return nil }
    let now = clock.now(at: rim)
    var turn = Turn(self, call: call, operation: call.endpoint.operation, now: now, links: links)
    let facts = Turn.Webhook(number: number, event: "", created: now)
    facts.timestamp = wallSeconds ?? clock.unixSeconds(now)
    facts.body = body
    turn.webhook = facts
    facts.id =
      recordedID(rules, recorded) ?? String(decoding: turn.value(of: rules.id).plainText, as: UTF8.self)
    var lines: [UInt8] = []
    lines.append { turn.append(rules.fields, provider.behavior.program, to: &$0) }
    if let signature = rules.signature {
      facts.signature = try turn.signature(signature, isWrong: false)
      lines.append { turn.append(signature.field, provider.behavior.program, to: &$0) }
    }
    return WebhookMessage(
      delivery: number, webhook: "", url: url, fieldLines: lines, body: body, flaw: nil,
      timeout: rules.retries.timeout(ofAttempt: 1))
  }

  /// The message's id: what was recorded in the field that carries it.
  private func recordedID(_ rules: WebhookRules, _ recorded: (String) -> String?) -> String? {
    for part in rules.fields.parts {
      guard case .field(let name, let value) = part, case .webhook(.id) = value.source else { continue }
      return recorded(String(decoding: provider.behavior.program.slice(name).dropLast(2), as: UTF8.self))
    }
    return nil
  }
}

extension Provider {
  /// Whether an operation gives what messages are signed with: a secret, or a public key.
  package func givesWebhookKeys(_ operation: Int) -> Bool {
    guard behavior.webhooks?.signature != nil, case .constant = behavior.operations[operation].action else {
      return false
    }
    return behavior.operations[operation].answers.contains { choice in
      choice?.all.contains { $0.bindsWebhookKey } == true
    }
  }
}

extension AnswerChoice {
  fileprivate var bindsWebhookKey: Bool {
    guard case .answer(let answer) = self, case .template(let template) = answer.content.body else {
      return false
    }
    return template.pieces.contains { index in
      guard case .slot(let binding) = answer.content.program.lists.pieces[index] else { return false }
      switch binding.source {
      case .webhook(.secret), .webhook(.publicKey): return true
      default: return false
      }
    }
  }
}
