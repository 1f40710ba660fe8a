import StuntHTTP
import StuntTestSupport
import Testing

@testable import StuntSockets

/// A command's one request, to a listener on loopback.
@Suite struct FetchTests {
  static func get(_ port: UInt16, host: String = "127.0.0.1", bytesMax: Int = 100 << 20)
    throws(OutgoingFailure)
    -> Fetch.Answer
  {
    let text = "GET /media HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    return try Fetch.answer(
      to: OutgoingRequest(host: host, port: port, bytes: Array(text.utf8), timeoutMilliseconds: 20_000),
      bytesMax: bytesMax)
  }

  @Test(arguments: ["127.0.0.1", "localhost"]) func `an answer comes whole`(_ host: String) throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    let answer = try Self.get(rim.listener.address.port, host: host)
    #expect(answer.status == 200)
    #expect(answer.content == Array("<<".utf8) + TestService.media + Array(">>".utf8))
  }

  @Test func `an answer that is too long is a failure`() throws {
    let rim = try Rim(.automatic)
    defer { rim.listener.stop(withinSeconds: 0) }
    #expect(throws: OutgoingFailure.self) { try Self.get(rim.listener.address.port, bytesMax: 1) }
  }

  @Test func `a port where nobody listens is told`() throws {
    let rim = try Rim(.automatic)
    let port = rim.listener.address.port
    rim.listener.stop(withinSeconds: 0)
    do {
      _ = try Self.get(port)
      Issue.record("somebody answered")
    } catch {
      guard case .unreachable(host: "127.0.0.1", port: port, _) = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
