import StuntTestSupport
import Testing

@testable import StuntHTTP

@Suite struct ByteScanTests {
  static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
  static let digits = "0123456789"
  static let visible = String(decoding: UInt8(0x21)...0x7E, as: UTF8.self)

  static let classes: [(name: String, set: ByteClass, members: String)] = [
    ("token", .token, "!#$%&'*+-.^_`|~" + digits + letters),
    ("path", .path, visible.filter { !"\"#<>?\\^`{}".contains($0) }),
    ("query", .query, visible.filter { !"\"#<>".contains($0) }),
    ("registered name", .registeredName, letters + digits + "-._~!$&'()*+,;=%"),
    ("address literal", .addressLiteral, letters + digits + "-._~!$&'()*+,;=:"),
    ("unreserved", .unreserved, letters + digits + "-._~"),
    ("path character", .pathCharacter, letters + digits + "-._~!$&'()*+,;=:@"),
    ("form", .formUnreserved, letters + digits + "*-._"),
  ]

  @Test(arguments: classes)
  func `a byte class has the bytes of its grammar`(_ name: String, _ set: ByteClass, _ members: String) {
    for byte in UInt8.min...UInt8.max {
      #expect(set.contains(byte) == members.utf8.contains(byte), "\(name): \(byte)")
    }
  }

  @Test func `a scan by blocks stops where a scan by bytes does, for every byte at every place`() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<37 {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 37)
        bytes[place] = byte
        let isControl = byte < 0x20 || byte == 0x7F
        expectScan(bytes, stopsAt: isControl ? place : 37) { ByteScan.control($0, from: 0, to: 37) }
        expectScan(bytes, stopsAt: isControl && byte != 9 ? place : 37) {
          ByteScan.controlButTab($0, from: 0, to: 37)
        }
        expectScan(bytes, stopsAt: byte == 10 ? place : 37) { ByteScan.lineFeed($0, from: 0, to: 37) }
        expectScan(bytes, stopsAt: byte == 13 ? place : 37) { ByteScan.carriageReturn($0, from: 0, to: 37) }
        let isToken = ByteClass.token.contains(byte)
        expectScan(bytes, stopsAt: isToken ? 37 : place) { ByteScan.nameEnd($0, from: 0, to: 37) }
        let isHost = ByteClass.registeredName.contains(byte)
        expectScan(bytes, stopsAt: isHost ? 37 : place) { ByteScan.hostEnd($0, from: 0, to: 37) }
        let isPath = ByteClass.path.contains(byte)
        expectScan(bytes, stopsAt: isPath ? 37 : place) { ByteScan.pathEnd($0, from: 0, to: 37) }
      }
    }
  }

  @Test func `a scan stops at the first of several, and at its end`() {
    forAll(count: 500) { source in
      (0..<40).map { _ in
        source.pick([0x61, 0x0D, 0x0A, 0x09, 0x00, 0x1F, 0x20, 0x7F, 0x80, 0xFF, 0x3A]) as UInt8
      }
    } holds: { bytes in
      (0...40).allSatisfy { end in
        let expected = bytes[..<end].firstIndex { $0 < 0x20 || $0 == 0x7F } ?? end
        return bytes.withUnsafeBufferPointer { ByteScan.control($0.baseAddress!, from: 0, to: end) }
          == expected
      }
    }
  }

  @Test(arguments: [
    ("host", "HOST", true), ("host", "hosT", true), ("host", "hosts", false), ("host", "hos", false),
    ("te", "TE", true), ("te", "tf", false), ("connection", "Connection", true),
    ("connection", "connectiom", false), ("connection", "Xonnection", false),
    ("transfer-encoding", "Transfer-Encoding", true), ("transfer-encoding", "transfer_encoding", false),
    ("transfer-encoding", "transfer-encodinG", true), ("sixteen--letters", "SIXTEEN--letters", true),
    ("sixteen--letters", "SIXTEEN--letterz", false), ("sixteen--letters", "SIXTEENx-letters", false),
  ])
  func `names are compared without regard to case`(_ name: String, _ text: String, _ isSame: Bool) {
    let (one, other) = (Array(text.utf8), Array(name.utf8))
    let result = one.withUnsafeBufferPointer { one in
      other.withUnsafeBufferPointer { other in
        one.count == other.count && isEqual(one.baseAddress!, lowercase: other.baseAddress!, count: one.count)
      }
    }
    #expect(result == isSame)
    #expect(isSameName(name, text) == isSame)
  }

  private func expectScan(
    _ bytes: [UInt8], stopsAt end: Int, _ scan: (UnsafePointer<UInt8>) -> Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    // Not nil: there are 20 bytes.
    let found = bytes.withUnsafeBufferPointer { scan($0.baseAddress!) }
    if found != end { Issue.record("\(bytes): \(found), not \(end)", sourceLocation: sourceLocation) }
  }
}
