import StuntHTTP
import Testing

@Suite struct HTTPConformanceTests {
  @Test func `there are at least 150 hostile exchanges`() {
    #expect(HTTPCase.all.count { $0.isRefused } >= 150)
    #expect(Set(HTTPCase.all.map(\.testDescription)).count == HTTPCase.all.count)
    #expect(HTTPCase.all.allSatisfy { !$0.bytes.isEmpty && !$0.log.isEmpty })
  }

  @Test(arguments: HTTPCase.all)
  func `the bytes in one piece give the log`(_ exchange: HTTPCase) {
    #expect(HTTPLog.lines(of: [exchange.bytes]).filter(isLasting) == exchange.log.filter(isLasting))
  }

  @Test(arguments: HTTPCase.all)
  func `the bytes one by one give the log`(_ exchange: HTTPCase) {
    #expect(HTTPLog.lines(of: exchange.bytes.map { [$0] }) == exchange.log)
  }

  @Test(arguments: HTTPCase.all)
  func `the bytes in two pieces give the log, wherever they are cut`(_ exchange: HTTPCase) {
    for cut in 0...exchange.bytes.count {
      let lines = HTTPLog.lines(of: [exchange.bytes[..<cut], exchange.bytes[cut...]])
      #expect(lines.filter(isLasting) == exchange.log.filter(isLasting), "cut at \(cut)")
    }
  }

  @Test(arguments: HTTPCase.all)
  func `bytes that end early give a beginning of the log and nothing else`(_ exchange: HTTPCase) {
    for cut in 0..<exchange.bytes.count {
      for pieces in [[Array(exchange.bytes[..<cut])], exchange.bytes[..<cut].map { [$0] }] {
        let lines = HTTPLog.lines(of: pieces).filter(isLasting)
        #expect(exchange.log.filter(isLasting).starts(with: lines), "cut at \(cut)")
      }
    }
  }

  /// Whether a line does not depend on the moment at which bytes came: a client whose body has begun to arrive
  /// is not told to continue.
  private func isLasting(_ line: String) -> Bool { line != "continue" }
}
