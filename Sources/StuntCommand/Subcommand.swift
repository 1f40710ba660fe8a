/// One of the program's commands: its name, its help, and how it reads its own options.
///
/// A new command is a file with an extension that has its value, and a line in `all` and in the overview.
struct Subcommand: Sendable {
  /// What a command line does, to be done once.
  typealias Action = () throws -> ExitCode

  let name: String
  /// Nil for what is no user's.
  let help: String?
  /// Reads the arguments after the command's name.
  let parse: @Sendable ([String]) throws(UsageError) -> Action

  init(
    _ name: String, help: String?, parse: @escaping @Sendable ([String]) throws(UsageError) -> Action
  ) {
    self.name = name
    self.help = help
    self.parse = parse
  }

  /// All commands, in the order of the overview.
  static let all: [Subcommand] = [
    .serve,
    .record,
    .replay,
    .verify,
    .check,
    .rules,
    .diff,
    .explain,
    .report,
    .show,
    .scan,
    .redact,
    .takeOver,
    .providers,
    .scenarios,
    .compose,
    .benchSchema,
    .benchJudge,
    .benchEmbedded,
  ]

  /// The commands that users know, for suggestions.
  static var names: [String] { all.filter { $0.help != nil }.map(\.name) + ["help"] }

  static func named(_ name: String) -> Subcommand? {
    all.first { $0.name == name }
  }
}
