import StuntConformance
import StuntContract
import StuntDouble
import StuntProviders
import StuntSchema
import StuntSockets

extension Subcommand {
  /// `stuntdouble report`.
  static let report = Subcommand("report", help: Help.report) { arguments throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "report",
      flags: [
        Flag("--format", value: "text|html|json"), Flag("--provider", value: "NAME|DIR", isRepeatable: true),
      ])
    guard read.operands.count < 2 else { throw .unexpectedOperand(read.operands[1], command: "report") }
    let names = JournalFormat.allCases.map(\.rawValue)
    let name = read.value("--format") ?? "text"
    guard let format = JournalFormat(rawValue: name) else {
      throw .badValue(
        flag: "--format", value: name, expected: names.joined(separator: ", "), command: "report")
    }
    let source = read.operands.first ?? Report.defaultAddress
    return { try Report.run(source, format, providers: read.values("--provider")) }
  }
}

/// `stuntdouble report`: what a server's journal tells, as a document.
enum Report {
  /// Where `serve` listens unless it is told otherwise.
  static let defaultAddress = "http://127.0.0.1:4010"

  static func run(_ source: String, _ format: JournalFormat, providers: [String]) throws -> ExitCode {
    let registry = try ProviderRegistry(selection: providers)
    let bytes: [UInt8]
    do {
      bytes = try content(of: source)
    } catch {
      Terminal.err("stuntdouble: error: \(error)")
      return .notRun
    }
    let runs: [ClientRun]
    do {
      runs = try JournalFile.runs(in: bytes, registry: registry)
    } catch {
      Terminal.err("stuntdouble: error: \(source): \(error)")
      return .notRun
    }
    var options = ReportOptions(version: Version.text)
    options.hasColor = format == .text && Terminal.wantsColor
    // The line end comes with the report.
    Terminal.out(String(JournalReport.render(format, runs, options).dropLast()))
    return .success
  }

  /// The journal's bytes: from a server, from standard input for "-", or from a file.
  private static func content(of source: String) throws -> [UInt8] {
    if source.hasPrefix("http://") || source.hasPrefix("https://") {
      return try ServerAddress(source).content(ofTarget: JournalFile.target)
    }
    return try ProviderFolder.bytes(of: source == "-" ? "/dev/stdin" : source)
  }
}
