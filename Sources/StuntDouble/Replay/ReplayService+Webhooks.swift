import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntRecording
package import StuntSockets
import Synchronization

/// Where a live client wants to be told of a job.
struct ReplayReceiver: Sendable {
  let url: WebhookURL
  /// Whose secret signs.
  let tenant: Tenant
  /// The submit, and the door that it came by.
  let call: Call
  let links: Links
  let authority: String
}

// Recorded messages to clients' servers. Who carries them is given from outside: nothing here connects.
extension ReplayService {
  /// Where the job that a request makes is to be told of; nil for nowhere.
  func receiver(
    _ reading: ReplayReader.Reading, _ request: HTTPRequest, at rim: Instant
  ) -> ReplayReceiver? {
    guard sendsWebhooks, reading.role == .submit || reading.role == .run, let call = reading.call,
      let links = reading.links
    else { return nil }
    let service = reader.service
    let index = call.endpoint.contract
    let known = try? service.tenant(of: call, service.registry.providers[index], isProxied: false).get()
    let tenant = known ?? service.tenants.strangers[index]
    let url = tenant.double.withLock { $0.webhookTarget(of: call, at: rim, links: links) }
    return url.map {
      ReplayReceiver(
        url: $0, tenant: tenant, call: call.withoutBody, links: links, authority: request.authorityText ?? "")
    }
  }

  /// Whether a request asks for what messages are signed with: that is the double's own here, whatever was recorded.
  func asksForKeys(_ reading: ReplayReader.Reading) -> Bool {
    guard sendsWebhooks, let operation = reading.key.operation else { return false }
    return reader.service.registry.providers[operation.provider].givesWebhookKeys(operation.index)
  }

  /// Sends what is due after a request, and has itself called when more is.
  func lookAtReceivers(now: MonotonicInstant) {
    guard sendsWebhooks else { return }
    let next = tellReceivers(now: now)
    if next != .never { carrier?.wake(next) }
  }

  /// Sends what is due, and gives the instant at which to look again; `.never` when only a client brings it.
  @discardableResult package func tellReceivers(now: MonotonicInstant) -> MonotonicInstant {
    guard sendsWebhooks, let carrier else { return .never }
    let rim = Instant(nanoseconds: now.nanoseconds - start.nanoseconds)
    let (messages, next) = replayer.withLock { $0.takeTold(at: rim) }
    for message in messages { send(message, carrier, at: rim) }
    return next.map { start.advanced(nanoseconds: $0.nanoseconds) } ?? .never
  }

  private func send(_ told: Replayer.Told, _ carrier: WebhookCarrier, at rim: Instant) {
    let receiver = told.receiver
    let entry = replayer.withLock { $0.index.entries[told.entry] }
    guard receiver.url.isLoopback || webhooks == .anywhere else {
      return note(
        told.entry, receiver, "\(receiver.url.text) is not this machine; allow it with --webhooks anywhere")
    }
    guard !receiver.url.isSecure else {
      return note(
        told.entry, receiver, "https is not served; let the receiver listen on http at this machine")
    }
    var replacements = told.replacements
    if receiver.links.door != .host { origins.add(to: &replacements, authority: receiver.authority) }
    let recorded = entry.interaction.request
    let fields = recorded.fields
    let body = replacements.applied(to: recorded.body?.bytes ?? [])
    let message = Result {
      try receiver.tenant.double.withLock { double in
        try double.replayedWebhook(
          number: told.entry + 1, to: receiver.url, body: body,
          recorded: { name in
            fields[name].map { Self.identifier($0, told, replacements, seed: double.entropy) }
          }, call: receiver.call, links: receiver.links, at: rim, wallSeconds: carrier.wallSeconds())
      }
    }
    switch message {
    case .failure(let error): note(told.entry, receiver, "it cannot be signed: \(error)")
    case .success(nil): note(told.entry, receiver, "this provider's documents know no webhooks")
    case .success(let message?):
      carrier.send(message) { [self] outcome in
        switch outcome {
        case .answered(200...299): tell(told.entry, receiver, nil)
        case .answered(let status): note(told.entry, receiver, "the receiver answered \(status)")
        case .failed(let reason): note(told.entry, receiver, reason)
        }
      }
    }
  }

  /// The message's id: the recorded one; of a further job another one, since receivers do the work of an id once.
  private static func identifier(
    _ recorded: String, _ told: Replayer.Told, _ replacements: ByteReplacements, seed: Entropy
  ) -> String {
    let replaced = replacements.applied(to: recorded)
    guard told.isFresh, replaced == recorded else { return replaced }
    return FreshIdentifier.text(like: recorded, number: UInt64(told.instance), entropy: seed)
  }

  private func note(_ entry: Int, _ receiver: ReplayReceiver, _ reason: String) {
    replayer.withLock { $0.note(undelivered: entry, reason) }
    tell(entry, receiver, reason)
  }

  /// Tells the log about a message.
  private func tell(_ entry: Int, _ receiver: ReplayReceiver, _ complaint: String?) {
    let found = replayer.withLock { $0.index.entries[entry] }
    log?(
      ReplayLog(
        method: "POST", target: receiver.url.text, status: complaint == nil ? 200 : 0,
        entry: found.place, complaint: complaint))
  }
}
