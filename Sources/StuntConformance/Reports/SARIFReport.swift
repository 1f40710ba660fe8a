import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON

/// A verdict for code scanning: SARIF 2.1.0, one result for each broken rule and run.
///
/// Code scanning shows only results that lie in a file. A client is a command, so they lie in the file that the command
/// runs, on its first line; where it names none, in a file that does not exist, which viewers show without a text.
struct SARIFReport {
  private let view: SuiteView
  private let options: ReportOptions

  init(_ view: SuiteView, _ options: ReportOptions) {
    self.view = view
    self.options = options
  }

  var text: String { String(decoding: JSONWriter.bytes(document, .pretty), as: UTF8.self) + "\n" }

  private var document: JSONValue {
    .object([
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": .array([
        .object([
          "tool": .object(["driver": driver]),
          "automationDetails": .object(["id": .string("stuntdouble/\(view.provider.name)/")]),
          "invocations": .array([invocation]),
          "artifacts": .array([
            .object(["location": .object(["uri": .string(fileURI)]), "roles": .array(["analysisTarget"])])
          ]),
          "columnKind": "unicodeCodePoints",
          "results": .array(results),
          "properties": .object([
            "provider": .string(view.provider.name), "client": .string(view.client),
            "seconds": JSONReport.seconds(view.verdict.seconds),
            "requests": JSONReport.number(view.exchangeCount),
          ]),
        ])
      ]),
    ])
  }

  private var driver: JSONValue {
    .object([
      "name": "stuntdouble",
      "semanticVersion": .string(options.version),
      "shortDescription": message("Contract suites for clients of AI video providers."),
      "rules": .array(view.rules.map(describe)),
    ])
  }

  private func describe(_ rule: RuleView) -> JSONValue {
    let words = rule.rule
    let markdown = """
      **\(MarkdownText.escaped(words.duty))**

      \(MarkdownText.escaped(words.reason))

      **Remedy:** \(MarkdownText.escaped(words.remedy))

      **Source:** \(MarkdownText.escaped(words.source))

      More: `\(rule.explanation)`
      """
    var value: JSONObject = [
      "id": .string(rule.name),
      "name": .string(Self.pascal(words.id)),
      "shortDescription": message(words.duty),
      "fullDescription": message("\(words.duty) \(words.reason)"),
      "help": .object([
        "text": .string(
          "\(words.reason)\nRemedy: \(words.remedy)\nSource: \(words.source)\nMore: \(rule.explanation)"),
        "markdown": .string(markdown),
      ]),
    ]
    if let url = Self.url(in: words.source) { value.append("helpUri", .string(url)) }
    value.append("defaultConfiguration", .object(["level": .string(level(words))]))
    value.append(
      "properties",
      .object([
        "number": JSONReport.number(words.number), "severity": .string(words.severity.rawValue),
        "problem.severity": .string(level(words)), "precision": "very-high",
        "tags": .array(["contract", .string(words.kind.rawValue), .string(view.provider.name)]),
      ]))
    return .object(value)
  }

  private var results: [JSONValue] {
    view.rules.indices.flatMap { index in
      view.rules[index].brokenRuns.map { result(index, $0) }
    }
  }

  private func result(_ index: Int, _ runIndex: Int) -> JSONValue {
    let rule = view.rules[index]
    let run = view.runs[runIndex]
    let findings = rule.findings(in: runIndex)
    let evidence = Evidence(rule, findings, options).findingLines.joined(separator: "\n")
    return .object([
      "ruleId": .string(rule.name),
      "ruleIndex": JSONReport.number(index),
      "level": .string(level(rule.rule)),
      "message": message("\(rule.rule.duty) In the run \(run.name):\n\(evidence)"),
      "locations": .array([
        .object([
          "physicalLocation": .object([
            "artifactLocation": .object(["uri": .string(fileURI), "index": 0]),
            "region": .object(["startLine": 1]),
          ]),
          "logicalLocations": .array([
            .object([
              "name": .string(run.name),
              "fullyQualifiedName": .string("\(view.provider.name)/\(run.name)"),
              "kind": "run",
            ])
          ]),
        ])
      ]),
      "partialFingerprints": .object([
        "primaryLocationLineHash": .string("\(fingerprint(rule, run, findings)):1")
      ]),
      "properties": .object([
        "run": .string(run.name),
        "requests": .array(findings.compactMap { $0.exchange.map(JSONReport.number) }),
      ]),
    ])
  }

  /// The same for the same mistake, whatever the wording, ids and times of one run.
  private func fingerprint(_ rule: RuleView, _ run: RunView, _ findings: [Finding]) -> String {
    var places: [String] = []
    for finding in findings where !places.contains(finding.place) { places.append(finding.place) }
    let text = ([rule.name, run.name] + places).joined(separator: "\n")
    return String(SHA256.hexadecimal(text.utf8).prefix(16))
  }

  private var invocation: JSONValue {
    let idle = view.rules(.notExercised).map { rule in
      JSONValue.object([
        "level": "note",
        "message": message("\(rule.name) was not exercised: \(rule.idleReasons.first ?? "")"),
        "associatedRule": .object(["id": .string(rule.name)]),
      ])
    }
    return .object([
      "executionSuccessful": true,
      "startTimeUtc": .string(view.started),
      "toolExecutionNotifications": .array(idle),
    ])
  }

  private func level(_ rule: Rule) -> String {
    rule.severity == .must || options.isStrict ? "error" : "warning"
  }

  private func message(_ text: String) -> JSONValue { .object(["text": .string(ReportWords.lines(text))]) }

  /// The file as a relative reference. RFC 3986, 4.2.
  private var fileURI: String {
    let path = options.sourceFile ?? "client-under-test"
    var out: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        out.append(byte)
      default: out += "%\(Hexadecimal.encode([byte]).uppercased())".utf8
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// `submit-once` as `SubmitOnce`.
  private static func pascal(_ id: String) -> String {
    id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// The first address of a page in a text.
  private static func url(in text: String) -> String? {
    text.split { " ()<>\"',;\n".contains($0) }
      .first { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
      .map { String($0.last == "." ? $0.dropLast() : $0) }
  }
}
