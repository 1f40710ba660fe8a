import StuntSockets
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:4010", "127.0.0.1:4010"), ("0.0.0.0:0", "0.0.0.0:0"), ("localhost:80", "127.0.0.1:80"),
    ("[::1]:0", "[::1]:0"), ("[::]:65535", "[::]:65535"), ("[2001:db8:0:0:0:0:0:7]:1", "[2001:db8::7]:1"),
  ])
  func `addresses are read and written in the form of URLs`(_ text: String, _ written: String) throws {
    #expect(try SocketAddress(listening: text).description == written)
  }

  @Test(arguments: [
    ("", SocketError.addressWithoutPort("")), ("4010", .addressWithoutPort("4010")),
    ("127.0.0.1", .addressWithoutPort("127.0.0.1")), ("[::1]", .addressWithoutPort("[::1]")),
    ("127.0.0.1:", .portUnreadable("", in: "127.0.0.1:")),
    ("127.0.0.1:65536", .portUnreadable("65536", in: "127.0.0.1:65536")),
    ("127.0.0.1:+1", .portUnreadable("+1", in: "127.0.0.1:+1")),
    ("127.0.0.1:http", .portUnreadable("http", in: "127.0.0.1:http")),
    ("127.0.0.1:000080", .portUnreadable("000080", in: "127.0.0.1:000080")),
    (":4010", .hostUnreadable("", in: ":4010")),
    ("127.0.0.256:1", .hostUnreadable("127.0.0.256", in: "127.0.0.256:1")),
    ("example.com:80", .hostUnreadable("example.com", in: "example.com:80")),
    ("*:80", .hostUnreadable("*", in: "*:80")),
    ("[::g]:1", .hostUnreadable("[::g]", in: "[::g]:1")), ("[]:1", .hostUnreadable("[]", in: "[]:1")),
    ("[127.0.0.1]:1", .hostUnreadable("[127.0.0.1]", in: "[127.0.0.1]:1")),
    ("::1:4010", .bracketsMissing(host: "::1", port: 4010)),
  ])
  func `what is no address is refused with its reason`(_ text: String, _ error: SocketError) {
    #expect(throws: error) { try SocketAddress(listening: text) }
  }

  @Test func `every error is a sentence with a way out`() throws {
    let address = try SocketAddress(listening: "127.0.0.1:80")
    let table: [(SocketError, String)] = [
      (
        .addressWithoutPort("here"),
        "'here' has no port; write HOST:PORT, such as 127.0.0.1:4010, [::1]:4010 or localhost:0 for any free port"
      ),
      (
        .portUnreadable("x", in: "a:x"),
        "'x' in 'a:x' is not a port; write a number from 0 to 65535, where 0 picks a free one"
      ),
      (
        .hostUnreadable("a", in: "a:1"),
        "'a' in 'a:1' is not an IP address of this machine; write 127.0.0.1, [::1], 0.0.0.0 or localhost"
      ),
      (.bracketsMissing(host: "::1", port: 7), "the IPv6 address '::1' needs brackets; write [::1]:7"),
      (
        .addressInUse(address),
        "127.0.0.1:80 is taken: another process listens there; stop it, or listen on port 0 to get a free one"
      ),
      (
        .addressNotHere(address),
        "no interface of this machine has the address 127.0.0.1; listen on 127.0.0.1 or on 0.0.0.0"
      ),
      (
        .notPermitted(address),
        "this user may not listen on port 80; take a port above 1023, or port 0 to get a free one"
      ),
      (
        .pollerMissing(.kqueue),
        "the poller 'kqueue' does not exist on this system; take 'automatic' or 'poll'"
      ),
      (
        .system(SystemFailure(.socket, 2)),
        "cannot listen: the system call 'socket' failed with error 2 (No such file or directory)"
      ),
    ]
    for (error, sentence) in table { #expect(error.description == sentence) }
  }
}
