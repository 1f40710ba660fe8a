import StuntContract
import StuntEngine
import StuntHTTP
import Synchronization

/// All tenants of a server. Each is made when its key is first seen.
final class Tenants: Sendable {
  private struct State {
    var byIdentity: [UInt64: Tenant] = [:]
    /// By provider: who was asked for last, since one client asks many times.
    var recent: [Tenant?]
    /// What new tenants begin with.
    var clock: Clock.Mode
    var standingScenario: [Int: Int] = [:]
    var queuedScenarios: [Int: [Int]] = [:]
    /// By provider: where the ends of new tenants' jobs are told.
    var webhooks: [Int: StandingWebhook] = [:]
  }

  /// What the control operations said of webhooks, for tenants that are still to come.
  struct StandingWebhook: Sendable {
    var url: WebhookURL?
    var events: [String]?
    var secret: String?
  }

  private let providers: [Provider]
  private let options: DoubleOptions
  private let start: Instant
  private let deliversWebhooks: Bool
  private let state: Mutex<State>
  /// By provider: who answers requests that come without a good key.
  let strangers: [Tenant]
  /// The seeds of the strangers.
  private let seeds: [UInt64]

  init(providers: [Provider], options: DoubleOptions, start: Instant, deliversWebhooks: Bool = false) {
    self.deliversWebhooks = deliversWebhooks
    self.providers = providers
    self.options = options
    self.start = start
    strangers = providers.enumerated().map { index, provider in
      let entropy = Entropy(seed: options.seed).derived(from: Array(provider.name.utf8))
      let clock = Clock(mode: options.clock, epochSeconds: options.epochSeconds, start: start)
      let double = ProviderDouble(provider: provider, entropy: entropy, clock: clock)
      return Tenant(seed: entropy.seed, provider: index, key: [], double: double)
    }
    seeds = strangers.map(\.seed)
    var state = State(recent: Array(repeating: nil, count: providers.count), clock: options.clock)
    for (index, provider) in providers.enumerated() {
      if let name = options.scenario { state.standingScenario[index] = provider.scenario(named: name.utf8) }
    }
    self.state = Mutex(state)
  }

  /// The tenant of a key; nil when it was never seen.
  func known(provider: Int, key: ArraySlice<UInt8>) -> Tenant? {
    known(seed: entropy(provider, key).seed)
  }

  /// The same of a borrowed key.
  func known(provider: Int, key: UnsafeBufferPointer<UInt8>) -> Tenant? {
    state.withLock { state in
      if let recent = state.recent[provider], recent.has(key) { return recent }
      let found = state.byIdentity[Entropy(seed: seeds[provider]).derived(from: key).seed]
      // Compared once more: a key is found by its hash, and the recent one by its bytes.
      if let found, found.has(key) { state.recent[provider] = found }
      return found
    }
  }

  /// The tenant whose entropy has the seed.
  func known(seed: UInt64) -> Tenant? {
    state.withLock { $0.byIdentity[seed] }
  }

  /// The tenant of a key, made if need be; nil when there are too many.
  func tenant(provider: Int, key: ArraySlice<UInt8>) -> Tenant? {
    let entropy = entropy(provider, key)
    return state.withLock { state in
      if let known = state.byIdentity[entropy.seed] { return known }
      guard state.byIdentity.count < options.tenantsMax else { return nil }
      var double = ProviderDouble(
        provider: providers[provider], entropy: entropy,
        clock: Clock(mode: state.clock, epochSeconds: options.epochSeconds, start: start),
        standingScenario: KeySuffix.scenario(in: key).flatMap { providers[provider].scenario(named: $0) }
          ?? state.standingScenario[provider],
        serverEntropy: Entropy(seed: strangers[provider].seed))
      double.deliversWebhooks = deliversWebhooks
      double.keepJournal(
        entriesMax: options.journalEntriesMax, bodyBytesMax: options.journalBodyBytesMax)
      if let webhook = state.webhooks[provider] { webhook.apply(to: &double) }
      if let queued = state.queuedScenarios.removeValue(forKey: provider) {
        _ = double.queue(scenarios: queued)
      }
      let tenant = Tenant(seed: entropy.seed, provider: provider, key: Array(key), double: double)
      state.byIdentity[entropy.seed] = tenant
      return tenant
    }
  }

  /// All tenants, in the order of provider and key, or the ones of a key.
  func all(key: ArraySlice<UInt8>? = nil) -> [Tenant] {
    let tenants = state.withLock { Array($0.byIdentity.values) }
    return
      tenants
      .filter { key == nil || $0.key == Array(key ?? []) }
      .sorted { ($0.provider, Ordered($0.key)) < ($1.provider, Ordered($1.key)) }
  }

  /// Forgets tenants: all, or the ones of a key. What is still answered for them goes to nobody.
  func reset(key: ArraySlice<UInt8>? = nil) -> Int {
    state.withLock { state in
      let gone = state.byIdentity.values.filter { key == nil || $0.key == Array(key ?? []) }
      for tenant in gone { state.byIdentity.removeValue(forKey: tenant.seed) }
      for provider in state.recent.indices { state.recent[provider] = nil }
      if key == nil {
        state.queuedScenarios = [:]
        state.webhooks = [:]
      }
      return gone.count
    }
  }

  /// Makes new tenants begin with another clock.
  func begin(with clock: Clock.Mode) {
    state.withLock { $0.clock = clock }
  }

  /// Changes what new tenants of a provider begin with, and gives it.
  func change(webhooksOf provider: Int, _ change: (inout StandingWebhook) -> Void) -> StandingWebhook {
    state.withLock { state in
      change(&state.webhooks[provider, default: StandingWebhook()])
      return state.webhooks[provider, default: StandingWebhook()]
    }
  }

  /// Queues scenarios for the first tenant of a provider that comes.
  func queue(_ scenarios: [Int], provider: Int) -> Bool {
    state.withLock { state in
      let waiting = state.queuedScenarios[provider, default: []]
      guard waiting.count + scenarios.count <= StuntEngine.Limits.queuedScenariosMax else { return false }
      state.queuedScenarios[provider] = waiting + scenarios
      return true
    }
  }

  private func entropy(_ provider: Int, _ key: ArraySlice<UInt8>) -> Entropy {
    key.withUnsafeBufferPointer { Entropy(seed: seeds[provider]).derived(from: $0) }
  }

  /// Bytes with an order.
  private struct Ordered: Comparable {
    let bytes: [UInt8]
    init(_ bytes: [UInt8]) { self.bytes = bytes }
    static func < (left: Ordered, right: Ordered) -> Bool {
      left.bytes.lexicographicallyPrecedes(right.bytes)
    }
  }
}

extension Tenants.StandingWebhook {
  /// Sets it for a tenant.
  func apply(to double: inout ProviderDouble) {
    double.setWebhookEndpoint(url, events: events)
    double.setWebhookSecret(secret)
  }
}
