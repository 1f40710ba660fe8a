import StuntDouble
import StuntRecording

extension Subcommand {
  /// `stuntdouble redact`.
  static let redact = Subcommand("redact", help: Help.redact) { arguments throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "redact",
      flags: [
        Flag("--provider", value: "NAME|DIR"), Flag("--to", value: "FILE"),
        Flag("--media-from", value: "BYTES"),
      ])
    guard read.operands.count == 1 else {
      throw .conflict("redact takes one file; \(read.operands.count) given", command: "redact")
    }
    guard let provider = read.value("--provider"), let output = read.value("--to") else {
      throw .conflict("redact needs --provider and --to", command: "redact")
    }
    let mediaMin = try read.number("--media-from", in: 0...1e12, isWhole: true).map { Int($0) }
    return {
      Redact.run(
        read.operands[0], provider: provider, to: output, options: .init(standInBytesMin: mediaMin))
    }
  }
}

/// `stuntdouble redact`: writes a recording without its secrets, or nothing.
enum Redact {
  static func run(
    _ path: String, provider: String, to output: String, options: Redactor.Options
  ) -> ExitCode {
    do {
      let rules = try RecordingRuleFiles.rules(of: provider)
      let bytes = try HARFiles.bytes(of: path)
      let result: HARReader.Result
      do { result = try HARReader.readRepairing(bytes) } catch {
        Terminal.err("\(path): \(error)")
        return .notRun
      }
      if result.isCut { Terminal.err("\(path): the end is missing; kept is every exchange that is whole") }
      return try write(result.recording, rules: rules, to: output, from: [path], options: options)
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
  }

  /// Writes a recording without its secrets; nothing at all where one would be left.
  static func write(
    _ recording: Recording, rules: RecordingRules, to output: String, from paths: [String],
    options: Redactor.Options
  ) throws -> ExitCode {
    var redactor = Redactor(rules: rules.redaction, key: key(), options: options)
    let redacted = redactor.redact(recording)
    let file = HARWriter.bytes(redacted)
    // What redaction overlooked must not be kept either.
    let findings = SecretScanner(rules: try RecordingRuleFiles.all() + [rules]).findings(in: file)
    guard findings.isEmpty else {
      for finding in findings { Terminal.err(Scan.line(output, finding)) }
      Terminal.err(
        "\(output): not written, since these are left; leave them out of \(paths.joined(separator: ", ")),"
          + " or report it")
      return .failure
    }
    try HARFiles.write(file, to: output)
    for redaction in redacted.redactions { Terminal.out("\(redaction.what), in \(redaction.times)") }
    let count = redacted.interactions.count
    Terminal.out("wrote \(output): \(count) \(count == 1 ? "exchange" : "exchanges")")
    return .success
  }

  /// 32 bytes that nobody knows and that are kept nowhere: stand-ins cannot be guessed back.
  private static func key() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64) { Array($0) } }
  }
}
