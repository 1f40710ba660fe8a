import StuntCrypto
import StuntJSON

extension Turn {
  /// The message that is being made.
  ///
  /// A class, so that turns without one carry no more than a reference.
  final class Webhook {
    /// The delivery's number in the tenant.
    let number: Int
    let event: String
    let created: Instant
    var id = ""
    /// Calendar time of the attempt; nil while the body is made.
    var timestamp: Int64?
    var body: [UInt8] = []
    var signature: String?
    /// What the operation that the event names answers about the job.
    var answer: [UInt8] = []

    init(number: Int, event: String, created: Instant) {
      self.number = number
      self.event = event
      self.created = created
    }
  }

  /// What the names `webhook.…` stand for.
  func webhookMember(_ member: Binding.WebhookMember) -> Value {
    switch member {
    case .secret: return .text(Array(webhookKeys.secret.utf8))
    case .publicKey:
      return webhookKeys.publicKey.map { .text(Array(Base64.encode($0, .url).utf8)) } ?? .null
    case .user: return .text(Turn.callIdentifier.text(slot: 0, entropy: webhookEntropy))
    default: break
    }
    guard let webhook else { return .null }
    switch member {
    case .id: return .text(Array(webhook.id.utf8))
    case .event: return .text(Array(webhook.event.utf8))
    case .hex: return .text(Turn.callIdentifier.text(slot: webhook.number, entropy: webhookEntropy))
    case .createdAt: return .date(clock.unixSeconds(webhook.created), nanoseconds: 0)
    case .timestamp: return webhook.timestamp.map(Value.integer) ?? .null
    case .body: return .text(webhook.body)
    case .bodyHash: return .text(Array(SHA256.hexadecimal(webhook.body).utf8))
    case .signature: return webhook.signature.map { .text(Array($0.utf8)) } ?? .null
    case .answer:
      return webhook.answer.isEmpty ? .null : .json(webhook.answer[...], .object)
    case .secret, .publicKey, .user: return .null
    }
  }

  /// Signs what the rules say is signed.
  mutating func signature(
    _ rule: WebhookRules.Signature, isWrong: Bool
  ) throws(CryptographyError) -> String {
    let bytes = try webhookKeys.signature(
      of: value(of: rule.content).plainText, by: rule.algorithm, isWrong: isWrong)
    return rule.encoding == .hex ? Hexadecimal.encode(bytes) : Base64.encode(bytes)
  }

  private var webhookKeys: WebhookKeys {
    WebhookKeys(
      provider: provider, entropy: entropy, serverEntropy: serverEntropy, chosen: chosenSecret)
  }

  /// The entropy of the numbers that stand in messages.
  private var webhookEntropy: Entropy { Entropy(seed: entropy.number(for: .webhook)) }
}
