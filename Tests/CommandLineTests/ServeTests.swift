import Foundation
import StuntJSON
import StuntTestSupport
import Testing

/// `serve`, over a real socket.
@Suite struct ServeTests {
  /// A whole exchange on a connection of its own: what came back, head and content.
  static func exchange(_ port: UInt16, _ request: String) throws -> String {
    let client = try RawClient(port: port)
    try client.send(request.replacingOccurrences(of: "\n", with: "\r\n"))
    return String(decoding: try client.receiveToEnd().bytes, as: UTF8.self)
  }

  static func get(_ port: UInt16, _ path: String, _ fields: String = "") throws -> String {
    try exchange(port, "GET \(path) HTTP/1.1\nHost: localhost\nConnection: close\n\(fields)\n")
  }

  static func post(_ port: UInt16, _ path: String, _ fields: String, _ body: String) throws -> String {
    try exchange(
      port,
      "POST \(path) HTTP/1.1\nHost: localhost\nConnection: close\nContent-Type: application/json\n"
        + "Content-Length: \(body.utf8.count)\n\(fields)\n\(body)")
  }

  @Test func `says where it listens, serves, logs and stops`() throws {
    let server = try RunningServer([], baseURLs: 8)
    #expect(server.opening.first == "listening on http://127.0.0.1:\(server.port)")
    for path in [
      "/lumenfall/v1", "/lumenfall/openai/v1", "/fal/queue", "/fal/run", "/fal/rest", "/fal/cdn", "/uniall",
      "/openai/v1",
    ] {
      #expect(server.opening.contains { $0.hasSuffix("http://127.0.0.1:\(server.port)\(path)") })
    }
    let answer = try Self.post(
      server.port, "/openai/v1/videos", "Authorization: Bearer sk-x\n", #"{"model":"sora-2","prompt":"p"}"#)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(try Self.get(server.port, "/openai/v1/vidoes").contains("urn:stuntdouble:unknown-path"))
    let end = server.stop()
    #expect(end.exitCode == 0)
    #expect(end.reason == .exit)
    #expect(end.rest.contains("POST /openai/v1/videos 200 video_"))
    #expect(end.rest.contains("GET /openai/v1/vidoes 404"))
    #expect(end.rest.hasSuffix("stopped\n"))
    #expect(!end.rest.contains("\u{1B}"), "a pipe gets no colors")
  }

  @Test func `prints JSON lines`() throws {
    let server = try RunningServer(["--json", "--provider", "openai"], baseURLs: 1)
    _ = try Self.post(server.port, "/openai/v1/videos", "Authorization: Bearer sk-x\n", #"{"prompt":5}"#)
    let line = server.stop(signal: SIGTERM).rest.split(separator: "\n").first ?? ""
    let log = try JSONDocument(parsing: String(line)).root
    #expect(log["operation"]?.string == "createVideo")
    #expect(log["status"]?.int == 400)
    #expect(log["violation"]?.string?.contains("prompt") == true)
  }

  @Test func `quiet is quiet`() throws {
    let server = try RunningServer(["--quiet"], baseURLs: 8)
    _ = try Self.get(server.port, "/_stunt/health")
    #expect(server.stop().rest == "")
  }

  @Test(arguments: [
    ("serve", [], "http://localhost:3000", true), ("serve", [], "https://app.example.com", false),
    ("serve", ["--cors", "https://app.example.com"], "https://app.example.com", true),
    ("serve", ["--cors", "none"], "http://localhost:3000", false),
    ("replay", [ReplayConnectTests.recordings.path, "--allow-unused"], "http://localhost:3000", true),
    ("replay", [ReplayConnectTests.recordings.path, "--allow-unused", "--cors=none"], "http://[::1]", false),
    (
      "record", ["--cors=*", "--upstream", "http://127.0.0.1:9", "--provider", "openai", "--to"], "null", true
    ),
  ])
  func `pages may read answers that the server is told to let`(
    _ command: String, _ arguments: [String], _ origin: String, _ isAllowed: Bool
  ) throws {
    try RecordingCommandTests.withFolder { folder in
      let file = command == "record" ? [folder.appending(path: "page.har").path] : []
      let server = try RunningServer(
        command: command, arguments + file + ["--quiet"],
        baseURLs: command == "serve" ? 8 : command == "record" ? 1 : 0)
      let answer = try Self.get(server.port, "/openai/v1/videos", "Origin: \(origin)\n")
      #expect(answer.contains("\r\nAccess-Control-Allow-Origin: \(origin)\r\n") == isAllowed, "\(answer)")
      _ = server.stop()
    }
  }

  @Test func `a page that is kept out is told in the line of its request`() throws {
    let server = try RunningServer([], baseURLs: 8)
    let page = "Origin: https://app.example.com\nAccess-Control-Request-Method: POST\n"
    let answer = try Self.exchange(
      server.port, "OPTIONS /openai/v1/videos HTTP/1.1\nHost: localhost\nConnection: close\n\(page)\n")
    #expect(answer.contains("urn:stuntdouble:origin-not-allowed"))
    #expect(
      server.stop().rest.contains("OPTIONS /openai/v1/videos 403 ! Pages of https://app.example.com may not"))
  }

  @Test func `a taken port is an error with a way out`() throws {
    let server = try RunningServer(["--quiet"], baseURLs: 8)
    let second = try Command.run("serve", "--listen", "127.0.0.1:\(server.port)")
    #expect(second.exitCode == 1)
    #expect(second.err.contains("\(server.port)"))
    _ = server.stop()
  }

  @Test func `the same seed gives the same ids`() throws {
    let ids = try (0..<2).map { _ in
      let server = try RunningServer(["--quiet", "--seed", "7", "--clock", "manual"], baseURLs: 8)
      let answer = try Self.post(
        server.port, "/openai/v1/videos", "Authorization: Bearer sk-x\n", #"{"model":"sora-2","prompt":"p"}"#)
      _ = server.stop()
      return answer
    }
    #expect(ids[0] == ids[1])
    #expect(ids[0].contains("\"id\":\"video_"))
  }
}
