import Foundation
import StuntConformance
import StuntEngine
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The form of continuous integration, read by an XML parser.
@Suite struct JUnitReportTests {
  /// What a viewer counts.
  final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var declared: [String: Int] = [:]
    var failures: [String] = []
    var depth = 0

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      if name == "testsuite" {
        for key in ["tests", "failures", "errors", "skipped"] {
          declared[key, default: 0] += Int(attributes[key] ?? "") ?? 1_000_000
        }
      }
      if name == "failure" { failures.append(attributes["type"] ?? "") }
    }
  }

  static func read(_ text: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    let isRead = parser.parse()
    try #require(isRead, "\(parser.lineNumber): \(String(describing: parser.parserError))")
    return reader
  }

  @Test func `a suite for each run, a case for each rule that it shows`() throws {
    let verdict = try SampleVerdict.suite()
    let reader = try Self.read(Reports.render(.junit, verdict, ReportTests.options))
    #expect(reader.counts["testsuite"] == 12)
    #expect(reader.counts["testcase"] == verdict.runs.reduce(0) { $0 + $1.verdicts.count })
    #expect(reader.declared["tests"] == reader.counts["testcase"])
    #expect(reader.declared["skipped"] == reader.counts["skipped"])
    #expect(
      reader.failures == [
        "openai/meets-schema", "openai/reports-failure", "openai/submit-once", "openai/submit-once",
      ])
    #expect(reader.counts["script"] == nil)
  }

  @Test func `a broken should is skipped with a message, or fails where it counts`() throws {
    let verdict = try SampleVerdict.suite()
    var options = ReportTests.options
    #expect(
      Reports.render(.junit, verdict, options).contains(
        "skipped message=\"broken, but only a should: A request"))
    options.isStrict = true
    let reader = try Self.read(Reports.render(.junit, verdict, options))
    #expect(reader.failures.filter { $0 == "openai/known-parameters" }.count == 2)
  }

  @Test func `a client that could not be started is an error`() throws {
    let sample = try SampleVerdict.suite()
    var run = sample.runs[0].run
    run.program = ClientRun.Program(
      ending: .notStarted("no such file: \"<client>\""), output: "", errorOutput: "",
      ended: .init(nanoseconds: 0))
    let verdict = SuiteVerdict(
      book: sample.book, client: "x", runs: [JudgedRun(run: run, name: "completed", verdicts: [])],
      seconds: 0,
      startedUnixSeconds: 0)
    let text = Reports.render(.junit, verdict, ReportTests.options)
    #expect(try Self.read(text).declared["errors"] == 1)
    #expect(text.contains("message=\"not started: no such file: &quot;&lt;client&gt;&quot;\""))
  }

  @Test func `what a program wrote is bounded`() throws {
    let sample = try SampleVerdict.suite()
    var run = sample.runs[0].run
    run.program = ClientRun.Program(
      ending: .tooMuchOutput, output: String(repeating: "x", count: 1_000_000) + "the end", errorOutput: "",
      ended: .init(nanoseconds: 0))
    let verdict = SuiteVerdict(
      book: sample.book, client: "x", runs: [JudgedRun(run: run, name: "completed", verdicts: [])],
      seconds: 0,
      startedUnixSeconds: 0)
    for report in ReportTests.all(verdict) { #expect(report.text.utf8.count < 40_000, "\(report.name)") }
    let text = Reports.render(.junit, verdict, ReportTests.options)
    #expect(text.contains("xthe end</system-out>") && text.contains("(992007 bytes left out)"))
  }
}
