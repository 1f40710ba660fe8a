import StuntDouble
import StuntEngine
import StuntProcess
import StuntSockets

/// What `record` was asked for.
struct RecordCommandOptions {
  /// How a session is had: from the recording, from the provider, or from both.
  enum Mode: String, CaseIterable {
    /// All of it from the provider, into a new file.
    case record
    /// What a file lacks from the provider, and added to it; the rest from the file.
    case recordMissing = "record-missing"
    /// All of it from the provider, held against a file that stays as it is.
    case compare
  }

  var mode: Mode
  var provider: String
  var path: String
  var existing: RecordingFile.Existing
  var listen: SocketAddress
  var authorityFile: String?
  var crossOrigin: CrossOrigin
  var record = RecordOptions()
  var output = ServeOptions.Output.lines
  /// The client's program and its arguments; empty for none.
  var command: [String]

  static let flags = [
    Flag("--provider", value: "NAME|DIR"), Flag("--to", value: "FILE.har"),
    Flag("--mode", value: "record|record-missing|compare"),
    Flag("--upstream", value: "URL"), Flag("--listen", value: "HOST:PORT"), Flag("--allow-spend"),
    Flag("--stand-ins", value: "BYTES"), Flag("--ca-file", value: "FILE"), Flag("--public-url", value: "URL"),
    Flag("--webhook", value: "URL"), Flag.crossOrigin, Flag("--overwrite"),
    Flag("--quiet"), Flag("--json"),
  ]

  init(_ arguments: [String]) throws(UsageError) {
    let own = Array(arguments.prefix { $0 != "--" })
    command = Array(arguments.dropFirst(own.count + 1))
    let read = try ReadArguments(own, of: "record", flags: Self.flags)
    if let operand = read.operands.first {
      throw .conflict("put -- before the client's command: record … -- \(operand)", command: "record")
    }
    guard let provider = read.value("--provider"), let path = read.value("--to") else {
      throw .conflict("record needs --provider and --to", command: "record")
    }
    self.provider = provider
    self.path = path
    mode = try Self.mode(read.value("--mode"))
    existing = read.has("--overwrite") ? .overwrite : .refuse
    if mode != .record, read.has("--overwrite") {
      throw .conflict("--overwrite goes with --mode record only; leave one out", command: "record")
    }
    authorityFile = read.value("--ca-file")
    let address = read.value("--listen") ?? (command.isEmpty ? "127.0.0.1:4010" : "127.0.0.1:0")
    do { listen = try SocketAddress(listening: address) } catch {
      throw .badValue(flag: "--listen", value: address, expected: "\(error)", command: "record")
    }
    crossOrigin = try read.crossOrigin(of: "record")
    record.upstream = try Self.url(read, "--upstream")
    record.publicURL = try Self.url(read, "--public-url")?.origin
    record.webhookURL = read.value("--webhook")
    if let text = record.webhookURL, WebhookURL(text) == nil {
      throw .badValue(flag: "--webhook", value: text, expected: "http://HOST[:PORT]/PATH", command: "record")
    }
    record.allowsSpend =
      read.has("--allow-spend") || ProcessEnvironment.variables.contains { $0 == ("STUNT_ALLOW_SPEND", "1") }
    record.standInBytesMin = try read.number("--stand-ins", in: 0...1e12, isWhole: true).map { Int($0) }
    if read.has("--quiet"), read.has("--json") {
      throw .conflict("--quiet and --json contradict each other; leave one out", command: "record")
    }
    output = read.has("--quiet") ? .quiet : read.has("--json") ? .json : .lines
  }

  private static func url(_ read: ReadArguments, _ flag: String) throws(UsageError) -> RecordUpstream? {
    guard let text = read.value(flag) else { return nil }
    if let url = RecordUpstream(text) { return url }
    throw .badValue(
      flag: flag, value: text, expected: "http://HOST[:PORT][/PATH], or https", command: "record")
  }

  private static func mode(_ text: String?) throws(UsageError) -> Mode {
    guard let text else { return .record }
    guard let mode = Mode(rawValue: text) else {
      throw .badValue(
        flag: "--mode", value: text,
        expected: Mode.allCases.map(\.rawValue).joined(separator: ", ") + "; for a replay there is a command",
        command: "record")
    }
    return mode
  }
}
