import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntTestSupport
import Testing

/// What each name of the closed list yields, one row a binding.
@Suite struct BindingTests {
  /// A binding, and what stands in its place in the answer of a job that is done.
  struct Row: Sendable, CustomTestStringConvertible {
    let binding: String
    let value: String
    var testDescription: String { binding }

    init(_ binding: String, _ value: String) {
      self.binding = binding
      self.value = value
    }
  }

  static let job = [
    Row(#""job.id""#, #""film_7688d59df14621d74dc225e8""#),
    Row(#""job.createdAt""#, "1800000000"),
    Row(#""job.startedAt""#, "1800000001"),
    Row(#""job.completedAt""#, "1800000005"),
    Row(#""job.expiresAt""#, "1800000605"),
    Row(#""job.progress""#, "100"),
    Row(#""job.queuePosition""#, "0"),
    Row(#""job.runSeconds""#, "4.5"),
    Row(#""job.totalSeconds""#, "5.75"),
    Row(#""job.cost""#, "0.5"),
    Row(#""job.scenario""#, #""timed""#),
    Row(#""job.logs""#, "null"),
  ]

  static let request = [
    Row(
      #""request""#,
      #"{"prompt":"a \"red\" sky","seconds":5,"tags":["x","y"],"options":{"loop":true},"seed":null}"#),
    Row(#""request/prompt""#, #""a \"red\" sky""#),
    Row(#""request/seconds""#, "5"),
    Row(#""request/tags/1""#, #""y""#),
    Row(#""request/tags/2""#, "null"),
    Row(#""request/options""#, #"{"loop":true}"#),
    Row(#""request/options/loop/deeper""#, "null"),
    Row(#""request/nothing""#, "null"),
    Row(#""body/prompt""#, "null"),
    Row(#""path/film_id""#, #""film_7688d59df14621d74dc225e8""#),
    Row(#""path/style""#, "null"),
    Row(#""query/verbose""#, #""1""#),
    Row(#""query/other""#, "null"),
    Row(#""field/X-Trace""#, #""tr\"ace""#),
    Row(#""field/x-other""#, "null"),
    Row(#""kept/plan""#, "null"),
    Row(#""table/styles/label""#, #""Plain""#),
    Row(#""table/styles/note""#, "null"),
    Row(#""table/plans/share""#, "1"),
    Row(#""failure/code""#, "null"),
    Row(#""item/key""#, "null"),
    Row(#""page.firstId""#, "null"),
    Row(#""page.hasMore""#, "false"),
    Row(#""violation.message""#, "null"),
    Row(#""violation.location""#, "null"),
    Row(#""clock.now""#, "1800000005"),
  ]

  static let media = [
    Row(#""media.width""#, "64"),
    Row(#""media.height""#, "36"),
    Row(#""media.size""#, #""64x36""#),
    Row(#""media.seconds""#, "5"),
    Row(#""media.framesPerSecond""#, "12"),
    Row(#""media.frames""#, "60"),
    Row(#""media.video.contentType""#, #""video/mp4""#),
    Row(#""media.thumbnail.contentType""#, #""image/webp""#),
    Row(#""media.spritesheet.contentType""#, #""image/jpeg""#),
    Row(#""link/getFilm""#, #""http://localhost:8080/nimbus/v1/films/film_7688d59df14621d74dc225e8""#),
    Row(
      #""link/streamFilm""#, #""http://localhost:8080/nimbus/v1/films/film_7688d59df14621d74dc225e8/events""#),
    Row(#""link/listFilms""#, #""http://localhost:8080/nimbus/v1/films""#),
  ]

  static let conversions = [
    Row(#"{ "from": "job.createdAt", "as": "isoDate" }"#, #""2027-01-15T08:00:00Z""#),
    Row(#"{ "from": "job.completedAt", "as": "isoDateMicroseconds" }"#, #""2027-01-15T08:00:05.750000""#),
    Row(#"{ "from": "job.createdAt", "as": "integer" }"#, "1800000000"),
    Row(#"{ "from": "job.completedAt", "as": "number" }"#, "1800000005.75"),
    Row(#"{ "from": "job.createdAt", "as": "string" }"#, #""1800000000""#),
    Row(#"{ "from": "media.seconds", "as": "string" }"#, #""5""#),
    Row(#"{ "from": "job.runSeconds", "as": "integer" }"#, "4"),
    Row(#"{ "from": "request/seconds", "as": "string" }"#, #""5""#),
    Row(#"{ "from": "request/prompt", "as": "string" }"#, #""a \"red\" sky""#),
    Row(#"{ "from": "request/options", "as": "string" }"#, #""{\"loop\":true}""#),
    Row(#"{ "from": "query/verbose", "as": "integer" }"#, "1"),
    Row(#"{ "from": "query/verbose", "as": "boolean" }"#, "true"),
    Row(#"{ "from": "request/options/loop", "as": "boolean" }"#, "true"),
    Row(#"{ "from": "request/prompt", "as": "boolean" }"#, "null"),
    Row(#"{ "from": "request/prompt", "as": "number" }"#, "null"),
    Row(#"{ "from": "request/prompt", "as": "isoDate" }"#, "null"),
    Row(#"{ "literal": 12345678901234567890.5, "as": "number" }"#, "12345678901234567890.5"),
    Row(#"{ "literal": 5000000000, "as": "integer" }"#, "5000000000"),
    Row(#"{ "literal": 2.75, "as": "integer" }"#, "2"),
    Row(#"{ "literal": "0.25", "as": "number" }"#, "0.25"),
    Row(#"{ "literal": -0.5, "as": "number" }"#, "-0.5"),
  ]

  static let fallbacks = [
    Row(#"{ "literal": { "a": [1, null] } }"#, #"{"a":[1,null]}"#),
    Row(#"{ "from": "request/nothing", "default": 7 }"#, "7"),
    Row(#"{ "from": "request/nothing", "default": null }"#, "null"),
    Row(#"{ "from": "request/seed", "default": 7 }"#, "7"),
    Row(#"{ "from": "request/seconds", "default": 7 }"#, "5"),
    Row(#"{ "from": "request/nothing", "else": "request/seed", "as": "string" }"#, "null"),
    Row(#"{ "from": "request/nothing", "else": { "from": "request/tags/0", "default": "z" } }"#, #""x""#),
    Row(#"{ "from": "request/nothing", "else": { "from": "request/tags/9", "default": "z" } }"#, #""z""#),
    // What cannot be converted counts as nothing, too.
    Row(#"{ "from": "request/prompt", "as": "integer", "default": 7 }"#, "7"),
    Row(#"{ "from": "request/prompt", "as": "integer", "else": "media.width" }"#, "64"),
    Row(#"{ "from": "media.width", "when": { "query": "verbose", "in": ["1"] } }"#, "64"),
    Row(#"{ "from": "media.width", "when": { "query": "verbose", "in": ["2", "3"] } }"#, "null"),
    Row(#"{ "from": "media.width", "default": 7, "when": { "query": "other", "in": [""] } }"#, "null"),
    Row(
      #"{ "join": ["a ", { "from": "media.width" }, "/", { "from": "request/prompt" }] }"#,
      #""a 64/a \"red\" sky""#),
    Row(
      #"{ "join": ["[", { "from": "request/nothing" }, { "from": "job.completedAt", "as": "isoDate" }, "]"] }"#,
      #""[2027-01-15T08:00:05Z]""#),
    Row(
      #"{ "join": [{ "from": "job.id" }, { "from": "request/options" }] }"#,
      #""film_7688d59df14621d74dc225e8{\"loop\":true}""#),
    Row(#"{ "join": [] }"#, #""""#),
    Row(
      #"{ "each": "job.logs", "item": { "example": { "n": 0, "t": "" }, "bind": { "/n": "item/at", "/t": "item/message" } } }"#,
      #"[{"n":1800000001,"t":"first"},{"n":1800000001,"t":"second"}]"#),
    Row(
      #"{ "each": "table/plans", "item": { "example": ["", 0], "bind": { "/0": "item/key", "/1": "item/share" } } }"#,
      #"[["free",0],["half",0.5]]"#),
    Row(
      #"{ "each": "table/plans", "item": { "example": 1 }, "when": { "query": "other", "in": ["1"] } }"#,
      "null"),
  ]

  static let rows = job + request + media + conversions + fallbacks

  /// The answer of a job that is done, with each row's binding at its place.
  private static let answer = Result { () throws -> [JSONValue] in
    let zeros = rows.map { _ in "0" }.joined(separator: ",")
    let bindings = rows.enumerated().map { "\"/\($0.offset)\": \($0.element.binding)" }.joined(
      separator: ",\n")
    let body = #"{ "example": [\#(zeros)], "bind": { \#(bindings) } }"#
    let nimbus = try Nimbus.probe(
      body: body,
      scenarios: [
        (
          "timed",
          #"""
          "steps": [{"phase":"queued","until":{"seconds":1.25}},
            {"phase":"running","until":{"seconds":4.5},"logs":["first","second"]},{"phase":"succeeded"}]
          """#
        )
      ])
    var tenant = try Tenant(nimbus, scenario: "timed")
    let id = try tenant.submit(
      body: #"{"prompt":"a \"red\" sky","seconds":5,"tags":["x","y"],"options":{"loop":true},"seed":null}"#)
    tenant.advance(5.75)
    let reply = try tenant.send(.get, "/movies/\(id)?verbose=1", ["X-Trace": #"tr"ace"#])
    guard let list = reply.json?.array else { throw Nimbus.Lost(what: reply.text) }
    return list
  }

  @Test(arguments: rows.indices)
  func `a binding yields its value`(index: Int) throws {
    let value = try Self.answer.get()[index]
    #expect(value.description == Self.rows[index].value, "\(Self.rows[index].binding)")
  }

  @Test func `before a job has got so far there is nothing`() throws {
    let names = ["job.startedAt", "job.completedAt", "job.expiresAt", "job.runSeconds"]
    let bindings = names.enumerated().map { "\"/\($0.offset)\": \"\($0.element)\"" }.joined(separator: ",")
    let nimbus = try Nimbus.probe(body: #"{ "example": [1,1,1,1], "bind": { \#(bindings) } }"#)
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit("stuck")
    #expect(try tenant.send(.get, "/movies/\(id)").json == [nil, nil, nil, nil])
  }

  @Test func `a lifetime that the request asks for is read by the provider's own rules within an answer`()
    throws
  {
    let nimbus = try Nimbus.probe(
      body:
        #"""
        { "example": [1, 1, 1], "bind": { "/0": "request/tags", "/1": "job.completedAt",
          "/2": { "from": "job.expiresAt", "as": "integer" } } }
        """#,
      changes: [
        (
          "nimbus/behavior.json", #""lifetimeSeconds": 600"#,
          #""lifetimeSeconds": 600, "ownLifetimeSeconds": "request/seconds""#
        )
      ])
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit(body: #"{"prompt":"a","tags":["x"],"seconds":5}"#)
    for _ in 0..<10 { _ = try tenant.poll(id) }
    let values = try tenant.send(.get, "/movies/\(id)").json?.array ?? []
    try #require(values.count == 3)
    #expect(values[0] == ["x"])
    #expect(try #require(values[2].int) == #require(values[1].int) + 5)
  }

  @Test func `a call's own numbers differ from call to call`() throws {
    let nimbus = try Nimbus.probe(
      body: #"{ "example": [0,0], "bind": { "/0": "call.id", "/1": "call.uuid" } }"#)
    var tenant = try Tenant(nimbus)
    let id = try tenant.submit()
    var seen: Set<String> = []
    for _ in 0..<10 {
      let reply = try tenant.send(.get, "/movies/\(id)")
      let values = reply.json?.array?.compactMap(\.string) ?? []
      #expect(values.map(\.utf8.count) == [32, 36])
      #expect(reply.field("X-Nimbus-Request") == values.first)
      seen.formUnion(values)
    }
    #expect(seen.count == 20)
  }

  @Test func `a field cannot begin another`() throws {
    let nimbus = try Nimbus(changes: [
      (
        "nimbus/behavior.json", #""X-Nimbus-Version": { "literal": "1" }"#,
        #""X-Nimbus-Version": "request/prompt""#
      )
    ])
    var tenant = try Tenant(nimbus)
    let reply = try tenant.send(.post, "/films", body: #"{"prompt":"a\r\nSet-Cookie: b"}"#)
    #expect(reply.field("X-Nimbus-Version") == "a  Set-Cookie: b")
    #expect(reply.field("Set-Cookie") == nil)
  }
}
