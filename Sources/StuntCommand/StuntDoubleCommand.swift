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
        Terminal.out(topic.flatMap { Subcommand.named($0)?.help } ?? Help.overview)
        return .success
      case .version:
        Terminal.out("stuntdouble \(Version.text)")
        return .success
      case .command(let action): return try action()
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
  /// Something is wrong with the documents, rules are broken, or the address cannot be listened on.
  case failure = 1
  /// A client could not be run, so that nothing is known of it.
  case notRun = 2
  /// Somebody interrupted it (128 and SIGINT).
  case interrupted = 130
  /// The command line cannot be understood (EX_USAGE).
  case usage = 64
}
