import StuntJSON
import Testing

@Suite struct LimitsTests {
  @Test func `bytes of a document`() throws {
    _ = try JSONDocument(parsing: "[1234]", limits: JSONLimits(documentBytes: 6))
    expect(.documentBytes, of: 5, at: "1:6") {
      try JSONDocument(parsing: "[1234]", limits: JSONLimits(documentBytes: 5))
    }
    expect(.documentBytes, of: 16 << 20, at: "1:16777217") {
      try JSONDocument(parsing: [UInt8](repeating: 0x20, count: (16 << 20) + 1))
    }
  }

  @Test func `depth of containers`() throws {
    let limits = JSONLimits(depth: 3)
    _ = try JSONDocument(parsing: "[{\"a\":[]},[[]]]", limits: limits)
    expect(.depth, of: 3, at: "1:4") { try JSONDocument(parsing: "[[[[", limits: limits) }
    expect(.depth, of: 3, at: "1:9", pointer: "/0/a/0") {
      try JSONDocument(parsing: "[{\"a\" :[{}]}]", limits: limits)
    }
    let standard = JSONLimits.standard.depth
    _ = try JSONDocument(parsing: nested(standard))
    expect(.depth, of: standard, at: "1:\(standard + 1)") { try JSONDocument(parsing: nested(standard + 1)) }
  }

  @Test func `the deepest document can be walked in every way`() throws {
    let limits = JSONLimits(depth: .max)
    let text = nested(JSONLimits.depthMax)
    let document = try JSONDocument(parsing: text, limits: limits)
    #expect(document.root.value == document.root.value)
    #expect(document.root == document.root)
    #expect(document.root.value.hashValue == document.root.value.hashValue)
    #expect(JSONWriter.bytes(document.root.value) == Array(text.utf8))
    #expect(JSONWriter.canonicalBytes(document.root) == Array(text.utf8))
    expect(.depth, of: JSONLimits.depthMax, at: "1:513") {
      try JSONDocument(parsing: nested(513), limits: limits)
    }
  }

  @Test func `members of one container`() throws {
    let limits = JSONLimits(members: 2)
    _ = try JSONDocument(parsing: "[[1,2],{\"a\":1,\"b\":2}]", limits: limits)
    expect(.members, of: 2, at: "1:5") { try JSONDocument(parsing: "[1,2,3]", limits: limits) }
    expect(.members, of: 2, at: "1:13") {
      try JSONDocument(parsing: "{\"a\":1,\"b\":2,\"c\":3}", limits: limits)
    }
    #expect(JSONLimits(members: .max).members == JSONLimits.membersMax)
    let most = JSONLimits.standard.members
    let text = "[" + String(repeating: "1,", count: most - 1) + "1"
    #expect(try JSONDocument(parsing: text + "]").root.count == most)
    expect(.members, of: most, at: "1:\(2 * most + 1)") { try JSONDocument(parsing: text + ",1]") }
  }

  @Test func `bytes of a number`() throws {
    let limits = JSONLimits(numberBytes: 4)
    _ = try JSONDocument(parsing: "[1234,-1.5,1e22]", limits: limits)
    expect(.numberBytes, of: 4, at: "1:2", pointer: "/0") {
      try JSONDocument(parsing: "[12345]", limits: limits)
    }
    expect(.numberBytes, of: 4, at: "1:2", pointer: "/0") {
      try JSONDocument(parsing: "[1e222]", limits: limits)
    }
    #expect(JSONLimits(numberBytes: .max).numberBytes == JSONLimits.numberBytesMax)
    #expect(JSONNumber(String(repeating: "1", count: 512)) != nil)
    #expect(JSONNumber(String(repeating: "1", count: 513)) == nil)
  }

  @Test func `digits of an exponent`() throws {
    _ = try JSONDocument(parsing: "1e-999999999")
    _ = try JSONDocument(parsing: "1e0000000000000999999999")
    expect(.exponentDigits, of: 9, at: "1:3") { try JSONDocument(parsing: "1e1000000000") }
    expect(.exponentDigits, of: 9, at: "1:5") { try JSONDocument(parsing: "1E-01000000000") }
  }

  @Test func `every limit has a message of three parts`() {
    let place = JSONPlace(offset: 0, line: 1, column: 1, pointer: .root)
    for limit in [JSONLimit.documentBytes, .depth, .members, .numberBytes, .exponentDigits] {
      let text = JSONError.beyondLimit(limit, of: 7, at: place).description
      #expect(text.hasPrefix("line 1, column 1 (byte 0): "))
      #expect(text.split(separator: ";").count == 3 && text.contains("expected at most 7"), "\(text)")
    }
  }

  private func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  private func expect(
    _ limit: JSONLimit, of most: Int, at place: String, pointer: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ parse: () throws -> JSONDocument
  ) {
    let error = #expect(throws: JSONError.self, sourceLocation: sourceLocation) { try parse() }
    guard case .beyondLimit(limit, of: most, at: let found)? = error else {
      Issue.record("found \(String(describing: error))", sourceLocation: sourceLocation)
      return
    }
    #expect("\(found.line):\(found.column)" == place, sourceLocation: sourceLocation)
    if let pointer { #expect(found.pointer.description == pointer, sourceLocation: sourceLocation) }
  }
}
