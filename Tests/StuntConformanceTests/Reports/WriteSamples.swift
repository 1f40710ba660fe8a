import Foundation
import StuntConformance
import Testing

@Suite struct WriteSamples {
  @Test func `samples`() throws {
    guard let folder = ProcessInfo.processInfo.environment["STUNT_SAMPLES"] else { return }
    let verdict = try SampleVerdict.suite()
    var options = ReportOptions(version: "0.1.0", sourceFile: "clients/generate.py")
    for format in ReportFormat.allCases {
      try Reports.render(format, verdict, options).write(
        toFile: "\(folder)/report.\(format.rawValue)", atomically: true, encoding: .utf8)
    }
    try Reports.stepSummary(verdict, options).write(
      toFile: "\(folder)/summary.md", atomically: true, encoding: .utf8)
    options.hasColor = true
    try Reports.render(.text, verdict, options).write(
      toFile: "\(folder)/report.color", atomically: true, encoding: .utf8)
  }
}
