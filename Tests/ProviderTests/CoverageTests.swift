import Foundation
import StuntContract
import StuntDouble
import StuntEngine
import StuntJSON
import StuntProviders
import StuntSchema
import StuntTestSupport
import Testing

/// Coverage of the documents: exercises hold, and what nothing shows is told.
@Suite struct CoverageTests {
  static let tree = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let nimbus = tree.appendingPathComponent("Tests/Fixtures/providers/nimbus").path
  static let shipped = ProviderRegistry.shippedNames.map {
    tree.appendingPathComponent("Contracts/providers/\($0)").path
  }

  static func report(on folder: String) throws -> CoverageReport {
    let registry = try ProviderRegistry(selection: [folder])
    let (contract, exercises) = try CoverageFolder.documents(in: folder)
    return CoverageReport(try CoverageRun(registry: registry, documents: contract, exercises: exercises))
  }

  @Test(arguments: shipped) func `every documented item of what ships is shown`(_ folder: String) throws {
    let report = try Self.report(on: folder)
    #expect(report.run.errors.map(\.description) == [])
    #expect(report.lines(holesOnly: true) == [])
    #expect(report.isWhole)
  }

  /// What the invented provider documents and never does, for the tests of other things.
  static let leftOpen = ["runFilm 503", "submitDraft 404", "failure silent"]

  @Test func `every documented item of the invented provider is shown, but for a few`() throws {
    let report = try Self.report(on: Self.nimbus)
    #expect(report.run.errors.map(\.description) == [])
    let holes = report.holes.map(\.item).filter { $0.kind != .response }.map(\.description)
    // Its documents grow with the engine's tests; what they add is mostly shown by them.
    #expect(Set(Self.leftOpen).isSubset(of: holes) && holes.count < 20, "\(holes)")
    #expect(!report.isWhole)
    #expect(report.count(of: .status).documented > 50)
    #expect(
      report.lines(holesOnly: false).contains { $0.hasPrefix("ok   nimbus status submitFilm 201  by ") })
  }

  @Test func `what nothing shows is a hole`() throws {
    let registry = try ProviderRegistry(selection: [Self.nimbus])
    var (contract, exercises) = try CoverageFolder.documents(in: Self.nimbus)
    exercises.removeAll { $0.file.contains("refusals") }
    let text = String(decoding: contract[0].document.bytes, as: UTF8.self)
      .replacing(#""operationId": "getHealth","#, with: #""operationId": "getHealth2","#, maxReplacements: 1)
    contract[0].document = try JSONDocument(parsing: text)
    let report = CoverageReport(
      try CoverageRun(registry: registry, documents: contract, exercises: exercises))
    let holes = report.holes.map(\.item.description)
    #expect(holes.contains("getHealth2 200"))
    #expect(holes.contains("refusal expired"))
    #expect(!report.isWhole)
    let json = report.json
    #expect(json["holes"]?.int == report.holes.count)
    #expect(json["items"]?.array?.contains { $0["by"] == .null } == true)
  }

  /// What is wrong with an exercise, and what is said about it.
  static let mistakes: [(steps: String, complaint: String)] = [
    (
      #"{ "call": "submitFilms", "json": {}, "expect": { "status": 201 } }"#,
      #"e.json:3:22: error: no operation is named "submitFilms"; did you mean "submitFilm"?"#
    ),
    (
      #"{ "call": "submitFilm", "json": { "prompt": "${p}" }, "expect": { "status": 201 } }"#,
      #"no capture or each is named "p"; define it or mend the name (at /steps/0/json/prompt)"#
    ),
    (
      #"{ "call": "getFilm", "expect": { "status": 404 } }"#,
      #"the member "path" is missing; add it (at /steps/0)"#
    ),
    (
      #"{ "call": "getFilm", "path": { "film_id": "a" }, "expect": { "status": 200 } }"#,
      #"error: expected 200; the answer was 404 {"code":"no_film""#
    ),
    (
      #"{ "call": "getFilm", "path": { "film_id": "a" }, "expect": { "status": 404, "body": { "/code": "x" } } }"#,
      #"error: expected "x", found "no_film"; the answer was 404"#
    ),
    (
      #"{ "call": "getFilm", "path": { "film_id": "a" }, "expect": { "status": 404, "lacks": ["/code"] } }"#,
      #"expected "/code"; the answer was 404"#
    ),
    (
      #"{ "request": "GET /nimbus/v1/nothing", "expect": { "status": 404 } }"#,
      #"the answer was 404 {"type""#
    ),
    (
      #"{ "call": "listFilms", "expects": { "status": 200 } }"#,
      #"unknown member "expects"; did you mean "expect"?"#
    ),
    (
      #"{ "call": "listFilms", "expect": { "status": 200 }, "capture": { "a": "/nothing" } }"#,
      "the answer has no /nothing"
    ),
    (
      #"{ "call": "listFilms", "expect": { "status": 200, "matches": { "/more": "^true$" } } }"#,
      #"expected "^true$", found false"#
    ),
    (
      #"{ "call": "listFilms", "expect": { "status": 200, "count": { "/films": 1 } } }"#,
      "expected 1, found []"
    ),
    (
      #"{ "call": "listFilms", "repeat": \#(StuntDouble.Limits.exerciseRepeatsMax + 1), "expect": { "status": 200 } }"#,
      "expected a whole number from 1 to \(StuntDouble.Limits.exerciseRepeatsMax)"
    ),
  ]

  @Test func `an exercise has no more rounds than anybody waits for`() throws {
    let side = (0...StuntDouble.Limits.exerciseRoundsMax).map(String.init).joined(separator: ",")
    let text = """
      { "description": "Too many.", "key": "nb-test", "each": { "n": [\(side)] },
        "steps": [ { "call": "listFilms", "expect": { "status": 200 } } ] }
      """
    let registry = try ProviderRegistry(selection: [Self.nimbus])
    let (contract, _) = try CoverageFolder.documents(in: Self.nimbus)
    let error = #expect(throws: DocumentError.self) {
      let exercise = ("e.json", try JSONDocument(parsing: text))
      let run = try CoverageRun(registry: registry, documents: contract, exercises: [exercise])
      if let first = run.errors.first { throw first }
    }
    #expect(error?.problem == .tooMany(what: "rounds", limit: StuntDouble.Limits.exerciseRoundsMax))
  }

  @Test(arguments: mistakes.map(\.steps)) func `an exercise that does not hold says where`(_ steps: String)
    throws
  {
    let expected = try #require(Self.mistakes.first { $0.steps == steps }).complaint
    let text =
      "{ \"description\": \"A mistake.\", \"key\": \"nb-test\",\n\"steps\": [\n           \(steps)] }"
    let registry = try ProviderRegistry(selection: [Self.nimbus])
    let (contract, _) = try CoverageFolder.documents(in: Self.nimbus)
    var complaints: [String] = []
    do {
      let run = try CoverageRun(
        registry: registry, documents: contract, exercises: [("e.json", try JSONDocument(parsing: text))])
      complaints = run.errors.map(\.description)
    } catch let error as DocumentError {
      complaints = [error.description]
    }
    #expect(complaints.first?.contains(expected) == true, "\(complaints)")
  }
}
