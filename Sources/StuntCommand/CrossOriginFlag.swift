import StuntDouble

// The flag of the commands that pages of browsers can talk to.
extension Flag {
  static let crossOrigin = Flag("--cors", value: "ORIGIN", isRepeatable: true)
}

extension ReadArguments {
  /// The pages that may read answers.
  func crossOrigin(of command: String) throws(UsageError) -> CrossOrigin {
    let texts = values(Flag.crossOrigin.name)
    if let crossOrigin = CrossOrigin(texts) { return crossOrigin }
    throw .badValue(
      flag: Flag.crossOrigin.name, value: texts.joined(separator: " "),
      expected: "origins such as https://app.example.com, or * alone for all pages, or none alone",
      command: command)
  }
}
