import StuntConformance
import StuntJSON
import Testing

/// The form of code scanning; `make clients` holds it against the published schema.
@Suite struct SARIFReportTests {
  static func run(_ options: ReportOptions = ReportTests.options) throws -> JSONValue {
    let text = Reports.render(.sarif, try SampleVerdict.suite(), options)
    return try #require(try JSONValue(parsing: Array(text.utf8))["runs"]?[0])
  }

  @Test func `a result for each broken rule and run, at the client's own file`() throws {
    let run = try Self.run()
    let results = try #require(run["results"]?.array)
    #expect(results.count == 6)
    for result in results {
      let location = result["locations"]?[0]?["physicalLocation"]
      #expect(location?["artifactLocation"]?["uri"]?.string == "clients/generate.py")
      #expect(location?["region"]?["startLine"]?.int == 1)
      let index = try #require(result["ruleIndex"]?.int)
      #expect(run["tool"]?["driver"]?["rules"]?[index]?["id"]?.string == result["ruleId"]?.string)
    }
    #expect(
      results.map { $0["level"]?.string } == ["error", "warning", "warning", "error", "error", "error"])
  }

  @Test func `the fingerprint tells mistakes apart, and stays the same whatever else changes`() throws {
    let prints = try Self.run()["results"]?.array?.map {
      $0["partialFingerprints"]?["primaryLocationLineHash"]?.string
    }
    #expect(Set(prints ?? []).count == 6)
    #expect(prints?.last == "20c488e46e698db9:1")
  }

  @Test func `a rule has a page, a text and its source's address`() throws {
    let rule = try Self.run()["tool"]?["driver"]?["rules"]?[3]
    #expect(rule?["name"]?.string == "SubmitOnce")
    #expect(rule?["helpUri"]?.string == "https://example.com/reference/videos#submit-once")
    #expect(rule?["help"]?["markdown"]?.string?.contains("**Remedy:** Turn the retries") == true)
    #expect(rule?["defaultConfiguration"]?["level"]?.string == "error")
  }

  @Test func `a command that names no file still has a place`() throws {
    let options = ReportOptions(version: "1")
    let place = try Self.run(options)["results"]?[0]?["locations"]?[0]?["physicalLocation"]
    #expect(place?["artifactLocation"]?["uri"]?.string == "client-under-test")
    let odd = try Self.run(ReportOptions(version: "1", sourceFile: "my client/ü.py"))
    #expect(odd["artifacts"]?[0]?["location"]?["uri"]?.string == "my%20client/%C3%BC.py")
  }

  @Test func `what no run showed is a notification`() throws {
    let notes = try Self.run()["invocations"]?[0]?["toolExecutionNotifications"]?.array
    #expect(notes?.count == 1)
    #expect(notes?.first?["associatedRule"]?["id"]?.string == "openai/verifies-webhooks")
  }
}
