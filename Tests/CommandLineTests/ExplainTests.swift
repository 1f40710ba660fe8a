import Foundation
import StuntJSON
import Testing

/// `explain`, as a user runs it.
@Suite struct ExplainTests {
  static let nimbus = CheckTests.fixtures.appendingPathComponent("nimbus").path

  /// Explains a request to the invented provider.
  static func explain(_ words: [String], input: String? = nil) throws -> Command {
    try Command.run(["explain", "--provider", nimbus] + words, input: input)
  }

  static let key = ["-H", "Authorization: Bearer nb-test"]

  /// Words of a request, what is printed, and the exit code.
  static let requests: [(name: String, words: [String], lines: [String], code: Int32)] = [
    (
      "a good submit",
      ["/nimbus/v1/films", "-H", "Content-Type: application/json", "-d", #"{"prompt":"p"}"#] + key,
      [
        "request:      POST /nimbus/v1/films", "door:         path", "operation:    submitFilm: POST /films",
        "body:         JSON", "key:          where it belongs", "violations:   none",
        "answer:       201 to the first request of its key",
      ], 0
    ),
    (
      "a form, by the host",
      ["https://api.nimbus.example/v1/films", "-F", "promt=p", "-F", "seconds=5"] + key,
      [
        "door:         host", #"read as {"promt":"p","seconds":5}"#,
        #"closest is "prompt" in place of "promt""#, "rules:        nimbus/documented-values (must)",
      ], 1
    ),
    (
      "a poll", ["GET", "/nimbus/v1/films/film_1?verbose=maybe"] + key,
      [
        "path:         film_id = film_1", "query:        verbose = maybe", "violations:   query verbose: ",
      ], 1
    ),
    (
      "a poll of a job in each phase", ["/films/film_1"] + key,
      [
        "door:         none: the provider was given", "answer:       404 to the first request of its key",
        "answer:       200 of a job in phase queued", "answer:       200 of a job in phase running",
        "answer:       200 of a job in phase succeeded", "answer:       200 of a job in phase failed",
      ], 0
    ),
    (
      "a missing key", ["/nimbus/v1/films"],
      ["key:          missing; send authorization: Bearer <key>", "answer:       401"], 1
    ),
    (
      "a path with mistakes", ["PUT", "/nimbus/v1/fims/7/x"],
      [
        "operation:    none: no operation for PUT /nimbus/v1/fims/7/x", "nearest:      ",
        #"segment 3 is "fims", not "films""#, "the method is PUT, not ",
        "answer:       404 unknown-path, the double's own complaint",
      ], 1
    ),
  ]

  @Test(arguments: requests.map(\.name)) func `requests are explained`(_ name: String) throws {
    let request = try #require(Self.requests.first { $0.name == name })
    let result = try Self.explain(request.words)
    for line in request.lines { #expect(result.out.contains(line), "\(line) in \(result.out)") }
    #expect(result.exitCode == request.code, "\(result.out)\(result.err)")
    #expect(result.err == "")
  }

  /// The same request in all the forms that people have it in.
  static let forms: [(words: [String], input: String?)] = [
    (
      [
        "--", "curl", "-sX", "POST", "-HContent-Type: application/json", "/nimbus/v1/films",
        "-d{\"prompt\":\"p\"}",
      ], nil
    ),
    (["--", "curl", "--json", #"{"prompt":"p"}"#, "localhost:4010/nimbus/v1/films"], nil),
    (["curl http://127.0.0.1:4010/nimbus/v1/films --json '{\"prompt\":\"p\"}' | jq ."], nil),
    (["-"], "$ curl \\\n  http://h/nimbus/v1/films \\\n  --json $'{\"prompt\":\"\\u0070\"}'\n"),
    (["-"], "POST /nimbus/v1/films HTTP/1.1\nContent-Type: application/json\n\n{\"prompt\":\"p\"}\n"),
  ]

  @Test(arguments: forms.indices) func `a request may come in many forms`(_ index: Int) throws {
    let form = Self.forms[index]
    let result = try Self.explain(["--json"] + form.words, input: form.input)
    let root = try JSONDocument(parsing: result.out).root
    #expect(root["method"]?.string == "POST" && root["operation"]?.string == "submitFilm", "\(result.out)")
    #expect(root["body"]?["prompt"]?.string == "p")
    #expect(root["bodyReading"]?.string == "json" && root["key"]?.string == "missing")
    #expect(root["answers"]?[0]?["status"]?.int == 401)
  }

  /// What cannot be read, and the way out.
  static let failures: [(words: [String], code: Int32, complaint: String)] = [
    ([], 64, "there is no request"),
    (["/a", "--hedaer", "x"], 2, "did you mean '--header'?"),
    (["/a", "-H"], 2, "'-H' has no value"),
    (["/a", "-H", "Name"], 2, "write 'Name: value'"),
    (["/a", "/b"], 2, "one request has one URL"),
    (["-X", "POST"], 2, "there is no URL"),
    (["/a", "-d", "@none.json"], 2, "none.json: error: cannot be read"),
    (["/a", "-F", "x"], 2, "write name=value or name=@file"),
    (["/a b"], 2, "no request that could be sent"),
    (["curl /a -d '"], 2, "close it"),
    (["curl /a -H \"Authorization: $KEY\""], 2, "$KEY is not expanded here"),
  ]

  @Test(arguments: failures.indices) func `what cannot be read says why`(_ index: Int) throws {
    let failure = Self.failures[index]
    let result = try Self.explain(failure.words)
    #expect(result.exitCode == failure.code)
    #expect(result.err.contains(failure.complaint), "\(result.err)")
    #expect(result.out == "")
  }

  @Test func `a body may come from a file, a form's part, too`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "stunt-\(Int.random(in: 0..<1_000_000_000)).txt")
    try "a\nb".write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let form = try Self.explain([
      "--json", "/nimbus/v1/films", "-F", "prompt=<\(file.path)", "-F", "style=@\(file.path)",
    ])
    let body = try #require(try JSONDocument(parsing: form.out).root["body"])
    #expect(body["prompt"]?.string == "a\nb")
    #expect(body["style"]?.string?.contains("application/octet-stream, 3 bytes") == true)
    let pairs = try Self.explain([
      "--json", "/nimbus/v1/films", "-d", "@\(file.path)", "--data-urlencode", "prompt=a&b",
    ])
    let read = try #require(try JSONDocument(parsing: pairs.out).root["body"])
    #expect(read["prompt"]?.string == "a&b" && read["ab"]?.string == "")
    let query = try Self.explain(["--json", "-G", "/nimbus/v1/films", "-d", "limit=5", "-d", "a=1"])
    #expect(try JSONDocument(parsing: query.out).root["target"]?.string == "/nimbus/v1/films?limit=5&a=1")
  }
}
