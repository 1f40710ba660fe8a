import StuntConformance
import Testing

/// Annotations and the page of a workflow's step.
@Suite struct GitHubReportTests {
  @Test func `every line is one command of ours`() throws {
    let lines = Reports.render(.github, try SampleVerdict.suite(), ReportTests.options).split(separator: "\n")
    let starts = lines.map { $0.prefix { $0 != " " } }
    #expect(starts == ["::error", "::error", "::error", "::warning", "::notice"])
    #expect(
      lines[0].hasPrefix("::error file=clients/generate.py,line=1,title=openai/meets-schema::Every request"))
    #expect(lines[0].contains("%0A  place: body /seconds%0A"))
  }

  @Test func `a title keeps its colons and commas for itself`() throws {
    let verdict = try SampleVerdict.suite()
    let options = ReportOptions(version: "1", sourceFile: "a,b:c%\n.py")
    #expect(Reports.render(.github, verdict, options).contains("file=a%2Cb%3Ac%25%0A.py,line=1,"))
  }

  @Test func `where should counts as must it is an error`() throws {
    var options = ReportTests.options
    options.isStrict = true
    let text = Reports.render(.github, try SampleVerdict.suite(), options)
    #expect(!text.contains("::warning"))
    #expect(text.contains("title=openai/known-parameters"))
  }

  @Test func `of each kind there are as many as are shown`() throws {
    let sample = try SampleVerdict.suite()
    let rules = (1...30).map { number in
      Rule(
        number: number, id: "rule-\(number)", kind: .message, severity: .must, duty: "Duty.", reason: "",
        remedy: "", source: "x", runs: [], detector: sample.book.rules[0].detector)
    }
    let book = RuleBook(provider: sample.book.provider, rules: rules, suite: [], key: "", environment: [])
    let finding = Finding(subject: "x", expected: "y", found: "z")
    let run = JudgedRun(
      run: sample.runs[0].run, name: "completed", verdicts: rules.map { ($0, .failed([finding])) })
    let verdict = SuiteVerdict(book: book, client: "x", runs: [run], seconds: 0, startedUnixSeconds: 0)
    let lines = Reports.render(.github, verdict, ReportTests.options).split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("::error") }.count == 10)
    #expect(lines.last?.contains("30 must rules") == true)
  }

  @Test func `the page has a row for each rule, and nothing in it has a meaning of its own`() throws {
    let page = Reports.stepSummary(try SampleVerdict.suite(), ReportTests.options)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.filter { $0.hasPrefix("| ") && $0.contains(" | `") }.count == 10)
    #expect(lines.filter { $0 == "<details>" || $0.hasPrefix("<details><summary>") }.count == 4)
    // Outside of the fences no markup of the client's is left.
    var isFenced = false
    for line in lines {
      if line.hasPrefix("```") { isFenced.toggle() }
      if !isFenced { #expect(!line.contains("<script") && !line.contains("@everyone"), "\(line)") }
    }
    #expect(!isFenced)
  }
}
