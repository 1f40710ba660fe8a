import StuntHTTP
import StuntJSON
import Testing

/// Files that need no key at an address of their own, so that it shows where a client sends its key.
@Suite struct ResultsAddressTests {
  static let address = "localhost:4999"

  /// How to come to a finished job's answer by one of the doors.
  struct Way: Sendable, CustomTestStringConvertible {
    let host: String
    let submit: String
    let key: String
    let body: String
    let id: String
    /// The path of polls, and of the answer with the URL.
    let poll: @Sendable (String) -> String
    let result: @Sendable (String) -> String
    /// Where the URL of the file stands.
    let members: [String]
    /// What the URL begins with.
    let prefix: String

    var testDescription: String { host + submit }
  }

  static let ways = [
    Way(
      host: "127.0.0.1:4010", submit: "/fal/queue/fal-ai/sora-2/text-to-video", key: "Key k1:secret",
      body: #"{"prompt":"a cat"}"#, id: "request_id",
      poll: { "/fal/queue/fal-ai/sora-2/requests/\($0)/status" },
      result: { "/fal/queue/fal-ai/sora-2/requests/\($0)" }, members: ["video", "url"],
      prefix: "http://localhost:4999/fal/media/"),
    Way(
      host: "queue.fal.run", submit: "/fal-ai/sora-2/text-to-video", key: "Key k2:secret",
      body: #"{"prompt":"a cat"}"#, id: "request_id",
      poll: { "/fal-ai/sora-2/requests/\($0)/status" }, result: { "/fal-ai/sora-2/requests/\($0)" },
      members: ["video", "url"], prefix: "http://localhost:4999/fal/media/"),
    Way(
      host: "127.0.0.1:4010", submit: "/lumenfall/v1/videos", key: "Bearer lmnfl_k1.secret",
      body: #"{"model":"sora-2","prompt":"a cat"}"#, id: "id", poll: { "/lumenfall/v1/videos/\($0)" },
      result: { "/lumenfall/v1/videos/\($0)" }, members: ["output", "url"],
      prefix: "http://localhost:4999/lumenfall/media/"),
  ]

  @Test(arguments: ways)
  func `leads to a file there by each door, and serves it without a key`(_ way: Way) throws {
    let client = try ServiceClient(resultsAuthority: Self.address)
    let submitted = client.send(.post, way.submit, key: way.key, body: way.body, host: way.host)
    let id = submitted.text(way.id)
    try #require(!id.isEmpty, "\(String(decoding: submitted.bytes, as: UTF8.self))")
    for _ in 0..<4 { _ = client.send(.get, way.poll(id), key: way.key, host: way.host) }
    let answer = client.send(.get, way.result(id), key: way.key, host: way.host)
    let url = try #require(
      way.members.reduce(answer.json) { $0?[$1] }?.string, "\(String(decoding: answer.bytes, as: UTF8.self))")
    #expect(url.hasPrefix(way.prefix), "\(url)")
    #expect(client.send(.get, String(url.dropFirst(21)), host: Self.address).status == 200)
  }

  @Test func `leaves the URLs that need a key where the client came to`() throws {
    let client = try ServiceClient(resultsAuthority: Self.address)
    let answer = client.send(
      .post, "/fal/queue/fal-ai/sora-2/text-to-video", key: "Key k1:secret", body: #"{"prompt":"a cat"}"#)
    for member in ["status_url", "response_url", "cancel_url"] {
      #expect(answer.text(member).hasPrefix("http://127.0.0.1:4010/fal/queue/"))
    }
  }

  @Test func `is not told to a service that has none`() throws {
    let (near, far) = (try ServiceClient(), try ServiceClient(resultsAuthority: Self.address))
    for (client, prefix) in [(far, "http://localhost:4999/"), (near, "http://127.0.0.1:4010/")] {
      let way = Self.ways[2]
      let id = client.send(.post, way.submit, key: way.key, body: way.body).text("id")
      for _ in 0..<4 { _ = client.send(.get, way.poll(id), key: way.key) }
      let answer = client.send(.get, way.result(id), key: way.key)
      #expect(answer.json?["output"]?["url"]?.string?.hasPrefix(prefix) == true)
    }
  }
}
