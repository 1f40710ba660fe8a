package import StuntSockets

/// A server that is asked: scheme, host and port of a URL, and the path below which the provider's paths are.
package struct RecordUpstream: Hashable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  /// Host and port as they stand in the URL.
  package let authority: String
  /// The path without a slash at its end; empty for none.
  package let path: String
  /// Where connections go.
  package let place: UpstreamRequest.Place

  /// Takes `http://127.0.0.1:4010` or `https://gateway.example.com/video` apart; nil for anything else.
  package init?(_ text: String) {
    guard let separator = text.utf8.firstRange(of: "://".utf8),
      !text.utf8.contains(where: { $0 <= 0x20 || $0 > 0x7E })
    else { return nil }
    scheme = text[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    self.authority = String(authority)
    var path = rest.dropFirst(authority.count)
    while path.hasSuffix("/") { path.removeLast() }
    self.path = String(path)
    let isBracketed = authority.hasPrefix("[")
    let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let tail = authority.dropFirst(host.count + (isBracketed ? 2 : 0))
    guard !host.isEmpty, !path.contains("?"), !path.contains("#"), !authority.contains("@"),
      tail.isEmpty || tail.hasPrefix(":")
    else { return nil }
    let isSecure = scheme == "https"
    let port = tail.isEmpty ? (isSecure ? 443 : 80) : UInt16(tail.dropFirst()) ?? 0
    guard port > 0 else { return nil }
    place = UpstreamRequest.Place(host: String(host), port: port, isSecure: isSecure)
  }

  /// Scheme and authority.
  package var origin: String { "\(scheme)://\(authority)" }
}
