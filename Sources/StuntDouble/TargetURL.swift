/// The parts of an absolute URL that a proxy's field names.
struct TargetURL: Equatable {
  let host: String
  /// Path and query, at least a slash.
  let path: String

  /// Takes `scheme://host[:port]/path?query` apart; nil for anything else.
  init?(_ text: String) {
    guard let separator = text.utf8.firstRange(of: "://".utf8), !text.utf8.contains(where: { $0 <= 0x20 })
    else {
      return nil
    }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    host = String(authority.prefix { $0 != ":" })
    guard !host.isEmpty else { return nil }
    let tail = rest.dropFirst(authority.count).prefix { $0 != "#" }
    path = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }
}
