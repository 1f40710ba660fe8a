import StuntContract
import StuntSchema

/// A command line, understood: what to print, or what to do.
enum Invocation {
  case help(topic: String?)
  case version
  case command(Subcommand.Action)

  /// Reads the arguments after the program's name.
  init(_ arguments: [String]) throws(UsageError) {
    guard let first = arguments.first else {
      self = .help(topic: nil)
      return
    }
    let rest = Array(arguments.dropFirst())
    if let command = Subcommand.named(first) {
      // What follows `--` belongs to somebody else's program.
      let own = rest.prefix { $0 != "--" }
      let asksForHelp = command.help != nil && (own.contains("--help") || own.contains("-h"))
      self = asksForHelp ? .help(topic: first) : .command(try command.parse(rest))
      return
    }
    switch first {
    case "help", "--help", "-h":
      if let topic = rest.first, topic != "help", Subcommand.named(topic)?.help == nil {
        throw .unknownCommand(topic, nearest: NearestName.among(Subcommand.names, to: topic))
      }
      self = .help(topic: rest.first)
    case "--version", "version": self = .version
    case let flag where flag.hasPrefix("-"):
      throw .unknownFlag(flag, command: nil, nearest: NearestName.among(["--help", "--version"], to: flag))
    default: throw .unknownCommand(first, nearest: NearestName.among(Subcommand.names, to: first))
    }
  }
}
