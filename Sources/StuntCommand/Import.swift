import StuntContract
import StuntDouble
import StuntEngine
import StuntProviders
import StuntRecording

extension Subcommand {
  /// `stuntdouble import`.
  static let takeOver = Subcommand("import", help: Help.takeOver) { arguments throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "import",
      flags: [
        Flag("--provider", value: "NAME|DIR"), Flag("--to", value: "FILE"),
        Flag("--stand-ins", value: "BYTES"),
      ])
    guard !read.operands.isEmpty else {
      throw .conflict(
        "import needs a file: one that a browser, a proxy or a test tool wrote", command: "import")
    }
    guard let provider = read.value("--provider"), let output = read.value("--to") else {
      throw .conflict("import needs --provider and --to", command: "import")
    }
    let mediaMin = try read.number("--stand-ins", in: 0...1e12, isWhole: true).map { Int($0) }
    return {
      Import.run(read.operands, provider: provider, to: output, options: .init(standInBytesMin: mediaMin))
    }
  }
}

/// `stuntdouble import`: takes over what other tools recorded, redacted.
enum Import {
  static func run(
    _ paths: [String], provider: String, to output: String, options: Redactor.Options
  ) -> ExitCode {
    do {
      let registry: ProviderRegistry
      do { registry = try ProviderRegistry(selection: [provider]) } catch {
        Terminal.err("\(error)")
        return .notRun
      }
      let rules = try RecordingRuleFiles.rules(of: provider)
      let files = try RecordingFiles.read(paths)
      let result = RecordingImport(registry: registry).result(of: files)
      for line in lines(about: result) { Terminal.out(line) }
      guard !result.recording.interactions.isEmpty else {
        let hosts = registry.hostNames.joined(separator: ", ")
        Terminal.err(
          "\(output): not written: nothing in \(paths.joined(separator: ", ")) is a call of"
            + " \(registry.providers[0].name), whose hosts are \(hosts)")
        return .failure
      }
      let written = try Redact.write(
        result.recording, rules: rules, to: output, from: paths, options: options)
      if written == .success {
        for timeline in result.recording.timelines { Terminal.out(line(about: timeline)) }
      }
      return written
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
  }

  /// Hosts that are named; the rest is counted.
  private static let hostsShownMax = 5

  private static func lines(about result: RecordingImport.Result) -> [String] {
    var lines: [String] = []
    let count = result.leftOut.reduce(0) { $0 + $1.count }
    if count > 0 {
      let shown = result.leftOut.prefix(hostsShownMax).map { "\($0.host) \($0.count)" }
      let rest = result.leftOut.dropFirst(hostsShownMax).reduce(0) { $0 + $1.count }
      lines.append(
        "left out \(exchanges(count)): \(shown.joined(separator: ", "))"
          + (rest > 0 ? ", other hosts \(rest)" : ""))
    }
    if !result.unknown.isEmpty {
      lines.append("not in the contract: " + result.unknown.joined(separator: ", "))
    }
    if result.missingBodies > 0 {
      let noun = result.missingBodies == 1 ? "answer has" : "answers have"
      lines.append("\(result.missingBodies) \(noun) no body in the file; record with contents to replay it")
    }
    return lines
  }

  private static func line(about timeline: Timeline) -> String {
    "job \(timeline.job): " + timeline.steps.map(\.phase.rawValue).joined(separator: " → ")
  }

  static func exchanges(_ count: Int) -> String { "\(count) \(count == 1 ? "exchange" : "exchanges")" }
}
