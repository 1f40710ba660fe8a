import StuntConformance
import StuntContract
import StuntEngine
import Testing

/// Members that exclude each other.
@Suite struct TogetherTests {
  private func verdict(_ body: String) throws -> Verdict {
    var client = try TestClient()
    try client.submit(body)
    return try client.verdict("one-shape")
  }

  @Test func `both of two members are one too many`() throws {
    let finding = try #require(
      try verdict(#"{"prompt":"clouds","size":"64x36","style":"plain"}"#).findings.first)
    #expect(finding.place == "body /style")
    #expect(finding.expected == "one of /size, /style" && finding.found == "/size and /style")
    #expect(finding.closest == "size alone")
  }

  @Test(arguments: [
    #"{"prompt":"clouds","size":"64x36"}"#, #"{"prompt":"clouds","size":"64x36","style":null}"#,
  ])
  func `one of them is right`(body: String) throws {
    #expect(try verdict(body) == .passed)
  }

  @Test func `neither of them shows nothing`() throws {
    #expect(try verdict(#"{"prompt":"clouds"}"#).reason == "no request has one of the members")
  }

  @Test(arguments: [
    (#"["/size"]"#, "two members or more"), (#"["/size", "style"]"#, "a JSON Pointer"),
    (#"["/size", ""]"#, "a JSON Pointer to a member"),
  ]) func `a group that says nothing is refused`(members: String, expected: String) throws {
    let text = try Nimbus.rules.get().replacing(#"["/size", "/style"]"#, with: members)
    let error = #expect(throws: (any Error).self) { try Nimbus.compile(text) }
    #expect("\(try #require(error))".contains(expected))
  }
}
