import StuntConformance
import StuntProviders

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writes the reports that `verify` was asked for, and decides how it ends.
struct VerifyReports {
  private let options: VerifyOptions

  init(_ options: VerifyOptions) { self.options = options }

  /// Writes all reports of verdicts, and tells how the command ends.
  func write(_ verdicts: [SuiteVerdict]) throws -> ExitCode {
    var report = ReportOptions(version: Version.text, sourceFile: sourceFile)
    report.isStrict = options.isStrict
    report.columns = Terminal.columns
    for verdict in verdicts {
      for file in options.reports {
        let text = Reports.render(file.format, verdict, report)
        if file.format == .github, let page = stepPage {
          try write(Reports.stepSummary(verdict, report), to: page, mode: "a")
        }
        guard file.path != "-" else {
          print(text)
          continue
        }
        try write(text, to: file.path)
      }
      let hasOutput = options.reports.contains { $0.path == "-" && $0.format != .github }
      if options.isJSON {
        print(Reports.render(.json, verdict, report))
      } else if !hasOutput {
        var text = report
        text.hasColor = Terminal.wantsColor
        print(Reports.render(.text, verdict, text))
      }
    }
    let isBroken = verdicts.contains { verdict in
      !verdict.broken(.must).isEmpty || options.isStrict && !verdict.broken(.should).isEmpty
    }
    return isBroken ? .failure : .success
  }

  /// Prints a text that has its line end.
  private func print(_ text: String) {
    Terminal.out(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }

  /// The client's own file: the first of its command's words that is a file of this folder.
  private var sourceFile: String? {
    options.command.first { word in
      !word.hasPrefix("/") && !word.hasPrefix("-") && !word.hasPrefix("..")
        && ProviderFolder.kind(of: word) == .file
    }
  }

  /// The file whose Markdown GitHub shows for a workflow's step; other tools of the step write into it as well.
  private var stepPage: String? {
    getenv("GITHUB_STEP_SUMMARY").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func write(_ text: String, to path: String, mode: String = "w") throws(ReportFileError) {
    let file = fopen(path, mode)
    guard let file else { throw ReportFileError(path: path, code: errno) }
    let bytes = Array(text.utf8)
    let count = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, count == bytes.count else { throw ReportFileError(path: path, code: errno) }
  }
}

/// Why a report cannot be written.
struct ReportFileError: Error, Equatable, CustomStringConvertible {
  let path: String
  let code: Int32

  var description: String {
    "the report \(path) cannot be written (\(String(cString: strerror(code)))); name a file in a folder that is there"
  }
}
