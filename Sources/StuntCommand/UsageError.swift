/// Why a command line is not understood.
enum UsageError: Error, Equatable, CustomStringConvertible {
  case unknownCommand(String, nearest: String?)
  case unknownFlag(String, command: String?, nearest: String?)
  case missingValue(flag: String, placeholder: String, command: String)
  case unexpectedValue(flag: String, value: String, command: String)
  case badValue(flag: String, value: String, expected: String, command: String)
  case repeated(String, command: String)
  case unexpectedOperand(String, command: String)
  case conflict(String, command: String)

  /// The command that it is about.
  var command: String? {
    switch self {
    case .unknownCommand: nil
    case .unknownFlag(_, let command, _): command
    case .missingValue(_, _, let command), .unexpectedValue(_, _, let command),
      .badValue(_, _, _, let command),
      .repeated(_, let command), .unexpectedOperand(_, let command), .conflict(_, let command):
      command
    }
  }

  var description: String {
    switch self {
    case .unknownCommand(let name, let nearest): "unknown command '\(name)'.\(Self.suggestion(nearest))"
    case .unknownFlag(let name, _, let nearest): "unknown option '\(name)'.\(Self.suggestion(nearest))"
    case .missingValue(let flag, let placeholder, _): "missing value for '\(flag) <\(placeholder)>'."
    case .unexpectedValue(let flag, let value, _): "'\(flag)' takes no value, but '\(value)' was given."
    case .badValue(let flag, let value, let expected, _):
      "'\(value)' is no value for '\(flag)'; expected \(expected)."
    case .repeated(let flag, _): "'\(flag)' is given twice; leave one out."
    case .unexpectedOperand(let operand, _): "unexpected argument '\(operand)'."
    case .conflict(let sentence, _): sentence + "."
    }
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { " Did you mean '\($0)'?" } ?? ""
  }
}
