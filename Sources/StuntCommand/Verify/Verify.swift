import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntProcess
import StuntProviders
import StuntSchema

extension Subcommand {
  static let verify = Subcommand("verify", help: Help.verify) { arguments throws(UsageError) in
    let options = try VerifyOptions(arguments)
    return { try Verify.run(options) }
  }
}

/// `stuntdouble verify`: runs a client, or looks at a server's traffic, and says whether the provider's rules are kept.
enum Verify {
  static func run(_ options: VerifyOptions) throws -> ExitCode {
    // Before any thread is started: an interrupt is to stop the clients first.
    Terminal.holdStopSignals()
    do {
      // A server's journal tells of all that it serves, also when one of them is to be judged.
      let isJournal = options.attach != nil && ProviderRegistry.shippedNames.contains(options.provider ?? "")
      let registry = try ProviderRegistry(selection: isJournal ? [] : options.provider.map { [$0] } ?? [])
      if let address = options.attach { return try attach(to: address, options, registry) }
      // Not nil: the options were checked.
      return try program(options, registry, name: options.provider ?? "")
    } catch let error as UsageError {
      throw error
    } catch {
      Terminal.err("stuntdouble: error: \(error)")
      return .notRun
    }
  }

  /// The rules that are to be judged by.
  static func book(
    _ name: String, _ registry: ProviderRegistry, _ index: Int, rules: [String]
  ) throws -> RuleBook {
    let provider = registry.providers[index]
    guard let book = try RuleBooks.book(of: name, provider: provider) else {
      throw DocumentError(
        DocumentError.Place(file: name), .unreadable(reason: "there is no \(RuleBooks.fileName) in it"))
    }
    guard !rules.isEmpty else { return book }
    var chosen: Set<Int> = []
    for name in rules {
      let id = name.hasPrefix(provider.name + "/") ? String(name.dropFirst(provider.name.count + 1)) : name
      guard let rule = book.rules.first(where: { $0.id == id || String($0.number) == id }) else {
        throw UsageError.badValue(
          flag: "--rules", value: name, expected: expected("a rule", book.rules.map(\.id), id),
          command: "verify")
      }
      chosen.insert(rule.number)
    }
    return RuleBook(
      provider: provider, rules: book.rules.filter { chosen.contains($0.number) }, suite: book.suite,
      key: book.key, environment: book.environment)
  }

  private static func expected(_ what: String, _ names: [String], _ name: String) -> String {
    NearestName.among(names, to: name).map { "\(what) such as '\($0)'" }
      ?? "one of " + names.joined(separator: ", ")
  }

  // MARK: Programs

  private static func program(
    _ options: VerifyOptions, _ registry: ProviderRegistry, name: String
  ) throws -> ExitCode {
    let book = try book(name, registry, 0, rules: options.rules)
    var plan = SuitePlan(
      registry: registry, book: book, command: options.command, environment: ProcessEnvironment.variables)
    plan.runs = try runs(of: book, options)
    plan.secondsMax = options.seconds
    plan.jobs = options.jobs
    plan.speed = options.speed
    let progress = VerifyProgress(count: plan.runs.count)
    let runner = SuiteRunner(plan) { progress.tell($0) }
    let signals = try PosixThread {
      Terminal.waitForStopSignal()
      runner.stop()
    }
    signals.detach()
    let verdict = try runner.run()
    ChildProcesses.stopStrays()
    progress.end()
    guard !runner.isStopped else {
      Terminal.err("stuntdouble: interrupted; all clients were stopped")
      return .interrupted
    }
    let code = try VerifyReports(options).write([verdict])
    return VerifyHints(verdict, options).print() ?? code
  }

  /// The runs that are to be done: those that are named, or those that show one of the rules.
  private static func runs(
    of book: RuleBook, _ options: VerifyOptions
  ) throws(UsageError) -> [RuleBook.PlannedRun] {
    guard !options.runs.isEmpty else {
      return book.suite.filter { !book.rules(shownBy: $0.name).isEmpty }
    }
    for name in options.runs where !book.suite.contains(where: { $0.name == name }) {
      throw .badValue(
        flag: "--scenario", value: name, expected: expected("a run", book.suite.map(\.name), name),
        command: "verify")
    }
    return book.suite.filter { options.runs.contains($0.name) }
  }

  // MARK: Running servers

  private static func attach(
    to address: String, _ options: VerifyOptions, _ registry: ProviderRegistry
  ) throws -> ExitCode {
    let began = Terminal.monotonicNanoseconds
    let bytes = try ServerAddress(address).content(ofTarget: JournalFile.target)
    let all = try JournalFile.runs(in: bytes, registry: registry)
      .filter { options.key == nil || $0.key == options.key }
    var verdicts: [SuiteVerdict] = []
    for (index, provider) in registry.providers.enumerated() {
      guard registry.providers.count == 1 || [nil, provider.name].contains(options.provider) else { continue }
      let runs = all.filter { $0.provider === provider && !$0.exchanges.isEmpty }
      guard !runs.isEmpty else { continue }
      let book = try book(options.provider ?? provider.name, registry, index, rules: options.rules)
      let judged = runs.enumerated().map { number, run in
        var run = run
        run.speed = options.speed
        let judged = Judge.judge(run, book)
        let name = runs.count == 1 ? judged.name : "client-\(number + 1)"
        return JudgedRun(run: run, name: name, verdicts: judged.verdicts)
      }
      verdicts.append(
        SuiteVerdict(
          book: book, client: "the clients of \(address)", runs: judged,
          seconds: Double(Terminal.monotonicNanoseconds - began) / 1e9,
          startedUnixSeconds: Terminal.unixSeconds))
    }
    guard !verdicts.isEmpty else {
      Terminal.err(
        "stuntdouble: no request of such a client has reached \(address); let the client run first")
      return .notRun
    }
    if verdicts.count > 1, !options.reports.isEmpty || options.isJSON {
      let names = verdicts.map(\.book.provider.name).joined(separator: ", ")
      throw UsageError.conflict(
        "a report is about one provider, but there is traffic of \(names); add --provider", command: "verify")
    }
    return try VerifyReports(options).write(verdicts)
  }
}
