import StuntContract
import StuntSchema

/// A flag of a command.
struct Flag {
  let name: String
  /// What stands for its value in the help; nil for a flag without one.
  let value: String?
  let isRepeatable: Bool

  init(_ name: String, value: String? = nil, isRepeatable: Bool = false) {
    self.name = name
    self.value = value
    self.isRepeatable = isRepeatable
  }
}

/// Arguments taken apart by a table of flags: `--flag value` and `--flag=value`.
struct ReadArguments {
  private(set) var operands: [String] = []
  private var found: [(flag: String, value: String)] = []
  private let command: String

  init(_ arguments: [String], of command: String, flags: [Flag]) throws(UsageError) {
    self.command = command
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      if argument == "--" {
        operands += arguments[index...]
        return
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
        String.init)
      guard let flag = flags.first(where: { $0.name == parts[0] }) else {
        throw .unknownFlag(
          parts[0], command: command, nearest: NearestName.among(flags.map(\.name) + ["--help"], to: parts[0])
        )
      }
      if !flag.isRepeatable, has(flag.name) { throw .repeated(flag.name, command: command) }
      guard let placeholder = flag.value else {
        guard parts.count == 1 else {
          throw .unexpectedValue(flag: flag.name, value: parts[1], command: command)
        }
        found.append((flag.name, ""))
        continue
      }
      if parts.count == 2 {
        found.append((flag.name, parts[1]))
      } else if index < arguments.count {
        found.append((flag.name, arguments[index]))
        index += 1
      } else {
        throw .missingValue(flag: flag.name, placeholder: placeholder, command: command)
      }
    }
  }

  func has(_ flag: String) -> Bool { found.contains { $0.flag == flag } }

  func value(_ flag: String) -> String? { found.first { $0.flag == flag }?.value }

  func values(_ flag: String) -> [String] { found.filter { $0.flag == flag }.map(\.value) }

  func refuseOperands() throws(UsageError) {
    if let operand = operands.first { throw .unexpectedOperand(operand, command: command) }
  }

  /// The value of a flag as a number in a range.
  func number(
    _ flag: String, in range: ClosedRange<Double>, isWhole: Bool = false
  ) throws(UsageError) -> Double? {
    guard let text = value(flag) else { return nil }
    guard let number = Double(text), range.contains(number), !isWhole || number == number.rounded() else {
      let bounds =
        isWhole
        ? "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
        : "\(range.lowerBound) to \(range.upperBound)"
      throw .badValue(
        flag: flag, value: text, expected: "a \(isWhole ? "whole number" : "number") from \(bounds)",
        command: command)
    }
    return number
  }

  /// The value of a flag as a seed: a whole number of 64 bits.
  func seed(_ flag: String) throws(UsageError) -> UInt64? {
    guard let text = value(flag) else { return nil }
    guard let seed = UInt64(text) else {
      throw .badValue(
        flag: flag, value: text, expected: "a whole number from 0 to \(UInt64.max)", command: command)
    }
    return seed
  }
}
