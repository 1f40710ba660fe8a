import Foundation
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSchema
import Testing

@Suite struct ValidationErrorListTests {
  /// One body, and what FastAPI answered to it.
  struct Vector: Sendable, CustomTestStringConvertible {
    let schema: String
    let body: String
    /// Nil where the body was accepted.
    let detail: JSONValue?

    var testDescription: String { "\(schema) \(body.prefix(80))" }
  }

  static let fixture: JSONValue = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Fixtures/quirks/validation-errors.json")
    guard let data = try? Data(contentsOf: file), let value = try? JSONValue(parsing: Array(data)) else {
      return .null
    }
    return value
  }()

  static let vectors: [Vector] = (fixture["vectors"]?.array ?? []).map {
    Vector(
      schema: $0["schema"]?.string ?? "", body: $0["body"]?.string ?? "", detail: $0["detail"])
  }

  @Test func `the vectors are there`() {
    #expect(Self.vectors.count > 100)
    #expect(Self.vectors.contains { $0.detail == nil })
  }

  @Test(arguments: vectors.filter { $0.schema != "general" })
  func `a submit answers as if all were well, and the result tells what is wrong`(vector: Vector) throws {
    var driver = try ProviderDriver("fal")
    let submit = try driver.send(
      .post, "/fal/queue/fal-ai/sora-2/" + vector.schema, ["Content-Type": "application/json"],
      body: Array(vector.body.utf8))
    #expect(submit.status == 200)
    let id = try #require(submit.json?["request_id"]?.string)
    let target = "/fal/queue/fal-ai/sora-2/requests/" + id
    var status = try driver.send(.get, target + "/status")
    for _ in 0..<10 where status.status == 202 { status = try driver.send(.get, target + "/status") }
    #expect(status.json?["status"] == "COMPLETED")
    #expect((status.json?["error"] == nil) == (vector.detail == nil))
    guard let detail = vector.detail else { return }
    let result = try driver.send(.get, target)
    #expect(result.status == 422)
    #expect(result.json == ["detail": detail])
    #expect(order(of: result.json) == order(of: ["detail": detail]))
  }

  @Test(arguments: vectors.filter { $0.schema == "general" })
  func `each kind of violation has its words`(vector: Vector) throws {
    var compiler = SchemaCompiler(options: .openAPI)
    let schema = JSONWriter.bytes(Self.fixture["schemas"]?["general"] ?? .null)
    try compiler.register(JSONDocument(parsing: schema), at: "general.json")
    let document = try JSONDocument(parsing: vector.body)
    let violations = try compiler.compile("general.json").violations(of: document).map {
      CallViolation(
        part: .body, location: $0.instanceLocation, keyword: $0.keyword, message: $0.message, cause: $0)
    }
    #expect(violations.isEmpty == (vector.detail == nil))
    guard let detail = vector.detail else { return }
    let quirk = try #require(Quirks.all.first { $0.name == "validationErrorList" })
    let made = try JSONValue(parsing: quirk.make(violations, document.bytes))
    #expect(made == ["detail": detail])
    #expect(order(of: made) == order(of: ["detail": detail]))
  }

  /// The names of all members, in order: equality of values does not look at it.
  private func order(of value: JSONValue?) -> [String] {
    switch value {
    case .object(let object): object.members.flatMap { [$0.name] + order(of: $0.value) }
    case .array(let array): array.flatMap { order(of: $0) }
    default: []
    }
  }

  @Test func `a synchronous run tells it at once`() throws {
    var driver = try ProviderDriver("fal")
    let body = Array(#"{"prompt":"x","duration":5,"delete_video":"false"}"#.utf8)
    let reply = try driver.send(
      .post, "/fal/run/fal-ai/sora-2/text-to-video", ["Content-Type": "application/json"], body: body)
    guard case .later(var next) = reply.body else {
      Issue.record("a run waits for the end")
      return
    }
    var answer = reply
    for _ in 0..<10 {
      let call = try #require(driver.call)
      let progress = driver.double.resume(next, of: call, at: .zero, links: driver.links)
      if let reply = progress.reply { answer = reply }
      guard let more = progress.next else { break }
      next = more
    }
    #expect(answer.status == 422)
    #expect(answer.json?["detail"]?[0]?["loc"] == ["body", "duration"])
    #expect(answer.json?["detail"]?.array?.count == 1)
  }

  @Test func `the value that is shown is the one that was sent`() throws {
    var driver = try ProviderDriver("fal")
    let submit = try driver.send(
      .post, "/fal/queue/fal-ai/sora-2/text-to-video", ["Content-Type": "application/json"],
      body: Array(#"{ "delete_video" : "false" }"#.utf8))
    let id = try #require(submit.json?["request_id"]?.string)
    for _ in 0..<5 { _ = try driver.send(.get, "/fal/queue/fal-ai/sora-2/requests/\(id)/status") }
    let result = try driver.send(.get, "/fal/queue/fal-ai/sora-2/requests/" + id)
    #expect(result.json?["detail"]?[0]?["input"] == ["delete_video": "false"])
  }

  @Test func `a parameter that is wrong is placed in its part of the request`() throws {
    let quirk = try #require(Quirks.all.first { $0.name == "validationErrorList" })
    let violations = [
      CallViolation(part: .query("limit"), location: .root, keyword: "required", message: "it is missing"),
      CallViolation(part: .field("X-Tag"), location: .root, keyword: "syntax", message: "it is odd"),
    ]
    let made = try JSONValue(parsing: quirk.make(violations, []))
    #expect(made["detail"]?[0]?["loc"] == ["query", "limit"])
    #expect(made["detail"]?[0]?["type"] == "missing")
    #expect(made["detail"]?[1]?["loc"] == ["header", "X-Tag"])
    #expect(made["detail"]?[1]?["msg"] == "Value error, it is odd")
  }
}
