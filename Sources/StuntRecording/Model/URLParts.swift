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
    var rest = text[...]
    scheme = ""
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
      fragment = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
      query = String(rest[rest.utf8.index(after: mark)...])
      rest = rest[..<mark]
    }
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), rest[colon...].utf8.starts(with: "://".utf8) {
      scheme = String(rest[..<colon])
      rest = rest[rest.utf8.index(colon, offsetBy: 3)...]
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      var authority = rest[..<end]
      if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
        userInfo = String(authority[..<at])
        authority = authority[authority.utf8.index(after: at)...]
      }
      self.authority = String(authority)
      rest = rest[end...]
    }
    path = String(rest)
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
