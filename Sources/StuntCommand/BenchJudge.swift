import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntProviders

extension Subcommand {
  static let benchJudge = Subcommand("bench-judge", help: nil) { (arguments) throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "bench-judge",
      flags: [
        Flag("--seconds", value: "S"), Flag("--tenants", value: "N"),
        Flag("--provider", value: "NAME|DIR", isRepeatable: true),
      ])
    let seconds = try read.number("--seconds", in: 0.01...60) ?? 1
    let tenants = Int(try read.number("--tenants", in: 1...100_000, isWhole: true) ?? 1_000)
    return { try BenchJudge.run(seconds: seconds, tenants: tenants, providers: read.values("--provider")) }
  }
}

/// `stuntdouble bench-judge`: how long judging takes for the traffic of many tenants. For `make bench`; not in the help.
///
/// By the processor's time, since one thread does it all and waits for nothing.
enum BenchJudge {
  static func run(seconds: Double, tenants: Int, providers: [String]) throws -> ExitCode {
    for name in providers.isEmpty ? ProviderRegistry.shippedNames : providers {
      let registry = try ProviderRegistry(selection: [name])
      guard let book = try RuleBooks.book(of: name, provider: registry.providers[0]) else { continue }
      let runs = SampleTraffic.runs(tenants: tenants, book, registry: registry)
      let exchanges = runs.reduce(0) { $0 + $1.exchanges.count }
      let broken = Judge.judge(runs[0], book).verdicts.filter { verdict in
        if case .failed = verdict.verdict { verdict.rule.severity == .must } else { false }
      }
      Terminal.out(
        "\(book.provider.name) \(runs.count) tenants \(exchanges) exchanges \(book.rules.count) rules"
          + (broken.isEmpty ? "" : " broken: " + broken.map(\.rule.id).joined(separator: " ")))
      Terminal.out("exchanges-per-second \(measure(runs, book, exchanges, seconds: seconds))")
    }
    return .success
  }

  private static func measure(
    _ runs: [ClientRun], _ book: RuleBook, _ exchanges: Int, seconds: Double
  ) -> Int {
    var rounds = 0
    var verdicts = 0
    let start = Terminal.processorNanoseconds
    let end = start + Int64(seconds * 1e9)
    var now = start
    while now < end {
      for run in runs { verdicts += Judge.judge(run, book).verdicts.count }
      rounds += 1
      now = Terminal.processorNanoseconds
    }
    precondition(verdicts == rounds * runs.count * book.rules.count, "each rule has a verdict")
    return Int(Double(rounds * exchanges) / (Double(now - start) / 1e9))
  }
}
