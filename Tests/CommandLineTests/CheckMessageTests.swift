import Foundation
import StuntJSON
import Testing

/// `check FILE…` of messages, as people and other tools call it.
@Suite struct CheckMessageTests {
  static let nimbus = CheckTests.fixtures.appendingPathComponent("nimbus").path

  /// Checks a text from standard input against the invented provider.
  static func check(_ text: String, _ arguments: String...) throws -> Command {
    try Command.run(["check", "-", "--provider", nimbus] + arguments, input: text)
  }

  /// Messages, the options, and the lines that are printed.
  static let messages: [(name: String, text: String, options: [String], lines: [String])] = [
    ("a good body", #"{"prompt":"p"}"#, ["--operation", "submitFilm"], ["-: ok: nimbus submitFilm request"]),
    (
      "a body with mistakes", "{\n  \"promt\": \"p\",\n  \"seconds\": \"5\"\n}",
      ["--operation", "submitFilm", "--request"],
      [
        #"-:1:1: error: body: found no "prompt"; expected the property "prompt"; closest is "prompt" in place of "promt""#,
        #"-:2:12: error: body /promt: found "promt"; expected only documented properties; closest is "prompt""#,
        #"-:3:14: error: body /seconds: found "5"; expected integer; closest is 5"#,
        "-: 3 violations: nimbus submitFilm request",
      ]
    ),
    (
      "a name that nobody documents", #"{"prompt":"p","lop":true}"#, ["--operation", "submitDraft"],
      [
        #"-:1:21: note: body /lop: "lop" is not documented; did you mean "loop"?"#,
        "-: ok: nimbus submitDraft request",
      ]
    ),
    (
      "a whole request", "POST /nimbus/v1/films?a=1 HTTP/1.1\nX-Nimbus-Region: noth\n\n{\"prompt\":\"\"}\n",
      [],
      [
        #"-:4:11: error: body /prompt: found ""; expected at least 1 characters"#,
        #"-:2:1: error: header X-Nimbus-Region: found "noth"; expected one of "north" and "south"; closest is "north""#,
        #"-:1:1: note: query a: "a" is not documented; providers ignore such names"#,
        "-: 2 violations: nimbus submitFilm request",
      ]
    ),
    (
      "a request without the server's base", "GET /films?limit=x HTTP/1.1\n\n", [],
      [
        #"-:1:1: error: query limit: found "x"; expected integer"#,
        "-: 1 violation: nimbus listFilms request",
      ]
    ),
    (
      "a form", "a=1&prompt=p&seconds=50",
      [
        "--operation", "submitFilm", "--content-type",
        "application/x-www-form-urlencoded",
      ],
      [
        "-:1:1: error: body /seconds: found 50; expected at most 20; closest is 20",
        #"-:1:1: error: body /a: found "a"; expected only documented properties"#,
        "-: 2 violations: nimbus submitFilm request",
      ]
    ),
    (
      "a body that is no JSON", "{\n\"prompt\": p }", ["--operation", "submitFilm"],
      [
        "-:2:11: error: body: the request body is not valid JSON: ",
        "-: 1 violation: nimbus submitFilm request",
      ]
    ),
    (
      "an answer with a status of its own",
      "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"deletd\":true}",
      ["--operation", "deleteFilm"],
      ["-:4:1: error: body: found no \"", "-: "]
    ),
    (
      "an answer with a status that is not documented", "{}",
      ["--operation", "deleteFilm", "--status", "418"],
      [
        "-:1:1: error: body: the status 418 is not documented for deleteFilm; documented are ",
        "-: 1 violation: ",
      ]
    ),
  ]

  @Test(arguments: messages.map(\.name)) func `messages are checked`(_ name: String) throws {
    let message = try #require(Self.messages.first { $0.name == name })
    let result = try Command.run(
      ["check", "-", "--provider", Self.nimbus] + message.options, input: message.text)
    let lines = result.out.split(separator: "\n").map(String.init)
    for line in message.lines { #expect(lines.contains { $0.hasPrefix(line) }, "\(line) in \(lines)") }
    #expect(result.exitCode == (result.out.contains("error:") ? 1 : 0), "\(result.err)")
    #expect(result.err == "")
  }

  @Test func `violations are there for machines`() throws {
    let result = try Self.check(#"{"prompt":5}"#, "--operation", "submitFilm", "--json")
    #expect(result.exitCode == 1)
    let outcome = try #require(try JSONDocument(parsing: result.out).root[0])
    #expect(outcome["ok"]?.boolean == false && outcome["operation"]?.string == "submitFilm")
    let finding = try #require(outcome["findings"]?[0])
    #expect(finding["location"]?.string == "/prompt" && finding["keyword"]?.string == "type")
    #expect(finding["nearest"]?[0]?.string == "\"5\"")
    #expect(finding["line"]?.int == 1 && finding["column"]?.int == 11)
  }

  /// What cannot be checked, and the way out.
  static let failures: [(text: String, options: [String], code: Int32, complaint: String)] = [
    ("{}", ["--request"], 2, "does not say whose it is"),
    ("{}", ["--operation", "submitFlm"], 2, "did you mean \"submitFilm\"?"),
    ("GET /a/b/c/d HTTP/1.1\n\n", [], 2, "no operation for GET /a/b/c/d; closest is "),
    (
      "POST /nimbus/v1/films HTTP/1.1\n{}", ["--request"], 2,
      "put an empty line between the fields and the body"
    ),
    ("HTTP/1.1 200 OK\n\n{}", ["--operation", "submitFilm", "--request"], 2, "it is a response"),
    ("{}", ["--operation", "submitFilm", "--request", "--status", "200"], 64, "leave one out"),
    ("{}", ["--operation", "submitFilm", "--coverage"], 64, "--coverage is for documents"),
    ("{}", ["--operation", "submitFilm", "--status", "99"], 64, "a whole number from 100 to 599"),
  ]

  @Test(arguments: failures.indices) func `what cannot be checked says why`(_ index: Int) throws {
    let failure = Self.failures[index]
    let result = try Command.run(
      ["check", "-", "--provider", Self.nimbus] + failure.options, input: failure.text)
    #expect(result.exitCode == failure.code)
    #expect(result.err.contains(failure.complaint), "\(result.err)")
    #expect(result.out == "")
  }

  @Test func `a file that is not there, an operation of several, and no file at all`() throws {
    let missing = try Command.run(
      "check", "none.json", "--operation", "submitFilm", "--provider", Self.nimbus)
    #expect(missing.exitCode == 2 && missing.err.contains("none.json: error: cannot be read"))
    let several = try Command.run(["check", "-", "--operation", "createVideo"], input: "{}")
    #expect(several.exitCode == 2 && several.err.contains("say which with --provider NAME"))
    let none = try Command.run("check", "--provider", Self.nimbus)
    #expect(none.exitCode == 64 && none.err.contains("name a FILE, or - for standard input"))
  }
}
