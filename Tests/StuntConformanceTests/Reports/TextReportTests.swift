import StuntConformance
import Testing

/// The table for a terminal.
@Suite struct TextReportTests {
  @Test(arguments: [60, 80, 132]) func `no line is longer than the terminal`(_ columns: Int) throws {
    var options = ReportTests.options
    options.columns = columns
    let lines = Reports.render(.text, try SampleVerdict.suite(), options).split(separator: "\n")
    #expect(lines.filter { $0.count > columns } == [])
  }

  @Test func `the matrix has a column for each run, headed by its number`() throws {
    let text = Reports.render(.text, try SampleVerdict.suite(), ReportTests.options)
    #expect(
      text.contains(
        "                   1 1 1\n                                     1 2 3 4 5 6 7 8 9 0 1 2\n"))
    #expect(text.contains("\n  4 must   submit-once               ✓ ✓ ✓ ✓ ✗ ✗ ✓ ✓ ✓ ✓ ✓ ✓\n"))
    #expect(text.contains("\n  2 should known-parameters          ! ! ✓"))
    #expect(text.contains("\n 10 must   verifies-webhooks         · · · · · · · · · · · –\n"))
    #expect(text.contains("  5  lost-submit-reply      0.54 s, 6 requests, exit code 0\n"))
  }

  @Test func `where there is less room the columns stand closer, and then in blocks`() throws {
    var options = ReportTests.options
    options.columns = 55
    let close = Reports.render(.text, try SampleVerdict.suite(), options)
    #expect(close.contains("\n  4 must   submit-once               ✓✓✓✓✗ ✗✓✓✓✓ ✓✓\n"))
    options.columns = 48
    let blocks = Reports.render(.text, try SampleVerdict.suite(), options)
    #expect(blocks.contains("\n  4 must   submit-once               ✓✓✓✓✗ ✗✓✓✓\n"))
    #expect(blocks.contains("\n  4 must   submit-once               ✓✓✓\n"))
  }

  @Test func `a broken rule comes with its evidence`() throws {
    let text = Reports.render(.text, try SampleVerdict.suite(), ReportTests.options)
    #expect(
      text.contains(
        """

        ✗ openai/submit-once  must, rule 4
          A client submits a job once, also when the reply is lost.
          in lost-submit-reply: exchange 2, POST /openai/v1/videos
            expected  one submit of this job
            found     2 submits, of which 2 are billed
            closest   GET /openai/v1/videos, which lists the first
          the same in gateway-timeout
          why       Each accepted submit is billed: two replies that were lost cost
        """))
    #expect(text.contains("\n  see `stuntdouble rules openai/submit-once`\n"))
    #expect(
      text.contains("\nNot exercised:\n  – openai/verifies-webhooks: the client takes no webhooks | <b>\n"))
    #expect(
      text.hasSuffix(
        "\nThe client breaks 3 must rules and 1 should rule, keeps 5 of 10 rules; 1 not\n  exercised.\n"))
  }

  @Test func `colors are there when they are wanted`() throws {
    var options = ReportTests.options
    let plain = Reports.render(.text, try SampleVerdict.suite(), options)
    options.hasColor = true
    let text = Reports.render(.text, try SampleVerdict.suite(), options)
    #expect(text.contains("\u{1B}[31m✗\u{1B}[0m") && text.contains("\u{1B}[33m!\u{1B}[0m"))
    let bare = text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? $1 : $1.drop { $0 != "m" }.dropFirst() }.joined()
    #expect(bare == plain)
  }

  @Test func `a runner of workflows finds no command in it`() throws {
    for columns in [40, 57, 58, 80] {
      var options = ReportTests.options
      options.columns = columns
      let text = Reports.render(.text, try SampleVerdict.suite(), options)
      #expect(!text.contains("##["))
      let commands = text.split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("::") }
      #expect(commands == [])
    }
  }
}
