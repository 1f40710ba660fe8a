import StuntHTTP
import Testing

@testable import StuntContract

@Suite struct LiteralPathsTests {
  private func segments(_ path: String) -> [[UInt8]] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }
  }

  private func operation(_ method: HTTPMethod, _ path: String, in paths: LiteralPaths) -> Int? {
    // Other bytes around it, as in the head of a request.
    Array("POST \(path) HTTP/1.1".utf8).withUnsafeBufferPointer { bytes in
      paths.find(method, bytes, 5..<5 + path.utf8.count)?.operation
    }
  }

  /// Paths of all lengths, the first letters alike.
  private let all: [String] = (7...80).map { length in
    let letters: [UInt8] = (1..<length).map { place in place % 9 == 5 ? 0x2F : UInt8(97 + place % 26) }
    return "/" + String(decoding: letters, as: UTF8.self)
  }

  private func table() -> LiteralPaths {
    var paths = LiteralPaths()
    for (number, path) in all.enumerated() {
      for method in [HTTPMethod.get, .post] {
        let operation = number * 2 + (method == .post ? 1 : 0)
        paths.append(
          segments(path), method, Router.Endpoint(contract: 0, operation: operation, server: 0))
      }
    }
    paths.close()
    return paths
  }

  @Test func `each path of a word at least is found, with its own method only`() {
    let paths = table()
    for (number, path) in all.enumerated() where !path.hasSuffix("/") {
      let isLong = path.utf8.count >= 8
      #expect(operation(.get, path, in: paths) == (isLong ? number * 2 : nil), "\(path)")
      #expect(operation(.post, path, in: paths) == (isLong ? number * 2 + 1 : nil), "\(path)")
      #expect(operation(.delete, path, in: paths) == nil)
    }
  }

  @Test func `a path that differs in one byte is another`() {
    let paths = table()
    for path in all {
      for place in 0..<path.utf8.count {
        var other = Array(path.utf8)
        other[place] ^= 0x01
        #expect(operation(.get, String(decoding: other, as: UTF8.self), in: paths) == nil, "\(path) \(place)")
      }
    }
  }

  @Test func `equal hashes do not make equal paths`() {
    // Nothing but its length and its bytes tells a path: one that is all the same word is no shorter one.
    var paths = LiteralPaths()
    let endpoint = Router.Endpoint(contract: 0, operation: 7, server: 0)
    paths.append(segments("/aaaaaaa/aaaaaaa"), .get, endpoint)
    paths.close()
    #expect(operation(.get, "/aaaaaaa/aaaaaaa", in: paths) == 7)
    #expect(operation(.get, "/aaaaaaa", in: paths) == nil)
    #expect(operation(.get, "/aaaaaaa/aaaaaaa/aaaaaaa", in: paths) == nil)
  }

  @Test func `a table of nothing finds nothing`() {
    var paths = LiteralPaths()
    paths.close()
    #expect(operation(.get, "/things/and/more", in: paths) == nil)
  }
}
