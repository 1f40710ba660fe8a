/// The command `stuntdouble`.
@main
enum StuntDoubleCommand {
  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs a command line, and tells how it ended.
  static func run(_ arguments: [String]) -> ExitCode {
    do {
      switch try Invocation(arguments) {
      case .help(let topic):
        Terminal.out(Help.text(of: topic))
        return .success
      case .version:
        Terminal.out("stuntdouble \(Version.text)")
        return .success
      case .serve(let options): return try Serve.run(options)
      case .check(let paths, let isJSON): return Check.run(paths, isJSON: isJSON)
      case .coverage(let paths, let holesOnly, let isJSON):
        return CheckCoverage.run(paths, holesOnly: holesOnly, isJSON: isJSON)
      case .providers(let selection, let isJSON): return try Listing.providers(selection, isJSON: isJSON)
      case .scenarios(let selection, let isJSON): return try Listing.scenarios(selection, isJSON: isJSON)
      case .benchSchema(let seconds): return try BenchSchema.run(seconds: seconds)
      }
    } catch let error as UsageError {
      Terminal.err("stuntdouble: error: \(error)")
      Terminal.err("See 'stuntdouble help\(error.command.map { " " + $0 } ?? "")'.")
      return .usage
    } catch {
      Terminal.err("\(error)")
      return .failure
    }
  }

  private static func exit(_ code: ExitCode) -> Never {
    Terminal.exit(code.rawValue)
  }
}

/// How the command ends. Printed by `stuntdouble help`.
enum ExitCode: Int32 {
  /// All went well; of `serve`: it was stopped.
  case success = 0
  /// Something is wrong with the documents, or the address cannot be listened on.
  case failure = 1
  /// The command line cannot be understood (EX_USAGE).
  case usage = 64
}
