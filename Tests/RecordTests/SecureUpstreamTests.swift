import StuntDouble
import StuntHTTP
import Synchronization
import Testing

@testable import StuntSockets

/// What of TLS needs no certificate; the rest is tried against a real server by `make clients`.
@Suite struct SecureUpstreamTests {
  /// Keeps what an exchange came to.
  final class Ear: UpstreamObserver {
    let failure = Mutex<UpstreamFailure?>(nil)

    func heard(_ events: [UpstreamEvent], _ times: UpstreamTimes) {
      for case .failed(let failure) in events { self.failure.withLock { $0 = failure } }
    }

    func goesOnAlone(_ times: UpstreamTimes) -> Bool { false }
  }

  static func failure(
    _ server: Upstream, _ trust: TLSTrust = TLSTrust(), behindProxy name: String? = nil
  ) throws -> UpstreamFailure? {
    let listener = try Listener.start(try SocketAddress(listening: "127.0.0.1:0"), service: server)
    let port = listener.address.port
    let client = UpstreamClient(
      tls: trust, proxy: name == nil ? nil : UpstreamProxy(host: "127.0.0.1", port: port))
    let ear = Ear()
    let place = UpstreamRequest.Place(
      host: name ?? "127.0.0.1", port: name == nil ? port : 443, isSecure: true)
    _ = try client.send(
      UpstreamRequest(to: place, method: .get, bytes: Array("GET / HTTP/1.1\r\n\r\n".utf8)), observer: ear
    ) {}
    RecordStreamTests.eventually { ear.failure.withLock { $0 != nil } }
    listener.stop(withinSeconds: 0)
    client.stop()
    return ear.failure.withLock { $0 }
  }

  #if !canImport(Darwin)
    @Test func `a library that is missing is told`() throws {
      let failure = try Self.failure(Upstream("{}"), TLSTrust(library: "libnone.so.9"))
      guard case .insecure(_, .libraryMissing("libnone.so.9", _)) = failure else {
        Issue.record("it was \(String(describing: failure))")
        return
      }
      #expect(
        "\(UpstreamFailure.insecure(host: "h", .libraryMissing(name: "l", reason: "r")))".contains(
          "install OpenSSL 3"))
    }

    @Test func `a library of something else is told`() throws {
      let failure = try Self.failure(Upstream("{}"), TLSTrust(library: "libc.so.6"))
      guard case .insecure(_, .functionMissing(_, library: "libc.so.6")) = failure else {
        Issue.record("it was \(String(describing: failure))")
        return
      }
    }
  #endif

  @Test func `a server that does not speak TLS is told`() throws {
    let session = try TLSTrust().session(host: "localhost")
    #expect(try !session.handshake())
    #expect(session.output().first == 22, "a record of the handshake: RFC 8446, 5.1")
    session.input(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)[...])
    do {
      _ = try session.handshake()
      Issue.record("it went on")
    } catch .refused(_) {
    } catch { Issue.record("it was \(error)") }
  }

  @Test func `a proxy that does not connect is told`() throws {
    let proxy = Upstream(["HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"])
    let failure = try Self.failure(proxy, behindProxy: "api.example.com")
    #expect(failure == .proxyRefused("HTTP/1.1 407 Proxy Authentication Required"))
    #expect(proxy.requests.first?.targetText == "api.example.com:443")
  }

  static let hosts: [(host: String, isCovered: Bool)] = [
    ("api.example.com", true), ("example.org", true), ("localhost", false), ("127.0.0.1", false),
    ("::1", false),
    ("intern.example", false), ("a.intern.example", false), ("notintern.example", true), ("x.corp", false),
  ]

  @Test(arguments: hosts) func `a proxy is for strangers only`(_ host: String, _ isCovered: Bool) throws {
    let port = try #require(LocalPort.free())
    let proxy = UpstreamProxy(host: "127.0.0.1", port: port, exceptions: ["intern.example", ".corp"])
    #expect(proxy.covers(host) == isCovered)
  }
}
