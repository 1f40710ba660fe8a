import StuntDouble
import StuntJSON
import StuntRecording

extension Subcommand {
  /// `stuntdouble scan`.
  static let scan = Subcommand("scan", help: Help.scan) { arguments throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "scan", flags: [Flag("--provider", value: "DIR", isRepeatable: true), Flag("--json")])
    guard !read.operands.isEmpty else { throw .conflict("scan needs a file or a folder", command: "scan") }
    return { Scan.run(read.operands, providers: read.values("--provider"), isJSON: read.has("--json")) }
  }
}

/// `stuntdouble scan`: looks for secrets in files.
enum Scan {
  static func run(_ paths: [String], providers: [String], isJSON: Bool) -> ExitCode {
    var findings: [(path: String, finding: SecretFinding)] = []
    var fileCount = 0
    var isWhole = true
    do {
      let scanner = SecretScanner(rules: try RecordingRuleFiles.all(and: providers))
      for path in paths {
        do {
          for file in try HARFiles.files(at: path) {
            let bytes = try HARFiles.bytes(of: file)
            fileCount += 1
            findings += scanner.findings(in: bytes).map { (file, $0) }
          }
        } catch {
          Terminal.err("\(error)")
          isWhole = false
        }
      }
    } catch {
      Terminal.err("\(error)")
      return .notRun
    }
    print(findings, fileCount: fileCount, isJSON: isJSON)
    return !isWhole ? .notRun : findings.isEmpty ? .success : .failure
  }

  /// A finding for people: place, reason, and the first characters only.
  static func line(_ path: String, _ finding: SecretFinding) -> String {
    let pointer = finding.place.pointer.description
    return
      "\(path):\(finding.place.line):\(finding.place.column): \(finding.kind.rawValue): \(finding.excerpt)"
      + (pointer.isEmpty ? "" : " at \(pointer)")
  }

  private static func print(
    _ findings: [(path: String, finding: SecretFinding)], fileCount: Int, isJSON: Bool
  ) {
    guard isJSON else {
      for (path, finding) in findings { Terminal.out(line(path, finding)) }
      Terminal.out(
        "\(fileCount) \(fileCount == 1 ? "file" : "files"), \(findings.isEmpty ? "no" : String(findings.count)) "
          + (findings.count == 1 ? "secret" : "secrets"))
      return
    }
    let value: JSONValue = [
      "files": .number(JSONNumber(fileCount)),
      "findings": .array(
        findings.map { path, finding in
          [
            "path": .string(path), "line": .number(JSONNumber(finding.place.line)),
            "column": .number(JSONNumber(finding.place.column)),
            "pointer": .string(finding.place.pointer.description), "kind": .string(finding.kind.rawValue),
            "excerpt": .string(finding.excerpt),
          ]
        }),
    ]
    Terminal.out(String(decoding: JSONWriter.bytes(value, .pretty), as: UTF8.self))
  }
}
