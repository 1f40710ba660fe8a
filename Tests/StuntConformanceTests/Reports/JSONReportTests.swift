import Foundation
import StuntConformance
import StuntJSON
import StuntSchema
import Testing

/// The document for other programs, by its schema.
@Suite struct JSONReportTests {
  static func schema() throws -> Schema {
    let name = "verdict.schema.json"
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Contracts/meta/\(name)").standardizedFileURL
    var compiler = SchemaCompiler()
    try compiler.register(JSONDocument(parsing: Array(Data(contentsOf: url))), at: "stunt://meta/\(name)")
    return try compiler.compile("stunt://meta/\(name)")
  }

  static func document() throws -> JSONValue {
    try JSONValue(parsing: Array(Reports.render(.json, SampleVerdict.suite(), ReportTests.options).utf8))
  }

  static func complaints(_ value: JSONValue) throws -> [String] {
    try schema().violations(of: JSONDocument(parsing: JSONWriter.bytes(value)), limit: 3).map(\.description)
  }

  @Test func `the report is as its schema says`() throws {
    #expect(try Self.complaints(Self.document()) == [])
  }

  @Test func `the schema knows every word of ours`() throws {
    let sample = try SampleVerdict.suite()
    let runs = RuleBook.End.allCases.map { end in
      var run = sample.runs[0].run
      run.plan = RuleBook.PlannedRun(name: end.rawValue, scenario: "completed", end: end)
      return JudgedRun(run: run, name: end.rawValue, verdicts: [])
    }
    let verdict = SuiteVerdict(
      book: sample.book, client: "x", runs: runs, seconds: 0, startedUnixSeconds: 0)
    let text = Reports.render(.json, verdict, ReportTests.options)
    #expect(try Self.complaints(JSONValue(parsing: Array(text.utf8))) == [])
  }

  @Test(arguments: [
    "/totals/kept", "/rules/0/remedy", "/runs/1/verdicts/0/findings", "/runs/0/program/exitCode",
  ])
  func `the schema misses a member that is gone`(_ pointer: String) throws {
    var document = try Self.document()
    let tokens = pointer.split(separator: "/").map(String.init)
    Self.remove(tokens[...], from: &document)
    #expect(try Self.complaints(document) != [])
  }

  private static func remove(_ tokens: ArraySlice<String>, from value: inout JSONValue) {
    guard let first = tokens.first else { return }
    if tokens.count == 1 {
      value[first] = nil
    } else if let index = Int(first), var elements = value.array {
      remove(tokens.dropFirst(), from: &elements[index])
      value = .array(elements)
    } else if var member = value[first] {
      remove(tokens.dropFirst(), from: &member)
      value[first] = member
    }
  }

  @Test func `it tells what was found`() throws {
    let document = try Self.document()
    #expect(document["verdict"]?.string == "failed")
    #expect(document["totals"]?["brokenMust"]?.int == 3)
    #expect(document["rules"]?[3]?["outcome"]?.string == "broken")
    let run = document["runs"]?[4]
    #expect(run?["verdicts"]?[3]?["findings"]?[0]?["exchange"]?.int == 2)
    #expect(run?["exchanges"]?[0]?["transport"]?.string == "connection closed before the answer")
    #expect(run?["exchanges"]?[0]?["requestFields"] == nil, "only what a finding names comes whole")
    #expect(run?["exchanges"]?[1]?["requestFields"]?[1]?["value"]?.string == "Bearer [key]")
    #expect(document["runs"]?[9]?["program"]?["signal"]?.int == 2)
  }
}
