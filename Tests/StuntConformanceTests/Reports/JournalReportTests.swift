import StuntConformance
import StuntEngine
import StuntJSON
import Testing

/// A server's journal in its three forms.
@Suite struct JournalReportTests {
  static func runs() throws -> [ClientRun] {
    let suite = try SampleVerdict.suite()
    var first = suite.runs[4].run
    first.key = SampleVerdict.key
    var second = suite.runs[10].run
    second.exchanges[0].slot = nil
    second.exchanges[0].complaint = "no operation for POST /openai/v1/videos"
    second.droppedCount = 3
    return [first, second]
  }

  static func report(_ format: JournalFormat) throws -> String {
    JournalReport.render(format, try runs(), ReportOptions(version: "1.2.3"))
  }

  @Test func `each job has its requests in their order`() throws {
    let text = try Self.report(.text)
    #expect(
      text.hasPrefix(
        """
        openai, key sk-s…77d2
          1 job, 1 billed, 6 requests, 0 violations

          video_68f1 succeeded, billed
             1       0.00 s  200  queued     POST /openai/v1/videos
                                  connection closed before the answer

        """.replacing(
          "                                  connection", with: "                        connection")))
    #expect(
      text.contains("\n     3      30.00 s  200  running    GET /openai/v1/videos/video_68f1?key=[key]\n"))
    #expect(
      text.contains(
        "\nopenai, no key\n  1 job, 1 billed, 401 requests, 0 violations, 3 earlier requests no longer known\n"
      ))
    #expect(text.contains("  Requests that are about no job\n"))
    #expect(text.hasSuffix("\n2 tenants, 2 jobs, 2 billed, 407 requests, 0 violations\n"))
  }

  @Test(arguments: JournalFormat.allCases) func `keys and control characters are left out`(
    _ format: JournalFormat
  ) throws {
    let text = try Self.report(format)
    #expect(!text.contains(SampleVerdict.key))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(text.hasSuffix("\n"))
  }

  @Test func `as JSON nothing is left out but keys`() throws {
    let document = try JSONValue(parsing: Array(Self.report(.json).utf8))
    #expect(document["tenants"]?.array?.count == 2)
    let tenant = document["tenants"]?[1]
    #expect(tenant?["exchanges"]?.array?.count == 401)
    #expect(tenant?["exchanges"]?[0]?["violations"]?.array?.isEmpty == true)
    #expect(tenant?["droppedExchanges"]?.int == 3)
    #expect(tenant?["jobs"]?[0]?["isBilled"]?.boolean == true)
  }

  @Test func `the page cuts what is long, and is empty without complaint`() throws {
    let page = try Self.report(.html)
    #expect(page.contains("340 requests like these"))
    #expect(page.contains("&lt;/pre&gt;") == false && !page.contains("<script"))
    let many = JournalReport.render(
      .html, Array(repeating: try Self.runs()[0], count: 103), ReportOptions(version: "1"))
    #expect(many.contains("3 tenants more") && many.contains("id=\"tenant-100\""))
    #expect(!many.contains("id=\"tenant-101\""))
    var busy = try Self.runs()[0]
    busy.jobs = (0..<105).map { busy.jobs[0].atSlot($0) }
    #expect(JournalReport.render(.html, [busy], ReportOptions(version: "1")).contains("5 earlier jobs more"))
    let empty = JournalReport.render(.html, [], ReportOptions(version: "1"))
    #expect(empty.contains("Nothing was asked of the server yet."))
    #expect(JournalReport.render(.text, [], ReportOptions(version: "1")).hasPrefix("0 tenants, 0 jobs"))
  }
}

extension ClientRun.Job {
  /// The same job in another place.
  fileprivate func atSlot(_ slot: Int) -> ClientRun.Job {
    ClientRun.Job(slot: slot, id: id, phase: phase, isBilled: isBilled, failureTexts: failureTexts)
  }
}
