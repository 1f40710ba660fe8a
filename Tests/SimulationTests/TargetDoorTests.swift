import StuntHTTP
import Testing

/// The door by a proxy's field, which carries the client's own text.
@Suite struct TargetDoorTests {
  static let submit = "https://queue.fal.run/fal-ai/sora-2/text-to-video"

  @Test func `leads to the operation that the field names, without a key`() throws {
    let client = try ServiceClient()
    let answer = client.send(
      .post, "/any/path", body: #"{"prompt":"a cat"}"#, fields: ["x-fal-target-url": Self.submit])
    #expect(answer.status == 200)
    #expect(answer.text("status") == "IN_QUEUE")
    let poll = client.send(
      .get, "/any/path",
      fields: [
        "x-fal-target-url": "https://queue.fal.run/fal-ai/sora-2/requests/\(answer.text("request_id"))/status"
      ])
    #expect(poll.status == 202)
  }

  @Test(arguments: [
    "https://queue.fal.run/a\"b", "https://queue.fal.run/\\", "https://queue.fal.run/%zz",
    "https://queue.fal.run/é",
    "https://elsewhere.example/x", "queue.fal.run/x", "https://", "https://queue.fal.run/../..", "x",
  ])
  func `refuses what is no target, and lives on`(_ target: String) throws {
    let client = try ServiceClient()
    let answer = client.send(.post, "/any", body: "{}", fields: ["x-fal-target-url": target])
    #expect((400..<500).contains(answer.status), "\(String(decoding: answer.bytes, as: UTF8.self))")
    #expect(client.send(.get, "/_stunt/health").status == 200)
  }
}
