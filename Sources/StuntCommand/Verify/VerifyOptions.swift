import StuntConformance
import StuntContract
import StuntProcess
import StuntSchema

/// What `verify` was asked for.
struct VerifyOptions {
  var provider: String?
  /// Names of rules; empty for all.
  var rules: [String]
  /// Names of runs; empty for all.
  var runs: [String]
  var seconds: Double
  var jobs: Int
  var speed: Double
  var isStrict: Bool
  var isJSON: Bool
  var reports: [ReportFile]
  /// The address of a server whose traffic is judged; nil where a program is run.
  var attach: String?
  /// The key of the one client that is judged there.
  var key: String?
  /// The client's program and its arguments.
  var command: [String]

  /// A report that is to be written, and where to.
  struct ReportFile: Equatable {
    let format: ReportFormat
    /// "-" for standard output.
    let path: String
  }

  private static let flags = [
    Flag("--provider", value: "NAME|DIR"), Flag("--rules", value: "ID,…", isRepeatable: true),
    Flag("--scenario", value: "RUN,…", isRepeatable: true), Flag("--timeout", value: "S"),
    Flag("--jobs", value: "N"), Flag("--speed", value: "N"), Flag("--strict"), Flag("--json"),
    Flag("--report", value: "FORMAT=FILE", isRepeatable: true), Flag("--attach", value: "URL"),
    Flag("--key", value: "KEY"),
  ]

  /// Runs that are so many times as many as the cores are done side by side: clients mostly wait.
  private static let jobsDefault = min(16, 4 * ProcessEnvironment.processorCount)

  init(_ arguments: [String]) throws(UsageError) {
    let own = Array(arguments.prefix { $0 != "--" })
    command = Array(arguments.dropFirst(own.count + 1))
    let read = try ReadArguments(own, of: "verify", flags: Self.flags)
    if let operand = read.operands.first {
      throw .conflict("put -- before the client's command: verify … -- \(operand)", command: "verify")
    }
    provider = read.value("--provider")
    rules = Self.names(read.values("--rules"))
    runs = Self.names(read.values("--scenario"))
    seconds = try read.number("--timeout", in: 0.1...86_400) ?? 60
    jobs = Int(try read.number("--jobs", in: 1...64, isWhole: true) ?? Double(Self.jobsDefault))
    speed = try read.number("--speed", in: 1...1_000_000) ?? 1
    isStrict = read.has("--strict")
    isJSON = read.has("--json")
    attach = read.value("--attach")
    key = read.value("--key")
    var reports: [ReportFile] = []
    for text in read.values("--report") { reports.append(try Self.report(text)) }
    self.reports = reports
    try check()
  }

  private func check() throws(UsageError) {
    if attach == nil {
      if command.isEmpty {
        throw .conflict("the client's command is missing; add it: verify … -- COMMAND", command: "verify")
      }
      if provider == nil {
        throw .conflict("--provider is missing; name the one that the client is for", command: "verify")
      }
      if key != nil { throw .conflict("--key goes with --attach only; leave it out", command: "verify") }
    } else if !command.isEmpty {
      throw .conflict("--attach judges a running server; leave the command out", command: "verify")
    } else if !runs.isEmpty {
      throw .conflict("--scenario goes with a command only; leave it out", command: "verify")
    }
    let outputs = reports.filter { $0.path == "-" }.count + (isJSON ? 1 : 0)
    if outputs > 1 { throw .conflict("standard output takes one report; name a file", command: "verify") }
  }

  private static func names(_ values: [String]) -> [String] {
    values.flatMap { $0.split(separator: ",").map(String.init) }
  }

  private static func report(_ text: String) throws(UsageError) -> ReportFile {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = ReportFormat.allCases.map(\.rawValue)
    guard let format = ReportFormat(rawValue: parts[0]) else {
      let near = NearestName.among(names, to: parts[0]).map { "\($0)=FILE" }
      throw .badValue(
        flag: "--report", value: text,
        expected: near ?? "FORMAT=FILE with one of \(names.joined(separator: ", "))", command: "verify")
    }
    // Annotations are read from the output of a workflow's step.
    if parts.count == 1, format == .github { return ReportFile(format: format, path: "-") }
    guard parts.count == 2, !parts[1].isEmpty else {
      throw .badValue(flag: "--report", value: text, expected: "\(format.rawValue)=FILE", command: "verify")
    }
    return ReportFile(format: format, path: parts[1])
  }
}
