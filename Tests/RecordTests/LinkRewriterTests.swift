import Testing

@testable import StuntDouble

@Suite struct LinkRewriterTests {
  static let texts: [(text: String, led: String)] = [
    ("", ""),
    ("no link at all, but http: and https:/ and hhttp", "no link at all, but http: and https:/ and hhttp"),
    (#"{"url": "https://a.example/x?y=https://b.example"}"#, #"{"url": "http://me/a/x?y=http://me/b"}"#),
    (#"{"url": "https:\/\/a.example\/x"}"#, #"{"url": "http://me/a\/x"}"#),
    (
      "http://a.example:8080/x https://other.example/ http://b.example",
      "http://a.example:8080/x https://other.example/ http://me/b"
    ),
    ("https://a.example.evil.example/ hhttps://a.example", "https://a.example.evil.example/ hhttp://me/a"),
    ("https://a.example\nhttps://a.example\n", "http://me/a\nhttp://me/a\n"),
  ]

  static func lead(_ scheme: String, _ authority: String) -> String? {
    ["a.example": "http://me/a", "b.example": "http://me/b"][authority]
  }

  @Test(arguments: texts) func `links are led`(_ text: String, _ led: String) {
    let bytes = LinkRewriter.lead(Array(text.utf8)) { Self.lead($0, $1) }
    #expect(String(decoding: bytes, as: UTF8.self) == led)
  }

  @Test(arguments: texts) func `links are led in whatever pieces they come`(_ text: String, _ led: String) {
    let bytes = Array(text.utf8)
    for first in 0...bytes.count {
      for second in first...bytes.count {
        var rewriter = LinkRewriter { Self.lead($0, $1) }
        let out =
          rewriter.take(Array(bytes[..<first])) + rewriter.take(Array(bytes[first..<second]))
          + rewriter.take(Array(bytes[second...])) + rewriter.finish()
        guard String(decoding: out, as: UTF8.self) == led else {
          Issue.record("cut at \(first) and \(second): \(String(decoding: out, as: UTF8.self))")
          return
        }
      }
    }
  }

  @Test func `an event goes on at once`() {
    var rewriter = LinkRewriter { Self.lead($0, $1) }
    let event = "data: {\"status\": \"queued\"}\n\n"
    #expect(rewriter.take(Array(event.utf8)) == Array(event.utf8))
  }
}
