import StuntContract
import StuntDouble
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSchema

/// `stuntdouble check FILE… --operation ID`: whether recorded or pasted messages are as the contract says.
struct CheckMessage {
  /// Which way a body goes, where it does not say so itself.
  enum Direction: String {
    case request, response
  }

  var files: [String]
  var provider: String?
  var operation: String?
  var direction: Direction?
  var status: Int?
  var contentType: String?
  var isJSON: Bool

  static let flags = [
    Flag("--provider", value: "NAME|DIR"), Flag("--operation", value: "ID"), Flag("--request"),
    Flag("--response"), Flag("--status", value: "N"), Flag("--content-type", value: "TYPE"),
  ]

  /// Nil where no flag speaks of messages.
  init?(_ read: ReadArguments) throws(UsageError) {
    guard let first = Self.flags.map(\.name).first(where: read.has) else { return nil }
    files = read.operands
    provider = read.value("--provider")
    operation = read.value("--operation")
    contentType = read.value("--content-type")
    isJSON = read.has("--json")
    status = try read.number("--status", in: 100...599, isWhole: true).map { Int($0) }
    direction =
      read.has("--response") || status != nil ? .response : read.has("--request") ? .request : nil
    guard !(read.has("--request") && direction == .response) else {
      throw .conflict("a message is a --request or a --response; leave one out", command: "check")
    }
    guard !files.isEmpty else {
      throw .conflict("\(first) is for messages; name a FILE, or - for standard input", command: "check")
    }
  }

  /// What was found in one file.
  struct Outcome {
    let file: String
    /// What it was checked as, in words.
    let subject: String
    let provider: String
    let operation: String
    let findings: [(finding: MessageFinding, position: TextPosition)]

    var isGood: Bool { findings.allSatisfy(\.finding.isNote) }
  }

  /// Why a file could not be checked.
  enum Failure: Error, Equatable, CustomStringConvertible {
    case document(DocumentError)
    case message(file: String, position: TextPosition, PastedMessageError)
    case request(file: String, HTTPError)
    case unknownOperation(String, provider: String?, nearest: String?)
    case severalOperations(String, providers: [String])
    case needsOperation(file: String, what: String)
    case unroutable(file: String, Complaint)
    case otherDirection(file: String, is: Direction)

    var description: String {
      switch self {
      case .document(let error): "\(error)"
      case .message(let file, let position, let error):
        "\(file):\(position.line):\(position.column): error: \(error)"
      case .request(let file, let error): "\(file): error: no request that could be sent: \(error)"
      case .unknownOperation(let id, let provider, let nearest):
        "no operation is named \"\(id)\"" + (provider.map { " in \($0)" } ?? "")
          + (nearest.map { "; did you mean \"\($0)\"?" } ?? "") + "; see stuntdouble providers"
      case .severalOperations(let id, let providers):
        "\(providers.joined(separator: " and ")) have an operation \"\(id)\"; say which with --provider NAME"
      case .needsOperation(let file, let what):
        "\(file): error: \(what) does not say whose it is; add --provider NAME --operation ID"
      case .unroutable(let file, let complaint):
        "\(file): error: \(complaint.detail); name the operation with --operation ID to check the body alone"
      case .otherDirection(let file, let direction):
        "\(file): error: it is a \(direction.rawValue); leave out the option that says otherwise"
      }
    }
  }

  func run() -> ExitCode {
    var outcomes: [Outcome] = []
    do {
      let registry = try Self.registry(provider)
      for file in files { outcomes.append(try check(file, registry)) }
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
    if isJSON {
      let value = JSONValue.array(outcomes.map(Self.json))
      Terminal.out(String(decoding: JSONWriter.bytes(value, .pretty), as: UTF8.self))
    } else {
      for outcome in outcomes { for line in Self.lines(outcome) { Terminal.out(line) } }
    }
    return outcomes.allSatisfy(\.isGood) ? .success : .failure
  }

  private static func registry(_ provider: String?) throws(Failure) -> ProviderRegistry {
    do { return try ProviderRegistry(selection: provider.map { [$0] } ?? []) } catch {
      throw .document(error)
    }
  }

  // MARK: Output

  /// `FILE:LINE:COLUMN: error: place: message`, as compilers write.
  static func lines(_ outcome: Outcome) -> [String] {
    let lines = outcome.findings.map { finding, position in
      "\(outcome.file):\(position.line):\(position.column): \(finding.isNote ? "note" : "error"): "
        + FindingText.line(finding)
    }
    let counts = outcome.findings.count { !$0.finding.isNote }
    let verdict = counts == 0 ? "ok" : "\(counts) \(counts == 1 ? "violation" : "violations")"
    return lines + ["\(outcome.file): \(verdict): \(outcome.subject)"]
  }

  private static func json(_ outcome: Outcome) -> JSONValue {
    .object([
      "path": .string(outcome.file), "ok": .boolean(outcome.isGood), "provider": .string(outcome.provider),
      "operation": .string(outcome.operation), "subject": .string(outcome.subject),
      "findings": .array(
        outcome.findings.map { finding, position in FindingText.json(finding, position) }),
    ])
  }
}
