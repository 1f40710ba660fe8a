package import StuntEngine
package import StuntSockets
import Synchronization

/// Who carries messages to the clients' servers; may call back on any thread.
package struct WebhookCarrier: Sendable {
  /// Sends a message, and tells once what came of it.
  package let send: @Sendable (WebhookMessage, _ then: @escaping @Sendable (WebhookOutcome) -> Void) -> Void
  /// Asks to be called back at an instant, in place of the one asked for before.
  package let wake: @Sendable (_ at: MonotonicInstant) -> Void
  /// Tells the time: a delivery ends when nobody else does anything.
  package let now: @Sendable () -> MonotonicInstant
  /// Calendar time for timestamps; nil for the double's own.
  package let wallSeconds: @Sendable () -> Int64?

  /// A carrier of these.
  package init(
    send: @escaping @Sendable (WebhookMessage, _ then: @escaping @Sendable (WebhookOutcome) -> Void) -> Void,
    wake: @escaping @Sendable (_ at: MonotonicInstant) -> Void,
    now: @escaping @Sendable () -> MonotonicInstant,
    wallSeconds: @escaping @Sendable () -> Int64? = { nil }
  ) {
    self.wallSeconds = wallSeconds
    self.send = send
    self.now = now
    self.wake = wake
  }
}

/// The webhooks of all tenants: hands messages to the carrier, and looks again when a tenant's time has come.
final class Webhooks: Sendable {
  private struct State {
    /// Tenants by their seeds, and when to look again.
    var due: [UInt64: (tenant: Tenant, at: MonotonicInstant)] = [:]
  }

  private let tenants: Tenants
  private let carrier: WebhookCarrier?
  private let state = Mutex(State())

  init(tenants: Tenants, carrier: WebhookCarrier?) {
    self.tenants = tenants
    self.carrier = carrier
  }

  /// Does what a tenant's double has asked for.
  func perform(_ work: WebhookWork, _ tenant: Tenant, now: MonotonicInstant) {
    guard let carrier else { return }
    schedule(tenant, work.wait.map { now.advanced(nanoseconds: $0.nanoseconds) }, carrier)
    for message in work.messages {
      carrier.send(message) { [self] outcome in conclude(message.delivery, outcome, tenant, carrier.now()) }
    }
  }

  /// Looks at the tenants whose time has come, and gives the next instant; `.never` when nothing waits for time.
  func tick(now: MonotonicInstant) -> MonotonicInstant {
    let due = state.withLock { state in
      let due = state.due.values.filter { $0.at <= now }.map(\.tenant)
      for tenant in due { state.due.removeValue(forKey: tenant.seed) }
      return due.sorted { $0.seed < $1.seed }
    }
    for tenant in due { look(at: tenant, now: now) }
    return state.withLock { $0.due.values.map(\.at).min() } ?? .never
  }

  /// Looks at all tenants again: their time was changed.
  func lookAgain(now: MonotonicInstant) {
    guard carrier != nil else { return }
    for tenant in tenants.all() { look(at: tenant, now: now) }
  }

  /// Looks what a tenant's double has to send.
  ///
  /// - Parameter touched: The job that was looked at just now.
  func look(at tenant: Tenant, now: MonotonicInstant, touched: Int? = nil) {
    guard tenant.double.withLock({ $0.hasWebhookWork }) else { return }
    // A tenant that was forgotten has nobody to tell.
    guard tenants.known(seed: tenant.seed) === tenant else { return }
    let rim = Instant(nanoseconds: now.nanoseconds)
    let wall = carrier?.wallSeconds()
    let work = tenant.double.withLock { $0.webhookWork(at: rim, touched: touched, wallSeconds: wall) }
    perform(work, tenant, now: now)
  }

  private func conclude(
    _ delivery: Int, _ outcome: WebhookOutcome, _ tenant: Tenant, _ now: MonotonicInstant
  ) {
    tenant.double.withLock { $0.noteWebhook(delivery, outcome, at: Instant(nanoseconds: now.nanoseconds)) }
    look(at: tenant, now: now)
  }

  private func schedule(_ tenant: Tenant, _ instant: MonotonicInstant?, _ carrier: WebhookCarrier) {
    let next = state.withLock { state in
      state.due[tenant.seed] = instant.map { (tenant, $0) }
      return state.due.values.map(\.at).min()
    }
    if let next { carrier.wake(next) }
  }
}
