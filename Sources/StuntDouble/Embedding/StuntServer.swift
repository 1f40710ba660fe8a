import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSchema
import StuntSockets
import Synchronization

/// A double that a test owns: on a free port of 127.0.0.1 or without any socket, with a world of its own.
///
/// A class, because it is stopped when the last one who has it lets it go.
public final class StuntServer: Sendable {
  /// What it was started with.
  public let options: StuntOptions
  let provider: Provider
  package let service: DoubleService
  private let observer: Observer
  private let start: MonotonicInstant
  private let running = Mutex<DoubleServer?>(nil)

  /// Keeps what the service tells of requests; a class, because the service calls back.
  private final class Observer: Sendable {
    let requests = Mutex<(kept: [StuntRequest], count: Int)>(([], 0))
  }

  /// Starts a double; without a listener it is reached by sessions without a socket only.
  ///
  /// - Parameters:
  ///   - options: Which provider it stands for, and how it runs.
  ///   - listens: Whether it has a port of 127.0.0.1.
  /// - Throws: `StuntError` where the provider, its documents or the scenario are not there, or no port is free.
  public init(_ options: StuntOptions, listens: Bool = true) throws(StuntError) {
    self.options = options
    let registry = try CompiledProviders.registry(of: options.provider)
    provider = registry.providers[0]
    var double = DoubleOptions()
    double.seed = options.seed
    double.clock = options.clock.mode
    if let scenario = options.scenario {
      guard provider.scenario(named: scenario.utf8) != nil else { throw provider.unknown(scenario) }
      double.scenario = scenario
    }
    let observer = Observer()
    self.observer = observer
    let log: @Sendable (RequestLog) -> Void = { log in
      observer.requests.withLock { requests in
        requests.count += 1
        guard requests.kept.count < Limits.embeddedRequestsMax else { return }
        requests.kept.append(StuntRequest(log))
      }
    }
    start = MonotonicClock.system.now
    guard listens else {
      double.deliversWebhooks = false
      service = DoubleService(registry: registry, options: double, start: start, log: log)
      return
    }
    do {
      let address = try SocketAddress(listening: "127.0.0.1:0")
      let server = try DoubleServer.start(registry: registry, options: double, address: address, log: log)
      service = server.service
      running.withLock { $0 = server }
    } catch { throw .address("\(error)") }
  }

  deinit { stop() }

  /// The address, such as `http://127.0.0.1:40123`; empty without a listener.
  public var url: String { running.withLock { $0?.url } ?? "" }

  /// The provider's base URLs at this double, in the order of its documents.
  public var baseURLs: [String] {
    let url = url
    return provider.basePaths.map { url + $0 }
  }

  /// The first of the base URLs: what a client's setting of that name takes.
  public var baseURL: String { baseURLs.first ?? url }

  /// The requests that came, oldest first; what is beyond the limit is counted only.
  public var requests: [StuntRequest] { observer.requests.withLock { $0.kept } }

  /// How many requests came.
  public var requestCount: Int { observer.requests.withLock { $0.count } }

  /// The jobs that clients made, oldest first.
  public var jobs: [StuntJob] {
    let rim = rim
    return service.tenants.all().flatMap { tenant in
      tenant.double.withLock { double in
        double.summaries(at: rim, limit: Limits.controlEntriesMax).map(StuntJob.init)
      }
    }
  }

  /// How many jobs a provider would bill.
  public var billedJobs: Int {
    service.tenants.all().reduce(0) { sum, tenant in sum + tenant.double.withLock { $0.ledger.jobs } }
  }

  /// Lets the next jobs follow a scenario.
  ///
  /// - Parameters:
  ///   - scenario: The scenario's name, one of the provider's.
  ///   - count: How many jobs follow it; those after them follow the options again.
  /// - Throws: `StuntError.unknownScenario` with the nearest name, or `.tooManyScenarios`.
  public func follow(_ scenario: String, jobs count: Int = 1) throws(StuntError) {
    guard let index = provider.scenario(named: scenario.utf8) else { throw provider.unknown(scenario) }
    let limit = StuntEngine.Limits.queuedScenariosMax
    guard (0...limit).contains(count),
      service.queue(Array(repeating: index, count: count), provider: 0, key: nil)
    else { throw .tooManyScenarios(limit: limit) }
  }

  /// Moves the double's time on, whatever its clock.
  ///
  /// - Parameter span: By how much; what is negative moves nothing.
  public func advance(by span: Duration) {
    let (seconds, attoseconds) = span.components
    let seconds2 = max(0, Double(seconds) + Double(attoseconds) / 1e18)
    service.advanceAll(by: .seconds(seconds2), now: MonotonicClock.system.now)
  }

  /// Stops it: no connection is taken any more, and the port is free. Its journal stays readable.
  public func stop() {
    let server = running.withLock { server in
      defer { server = nil }
      return server
    }
    server?.stop(withinSeconds: 0)
  }

  private var rim: Instant { Instant(nanoseconds: MonotonicClock.system.now.nanoseconds) }
}

extension Provider {
  fileprivate func unknown(_ scenario: String) -> StuntError {
    let known = scenarios.names.sorted()
    return .unknownScenario(
      scenario, provider: name, nearest: NearestName.among(known, to: scenario), known: known)
  }
}

/// The registries of providers that doubles of this process were asked for: compiled once each.
enum CompiledProviders {
  private static let known = Mutex<[ProviderName: ProviderRegistry]>([:])

  /// The registry of all that ship.
  static func allShipped() throws(StuntError) -> ProviderRegistry {
    let all = ProviderName("")
    if let registry = known.withLock({ $0[all] }) { return registry }
    do {
      let registry = try ProviderRegistry()
      known.withLock { $0[all] = registry }
      return registry
    } catch { throw .documents("\(error)") }
  }

  static func registry(of name: ProviderName) throws(StuntError) -> ProviderRegistry {
    if let registry = known.withLock({ $0[name] }) { return registry }
    do {
      let registry = try ProviderRegistry(selection: [name.text])
      known.withLock { $0[name] = registry }
      return registry
    } catch { throw .documents("\(error)") }
  }
}
