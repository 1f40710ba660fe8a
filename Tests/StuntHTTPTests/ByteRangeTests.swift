import StuntHTTP
import Testing

@Suite struct ByteRangeTests {
  // RFC 9110, 14.1.2, has the first ones, for content of 10,000 bytes.
  @Test(arguments: [
    ("bytes=0-499", ByteRange.parts([0..<500])), ("bytes=500-999", .parts([500..<1_000])),
    ("bytes=-500", .parts([9_500..<10_000])), ("bytes=9500-", .parts([9_500..<10_000])),
    ("bytes=0-0,-1", .parts([0..<1, 9_999..<10_000])),
    ("bytes= 0-999, 4500-5499, -1000", .parts([0..<1_000, 4_500..<5_500, 9_000..<10_000])),
    ("bytes=500-600,601-999", .parts([500..<1_000])), ("bytes=500-700,601-999", .parts([500..<1_000])),
    ("bytes=0-", .parts([0..<10_000])), ("bytes=0-99999", .parts([0..<10_000])),
    ("bytes=-99999", .parts([0..<10_000])),
    ("bytes=9999-9999", .parts([9_999..<10_000])), ("BYTES=0-0", .parts([0..<1])),
    ("bytes=200-299,0-99", .parts([200..<300, 0..<100])), ("bytes=5-9,0-4,20-29", .parts([0..<10, 20..<30])),
    ("bytes=,0-0,,", .parts([0..<1])), ("bytes=0-0,20000-", .parts([0..<1])),
    ("bytes=\t0-0\t,\t5-6\t", .parts([0..<1, 5..<7])),
    ("bytes=10000-", .unsatisfiable), ("bytes=10000-10001", .unsatisfiable), ("bytes=-0", .unsatisfiable),
    ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=0-99999999999999999999", .parts([0..<10_000])),
    ("bytes=-99999999999999999999", .parts([0..<10_000])), ("bytes=9223372036854775807-", .unsatisfiable),
    ("bytes=0-9223372036854775807", .parts([0..<10_000])), ("bytes=0-0,0-0,0-0", .parts([0..<1])),
    ("bytes=499-0", .whole), ("bytes=", .whole), ("bytes=,", .whole), ("bytes=-", .whole),
    ("bytes=a-b", .whole),
    ("bytes=0", .whole), ("bytes=0-1-2", .whole), ("bytes=+0-1", .whole), ("bytes=0 -1", .whole),
    ("bytes 0-1", .whole), ("items=0-1", .whole), ("", .whole), ("bytes=0-1;2-3", .whole),
    ("bytes=0x0-1", .whole),
    ("bytes=0-0,x", .whole),
    ("bytes=" + (0..<17).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ","), .whole),
  ])
  func `a range field is read for content of 10,000 bytes`(_ value: String, _ range: ByteRange) {
    #expect(ByteRange(parsing: value.utf8, size: 10_000) == range)
  }

  @Test func `sixteen ranges are still obeyed`() {
    let value = "bytes=" + (0..<16).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ",")
    #expect(ByteRange(parsing: value.utf8, size: 100) == .parts((0..<16).map { $0 * 2..<$0 * 2 + 1 }))
  }

  @Test(arguments: [
    ("bytes=0-", 0, ByteRange.unsatisfiable), ("bytes=-1", 0, .unsatisfiable),
    ("bytes=0-0", 1, .parts([0..<1])),
    ("bytes=-5", 1, .parts([0..<1])),
  ])
  func `small content has its ranges too`(_ value: String, _ size: Int, _ range: ByteRange) {
    #expect(ByteRange(parsing: value.utf8, size: size) == range)
  }

  @Test func `only GET has ranges, and only one field of them`() {
    let one: HTTPFields = ["Range": "bytes=0-0"]
    #expect(ByteRange(of: HTTPRequest(method: .get, target: "/", fields: one), size: 5) == .parts([0..<1]))
    #expect(ByteRange(of: HTTPRequest(method: .head, target: "/", fields: one), size: 5) == .whole)
    #expect(ByteRange(of: HTTPRequest(method: .get, target: "/"), size: 5) == .whole)
    let two: HTTPFields = ["Range": "bytes=0-0", "range": "bytes=1-1"]
    #expect(ByteRange(of: HTTPRequest(method: .get, target: "/", fields: two), size: 5) == .whole)
  }

  @Test(
    arguments: [
      ("bytes 0-499/1234", 0..<500, 1_234), ("bytes 500-999/*", 500..<1_000, nil),
      ("bytes */1234", nil, 1_234),
      ("bytes 0-0/1", 0..<1, 1),
    ] as [(String, Range<Int>?, Int?)])
  func `Content-Range is written and read`(_ text: String, _ range: Range<Int>?, _ size: Int?) {
    #expect(ContentRange(range, of: size).description == text)
    #expect(ContentRange(parsing: text) == ContentRange(range, of: size))
  }

  @Test(arguments: [
    "", "bytes", "bytes ", "bytes */*", "bytes 0-1", "bytes 1-0/5", "bytes 0-5/5", "bytes 0-/5", "bytes -1/5",
    "bytes a-b/c", "items 0-1/5", "bytes 0-1/x", "bytes 0-9223372036854775807/*", "bytes=0-1/5", "bytes 0-1/",
    "bytes /5", "bytes +0-1/5",
  ])
  func `anything else is no Content-Range`(_ text: String) {
    #expect(ContentRange(parsing: text) == nil)
  }

  @Test func `several parts are written as one body`() {
    var output: [UInt8] = []
    ByteRange.append([0..<1, 3..<5], of: Array("hello".utf8), contentType: "a/b", boundary: "X", to: &output)
    #expect(
      String(decoding: output, as: UTF8.self) == """
        --X\r
        Content-Type: a/b\r
        Content-Range: bytes 0-0/5\r
        \r
        h\r
        --X\r
        Content-Type: a/b\r
        Content-Range: bytes 3-4/5\r
        \r
        lo\r
        --X--\r\n
        """)
  }
}
