import StuntConformance
import StuntContract
import StuntEngine
import StuntProviders
import StuntSchema
import StuntSockets

/// The runs by which a provider's clients are verified, for a client of the same process.
///
/// What `stuntdouble verify` does with a program this does with a function: each run has a server and a world of its
/// own, and what the client did there is judged by the provider's rules.
public struct ClientSuite: Sendable {
  /// Which provider the client is for.
  public let provider: ProviderName
  /// The names of the runs that are done; all of the provider's unless it is changed.
  public var runs: [String]
  /// The ids of the rules that are judged by; all of the provider's unless it is changed.
  public var rules: [String]
  /// Runs side by side.
  public var jobs = 8
  /// Seconds that one run has: then its task is cancelled and its server is gone.
  public var secondsMax = 60.0
  /// By how much the client divides its own sleeps, so that its pace is measured accordingly.
  public var speed = 1.0
  private let registry: ProviderRegistry
  private let book: RuleBook

  /// The suite of a provider.
  ///
  /// - Throws: `StuntError` where the provider or its rules are not there.
  public init(provider: ProviderName) throws(StuntError) {
    self.provider = provider
    registry = try CompiledProviders.registry(of: provider)
    do {
      guard let book = try RuleBooks.book(of: provider.text, provider: registry.providers[0]) else {
        throw StuntError.documents("\(provider) has no rules.json, so that there is nothing to judge by")
      }
      self.book = book
    } catch let error as StuntError {
      throw error
    } catch {
      throw .documents("\(error)")
    }
    runs = book.suite.map(\.name)
    rules = book.rules.map(\.id)
  }

  /// Lets a client do one job in each run, and judges it.
  ///
  /// - Parameters:
  ///   - name: What the client is called in reports.
  ///   - client: Submits with the environment's prompt, waits, and fetches the result. Its task is cancelled where
  ///     the run interrupts or stops it.
  /// - Throws: `StuntError` where a name is unknown, or no port is free.
  public func verify(
    name: String = "client", _ client: @escaping @Sendable (ClientEnvironment) async -> ClientOutcome
  ) async throws(StuntError) -> ClientReport {
    let book = try chosenBook()
    let planned = try chosenRuns()
    let began = MonotonicClock.system.now
    let started = WallClock.unixSeconds
    var judged: [JudgedRun?] = Array(repeating: nil, count: planned.count)
    do {
      try await withThrowingTaskGroup(of: (Int, JudgedRun).self) { group in
        for (index, run) in planned.enumerated() {
          if index >= max(1, jobs), let (done, verdict) = try await group.next() { judged[done] = verdict }
          let plan = ObservedServer.Plan(registry: registry, book: book, run: run, speed: speed)
          group.addTask { (index, try await InProcessRun(plan, secondsMax: secondsMax).perform(client)) }
        }
        for try await (done, verdict) in group { judged[done] = verdict }
      }
    } catch {
      throw .address("\(error)")
    }
    let nanoseconds = MonotonicClock.system.now.nanoseconds - began.nanoseconds
    return ClientReport(
      SuiteVerdict(
        book: book, client: name, runs: judged.compactMap { $0 }, seconds: Double(nanoseconds) / 1e9,
        startedUnixSeconds: started))
  }

  private func chosenBook() throws(StuntError) -> RuleBook {
    for id in rules where !book.rules.contains(where: { $0.id == id }) {
      throw unknown("rule", id, among: book.rules.map(\.id))
    }
    let chosen = Set(rules)
    return RuleBook(
      provider: book.provider, rules: book.rules.filter { chosen.contains($0.id) }, suite: book.suite,
      key: book.key, environment: book.environment)
  }

  private func chosenRuns() throws(StuntError) -> [RuleBook.PlannedRun] {
    for name in runs where !book.suite.contains(where: { $0.name == name }) {
      throw unknown("run", name, among: book.suite.map(\.name))
    }
    let chosen = Set(runs)
    return book.suite.filter { chosen.contains($0.name) }
  }

  private func unknown(_ what: String, _ name: String, among known: [String]) -> StuntError {
    let near = NearestName.among(known, to: name).map { "did you mean \"\($0)\"?" }
    return .documents(
      "\(provider) has no \(what) \"\(name)\"; " + (near ?? "known are \(known.joined(separator: ", "))"))
  }
}
