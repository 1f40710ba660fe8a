import Foundation
import StuntSockets
import StuntTestSupport
import Testing

@Suite struct ListenerTests {
  @Test(arguments: PollerKind.available, ["127.0.0.1:0", "[::1]:0"])
  func `a port that is taken is refused`(_ poller: PollerKind, _ address: String) throws {
    let rim = try Rim(poller, at: address)
    #expect(throws: SocketError.addressInUse(rim.listener.address)) {
      _ = try Rim(poller, at: rim.listener.address.description)
    }
    rim.listener.stop(withinSeconds: 0)
  }

  @Test func `a port can be taken again right after a stop`() throws {
    let first = try Rim(.automatic)
    let client = try first.connect()
    try client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    _ = try client.receiveTextToEnd()
    first.listener.stop(withinSeconds: 0)
    let second = try Rim(.automatic, at: first.listener.address.description)
    second.listener.stop(withinSeconds: 0)
  }

  @Test func `an address of another machine is refused`() throws {
    #expect(throws: SocketError.addressNotHere(try SocketAddress(listening: "192.0.2.1:0"))) {
      _ = try Rim(.automatic, at: "192.0.2.1:0")
    }
  }

  @Test func `a port that needs privileges is refused in words`() throws {
    let faults = SystemFaults(failing: 0, with: EACCES, only: .bind)
    #expect(throws: SocketError.notPermitted(try SocketAddress(listening: "127.0.0.1:80"))) {
      _ = try Rim(.automatic, system: SystemCalls(faults: faults), at: "127.0.0.1:80")
    }
  }

  @Test func `a poller of another system is refused`() throws {
    let missing = try #require(
      PollerKind.allCases.first { $0 != .automatic && !PollerKind.available.contains($0) })
    #expect(throws: SocketError.pollerMissing(missing)) { _ = try Rim(missing) }
  }

  @Test func `the real clock drives timers`() throws {
    let service = TestService()
    let listener = try Listener.start(SocketAddress(listening: "127.0.0.1:0"), service: service)
    let client = try RawClient(port: listener.address.port)
    let start = ContinuousClock.now
    try client.send("GET /wait/20 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.receiveResponse().text == "GET /wait/20 0 ")
    #expect(start.duration(to: .now) >= .milliseconds(20))
    listener.stop(withinSeconds: 1)
  }

  @Test func `the process may open as many files as connections are allowed`() throws {
    var limit = rlimit()
    getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
    let before = limit.rlim_cur
    limit.rlim_cur -= 1
    setrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
    let rim = try Rim(.automatic, limits: .changed { $0.connections = Int(before) })
    rim.listener.stop(withinSeconds: 0)
    getrlimit(.init(RLIMIT_NOFILE.rawValue), &limit)
    #expect(limit.rlim_cur >= before)
  }
}
