import Testing

@testable import StuntCommand

/// `stuntdouble report`, as far as it goes without a server.
@Suite struct ReportCommandTests {
  @Test(
    arguments: [
      ("http://127.0.0.1:4010", "127.0.0.1", 4010, nil), ("http://localhost", "localhost", 80, nil),
      ("http://[::1]:4010/", "::1", 4010, nil),
      ("http://h:1/_stunt/journal?form=runs#x", "h", 1, "/_stunt/journal?form=runs"),
    ] as [(String, String, UInt16, String?)])
  func `an address is taken apart`(_ text: String, _ host: String, _ port: UInt16, _ target: String?) throws {
    let address = try ServerAddress(text)
    #expect(address.host == host && address.port == port && address.target == target)
  }

  @Test(arguments: [
    "https://127.0.0.1:4010", "http://", "http://:80", "http://h:0", "http://h:99999", "http://h:x",
    "http://a@h",
    "http://[::1]x", "http://a b",
  ])
  func `what is no address is told`(_ text: String) {
    #expect(throws: ServerAddressError.notAnAddress(text)) { try ServerAddress(text) }
  }

  @Test func `a form that there is not is a mistake of use`() throws {
    #expect(throws: UsageError.self) { try Invocation(["report", "--format", "pdf"]) }
    #expect(throws: UsageError.self) { try Invocation(["report", "a", "b"]) }
  }
}
