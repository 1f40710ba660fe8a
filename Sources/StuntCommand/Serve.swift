import StuntContract
import StuntDouble
import StuntEngine
import StuntProviders
import StuntSchema

/// `stuntdouble serve`.
enum Serve {
  static func run(_ options: ServeOptions) throws -> ExitCode {
    var scenarios: [ScenarioFile] = []
    for path in options.scenarioFiles { scenarios.append(try ScenarioFile(path: path)) }
    let registry = try ProviderRegistry(selection: options.providers, scenarios: scenarios)
    try checkScenario(options.scenario, registry)
    let watch = RuleWatch(registry, selection: options.providers)
    // Rules that ship are read when a request needs them: they are tested, and a server starts without them.
    let isOwn = !options.providers.allSatisfy(ProviderRegistry.shippedNames.contains)
    if options.isStrict || isOwn { try watch.load() }
    Terminal.holdStopSignals()
    var double = DoubleOptions()
    double.seed = options.seed
    double.clock = options.clock
    double.scenario = options.scenario
    double.deliversWebhooks = options.deliversWebhooks
    double.isStrict = options.isStrict
    if case .real = options.clock { double.epochSeconds = Terminal.unixSeconds }
    let printer = RequestPrinter(output: options.output, isColored: Terminal.wantsColor)
    let log: (@Sendable (RequestLog) -> Void)? =
      if case .quiet = options.output { nil } else { { printer.print($0) } }
    let server = try DoubleServer.start(
      registry: registry, options: double, address: options.listen, loops: options.loops, watch: watch,
      crossOrigin: options.crossOrigin, log: log)
    Terminal.out("listening on \(server.url)")
    for provider in registry.providers {
      for path in provider.basePaths { Terminal.out("\(provider.name)\t\(server.url)\(path)") }
    }
    Terminal.waitForStopSignal()
    server.stop()
    if case .lines = options.output { Terminal.out("stopped") }
    return .success
  }

  /// A scenario that no provider has is a slip of the pen; one that some have is for those.
  private static func checkScenario(_ name: String?, _ registry: ProviderRegistry) throws(UsageError) {
    guard let name, !registry.providers.contains(where: { $0.scenario(named: name.utf8) != nil }) else {
      return
    }
    let known = Set(registry.providers.flatMap(\.scenarios.names)).sorted()
    let near = NearestName.among(known, to: name).map { "a scenario such as '\($0)'" }
    throw .badValue(
      flag: "--scenario", value: name, expected: near ?? "one of " + known.joined(separator: ", "),
      command: "serve")
  }
}

extension Subcommand {
  static let serve = Subcommand("serve", help: Help.serve) { (arguments) throws(UsageError) in
    let options = try ServeOptions(arguments)
    return { try Serve.run(options) }
  }
}
