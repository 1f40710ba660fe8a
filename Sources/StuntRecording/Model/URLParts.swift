/// The parts of an absolute URL, as they stand. RFC 3986, 3, without judging any of them.
package struct URLParts: Hashable, Sendable {
  /// `https`; empty where there is none.
  package var scheme: String
  /// `user:password`, if there is an at sign.
  package var userInfo: String?
  /// Host and port; nil where there is no authority.
  package var authority: String?
  /// The path; empty or beginning with a slash where there is an authority.
  package var path: String
  /// What follows the question mark.
  package var query: String?
  /// What follows the number sign.
  package var fragment: String?

  /// Takes a text apart; by bytes, since recordings have hundreds of thousands, and all marks are ASCII.
  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { URLParts($0) }
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    var (start, end) = (0, bytes.count)
    if let mark = bytes.firstIndex(of: UInt8(ascii: "#")) {
      fragment = text(mark + 1..<end)
      end = mark
    }
    if let mark = bytes[..<end].firstIndex(of: UInt8(ascii: "?")) {
      query = text(mark + 1..<end)
      end = mark
    }
    scheme = ""
    if let colon = bytes[..<end].firstIndex(of: UInt8(ascii: ":")),
      bytes[colon..<end].starts(with: "://".utf8)
    {
      scheme = text(0..<colon)
      start = colon + 3
      var host = start
      start = bytes[host..<end].firstIndex(of: UInt8(ascii: "/")) ?? end
      if let at = bytes[host..<start].lastIndex(of: UInt8(ascii: "@")) {
        userInfo = text(host..<at)
        host = at + 1
      }
      authority = text(host..<start)
    }
    path = text(start..<end)
  }

  /// The parts put together again.
  package var text: String {
    var text = ""
    if let authority { text = scheme + "://" + (userInfo.map { $0 + "@" } ?? "") + authority }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  /// Path and query as they go into a request line; `/` where there is no path.
  package var target: String {
    (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "")
  }
}
