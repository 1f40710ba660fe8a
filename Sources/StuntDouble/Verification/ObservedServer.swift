import StuntConformance
import StuntContract
import StuntEngine
import StuntProviders
import StuntSockets
import Synchronization

/// The server of one run: a world of its own, on two addresses, in which every job follows the run's scenario.
///
/// A class, because its listeners tell it what they see.
final class ObservedServer: Sendable {
  let setting: RunSetting
  /// The rim's instant at which the run began.
  let start: MonotonicInstant
  private let service: DoubleService
  private let provider: Listener
  private let results: Listener
  private let post: WebhookPost

  /// What a run is made of.
  struct Plan: Sendable {
    let registry: ProviderRegistry
    let book: RuleBook
    let run: RuleBook.PlannedRun
    var speed = 1.0
    /// Where the client may save the result; empty where it cannot.
    var savePath = ""
  }

  /// Starts a server.
  ///
  /// - Parameter onRequest: Told how many requests and how many polls there were, after each request.
  init(
    _ plan: Plan, onRequest: @escaping @Sendable (_ requests: Int, _ polls: Int) -> Void
  ) throws(SocketError) {
    let observing = ObservingService()
    // Any page: the client may be one in a browser, and nobody else knows of servers that live for one run.
    let door = CrossOriginService(observing, .all)
    let address = try Self.address()
    let results = try Listener.start(address, service: door)
    let post = WebhookPost()
    start = MonotonicClock.system.now
    let counter = RequestCounter(provider: plan.book.provider, onRequest: onRequest)
    service = DoubleService(
      registry: plan.registry, options: Self.options(plan, resultsPort: results.address.port), start: start,
      carrier: post.carrier, log: { counter.count($0) })
    post.onTime.withLock { [webhooks = service.webhooks] in $0 = { webhooks.tick(now: $0) } }
    do throws(SocketError) {
      provider = try Listener.start(address, service: door)
    } catch {
      results.stop(withinSeconds: 0)
      throw error
    }
    self.results = results
    self.post = post
    service.wake.withLock { [provider] in
      $0 = {
        provider.wakeContinuations()
        results.wakeContinuations()
      }
    }
    setting = Self.setting(
      plan, service, url: "http://\(provider.address)", resultsPort: results.address.port)
    observing.lead(to: service, beforeSubmit: WebhookRegistration(plan, setting, service).look)
  }

  private static func address() throws(SocketError) -> SocketAddress {
    do { return try SocketAddress(listening: "127.0.0.1:0") } catch {
      preconditionFailure("an address: \(error)")
    }
  }

  private static func options(_ plan: Plan, resultsPort: UInt16) -> DoubleOptions {
    var options = DoubleOptions()
    options.clock = .auto
    options.scenario = plan.run.scenario
    options.resultsAuthority = "localhost:\(resultsPort)"
    options.journalEntriesMax = Limits.runExchangesMax
    options.journalBodyBytesMax = Limits.runBodyBytesMax
    return options
  }

  private static func setting(
    _ plan: Plan, _ service: DoubleService, url: String, resultsPort: UInt16
  ) -> RunSetting {
    let provider = plan.book.provider
    // Long and like nothing else, so that it is found wherever a client may have put it.
    let part = String(Entropy(seed: 1).derived(from: Array(plan.run.name.utf8)).seed | 1 << 63, radix: 16)
    let key = RunSetting.filled(plan.book.key, with: [("run", "r" + part)])
    let tenant = service.tenants.tenant(provider: 0, key: Array(key.utf8)[...])
    let keys = provider.contract.operations.first { $0.path.hasSuffix("/jwks.json") }
    return RunSetting(
      run: plan.run.name, provider: provider.name, url: url,
      baseURL: url + (provider.basePaths.first ?? ""), resultsURL: "http://localhost:\(resultsPort)",
      key: key,
      prompt: RunSetting.prompt, speed: plan.speed, savePath: plan.savePath, webhookPort: LocalPort.free(),
      webhookSecret: tenant?.double.withLock { $0.webhookSettings?.secret } ?? "",
      webhookKeysURL: keys.map { url + provider.contract.servers[$0.servers[0]].localPath + $0.path } ?? "")
  }

  /// Stops listening; answers that are under way are broken off.
  func stop() {
    provider.stop(withinSeconds: 0)
    results.stop(withinSeconds: 0)
    post.stop()
  }

  /// What the client did until now.
  func clientRun() -> ClientRun {
    var runs = service.clientRuns()
    let own = runs.firstIndex { $0.key == setting.key }.map { runs.remove(at: $0) }
    var run = own ?? ClientRun(provider: service.registry.providers[0])
    run.key = setting.key
    run.speed = setting.speed
    for (index, other) in runs.enumerated() {
      run.merge(other, slotsFrom: (index + 1) * Limits.runExchangesMax)
    }
    run.number()
    return run
  }

  /// Whether bytes are a result of one of the run's jobs.
  func isResult(_ bytes: [UInt8]) -> Bool {
    service.tenants.all().contains { tenant in
      tenant.double.withLock { $0.resultVideos(limit: Limits.controlEntriesMax) }
        .contains { service.files.content(of: $0).bytes == bytes }
    }
  }
}
