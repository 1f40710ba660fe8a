import StuntDouble
import StuntProviders

/// `stuntdouble bench-embedded`: how long a double takes to start in a test. For `make bench`; not in the help.
enum BenchEmbedded {
  /// Starts a double of each provider that ships, and prints the milliseconds of the first and of a further start.
  static func run(starts: Int) throws -> ExitCode {
    for name in ProviderRegistry.shippedNames {
      let options = StuntOptions(ProviderName(name))
      let first = try milliseconds(options)
      let further = try (0..<starts).map { _ in try milliseconds(options) }.sorted()
      Terminal.out("\(name) first \(first) again \(further[further.count / 2])")
    }
    return .success
  }

  private static func milliseconds(_ options: StuntOptions) throws -> Double {
    let start = Terminal.monotonicNanoseconds
    let server = try StuntServer(options)
    let end = Terminal.monotonicNanoseconds
    server.stop()
    return Double(end - start) / 1e6
  }
}

extension Subcommand {
  static let benchEmbedded = Subcommand("bench-embedded", help: nil) { (arguments) throws(UsageError) in
    let read = try ReadArguments(arguments, of: "bench-embedded", flags: [Flag("--starts", value: "N")])
    let starts = Int(try read.number("--starts", in: 1...1_000) ?? 20)
    return { try BenchEmbedded.run(starts: starts) }
  }
}
