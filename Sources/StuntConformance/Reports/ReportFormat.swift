/// The forms that a suite's verdict can be written in.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// A table for a terminal, then each broken rule with its evidence.
  case text
  /// XML that viewers of continuous integration read.
  case junit
  /// One page, readable without a network.
  case html
  /// Everything, as `Contracts/meta/verdict.schema.json` says.
  case json
  /// What code scanning reads. SARIF 2.1.0.
  case sarif
  /// Workflow commands, which become annotations.
  case github
}

/// What a report is written with, besides the verdict.
package struct ReportOptions: Sendable {
  /// Whether text may have the colors of a terminal.
  package var hasColor = false
  /// The characters that a line of text may have.
  package var columns = 80
  /// The version of the program that writes the report.
  package var version: String
  /// The client's own file, relative to its repository, that annotations point at; nil where there is none.
  package var sourceFile: String?
  /// Whether a broken `should` counts as a `must` does.
  package var isStrict = false

  /// Options for a program of that version.
  package init(version: String, sourceFile: String? = nil) {
    self.version = version
    self.sourceFile = sourceFile
  }
}
