import Foundation
import StuntConformance
import Testing

/// What holds for a verdict in every form.
@Suite struct ReportTests {
  static let options = ReportOptions(version: "1.2.3", sourceFile: "clients/generate.py")

  /// Every form by its name, the page of a workflow's step among them.
  static func all(_ verdict: SuiteVerdict, _ options: ReportOptions = options) -> [(
    name: String, text: String
  )] {
    ReportFormat.allCases.map { ($0.rawValue, Reports.render($0, verdict, options)) }
      + [("summary", Reports.stepSummary(verdict, options))]
  }

  @Test func `a verdict gives the same bytes each time`() throws {
    let first = Self.all(try SampleVerdict.compose())
    let second = Self.all(try SampleVerdict.compose())
    #expect(first.map(\.text) == second.map(\.text))
  }

  @Test func `every form names each broken rule, its evidence and what to do`() throws {
    let verdict = try SampleVerdict.suite()
    for report in Self.all(verdict) {
      for rule in verdict.broken(.must) + verdict.broken(.should) {
        #expect(report.text.contains("openai/\(rule.id)"), "\(report.name)")
        #expect(report.text.contains(String(rule.remedy.prefix(20))), "\(report.name)")
      }
      #expect(report.text.contains("2 submits, of which 2 are billed"), "\(report.name)")
      #expect(report.text.hasSuffix("\n") && !report.text.hasSuffix("\n\n"), "\(report.name)")
    }
  }

  @Test func `no form repeats a key`() throws {
    for report in Self.all(try SampleVerdict.suite()) {
      #expect(!report.text.contains(SampleVerdict.key), "\(report.name)")
    }
    let json = Reports.render(.json, try SampleVerdict.suite(), Self.options)
    #expect(json.contains("\"Bearer [key]\"") && json.contains("?key=[key]\""))
  }

  @Test func `no form passes on what a terminal or a reader of XML would obey`() throws {
    for report in Self.all(try SampleVerdict.suite()) {
      let bad = report.text.unicodeScalars.filter { scalar in
        (scalar.value < 0x20 && scalar != "\n") || (0x7F..<0xA0).contains(scalar.value)
          || [0x202E, 0xFFFE, 0xFFFF].contains(scalar.value)
      }
      #expect(bad.isEmpty, "\(report.name): \(bad.map { String($0.value, radix: 16) })")
    }
  }

  @Test func `a client that keeps all rules has a calm report`() throws {
    let sample = try SampleVerdict.suite()
    let kept = sample.runs.map { run in
      JudgedRun(run: run.run, name: run.name, verdicts: run.verdicts.map { ($0.rule, .passed) })
    }
    let verdict = SuiteVerdict(
      book: sample.book, client: "sound", runs: kept, seconds: 1, startedUnixSeconds: 0)
    let text = Reports.render(.text, verdict, Self.options)
    #expect(text.hasSuffix("\nThe client keeps 10 of 10 rules.\n"))
    #expect(
      Reports.render(.github, verdict, Self.options).hasPrefix("::notice title=stuntdouble verify::openai: "))
    #expect(
      Reports.render(.junit, verdict, Self.options).contains("failures=\"0\" errors=\"0\" skipped=\"0\""))
  }

  @Test func `a suite without a run is a report`() throws {
    let book = try SampleVerdict.suite().book
    let verdict = SuiteVerdict(book: book, client: "", runs: [], seconds: 0, startedUnixSeconds: -1)
    for report in Self.all(verdict) { #expect(!report.text.isEmpty, "\(report.name)") }
    #expect(Reports.render(.json, verdict, Self.options).contains("\"1969-12-31T23:59:59Z\""))
    #expect(Reports.render(.text, verdict, Self.options).contains("10 not exercised"))
  }

  @Test func `of a thousand runs the verdicts are counted, and those that break a rule are listed first`()
    throws
  {
    let sample = try SampleVerdict.suite()
    let runs = (0..<1_000).map { number in
      let source = sample.runs[number == 999 ? 4 : 8]
      return JudgedRun(run: source.run, name: "tenant-\(number)", verdicts: source.verdicts)
    }
    let verdict = SuiteVerdict(
      book: sample.book, client: "many", runs: runs, seconds: 1, startedUnixSeconds: 0)
    let text = Reports.render(.text, verdict, Self.options)
    #expect(text.contains("4 must   submit-once               999 kept, 1 broken, 0 not exercised"))
    let page = Reports.render(.html, verdict, Self.options)
    #expect(page.contains("<td>999</td><td class=\"broken\">1</td><td>0</td>"))
    #expect(page.contains("<b>tenant-999</b>") && page.contains("940 more runs of the same client"))
    #expect(page.utf8.count < 2_000_000)
  }
}
