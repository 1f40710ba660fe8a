/// Verdicts as documents: pure, and the same for the same verdict.
package enum Reports {
  /// The report in that form, with a line end at its end.
  package static func render(
    _ format: ReportFormat, _ verdict: SuiteVerdict, _ options: ReportOptions
  ) -> String {
    let view = SuiteView(verdict)
    return switch format {
    case .text: TextReport(view, options).text
    case .junit: JUnitReport(view, options).text
    case .html: HTMLReport(view, options).text
    case .json: JSONReport(view, options).text
    case .sarif: SARIFReport(view, options).text
    case .github: GitHubReport(view, options).commands
    }
  }

  /// The page that a workflow of GitHub shows for a step, in Markdown: for the file in `GITHUB_STEP_SUMMARY`.
  package static func stepSummary(_ verdict: SuiteVerdict, _ options: ReportOptions) -> String {
    GitHubReport(SuiteView(verdict), options).summary
  }
}
