import Testing

@testable import StuntSockets

/// A port that a program is told to listen on stays free until it does.
@Suite struct LocalPortTests {
  @Test func `a port is handed out once, and never one that the system gives to others`() throws {
    let ports = try (0..<200).map { _ in try #require(LocalPort.free()) }
    #expect(Set(ports).count == ports.count)
    #expect(ports.allSatisfy(LocalPort.handedOut.contains))
    // Where those begin that Linux gives to whoever asks for any; on Apple systems they begin higher.
    #expect(LocalPort.handedOut.upperBound <= 32_768)
  }

  @Test func `a port that somebody listens on is passed over`() throws {
    let port = try #require(LocalPort.free())
    let taken = try SystemCalls().listen(at: SocketAddress(v4: 0x7F00_0001, port: port), backlog: 1)
    #expect(LocalPort.isTaken(port))
    #expect(try SystemCalls().localAddress(taken.number).port == port)
    // Once around, and past that one.
    for _ in LocalPort.handedOut { #expect(LocalPort.free() != port) }
  }
}
