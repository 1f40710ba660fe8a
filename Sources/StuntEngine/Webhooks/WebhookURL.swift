/// Where a webhook is delivered: an absolute URL of http or https, taken apart.
package struct WebhookURL: Hashable, Sendable {
  /// As it was given, without the fragment.
  package let text: String
  /// Whether it asks for TLS.
  package let isSecure: Bool
  /// The host in small letters; an IPv6 address without its brackets.
  package let host: String
  /// The port, also where the URL leaves it to the scheme.
  package let port: UInt16
  /// What the Host field says: host and port as they were given. RFC 9112, 3.2.
  package let authority: String
  /// The path and query that the request asks for.
  package let target: String

  /// Reads a URL; nil for anything else, and for one with a user in it.
  package init?(_ text: String) {
    guard text.utf8.count <= Limits.webhookURLBytesMax,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }),
      let separator = text.utf8.firstRange(of: "://".utf8)
    else { return nil }
    switch text[..<separator.lowerBound].lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    default: return nil
    }
    let whole = text.prefix { $0 != "#" }
    let rest = whole[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard let (host, port) = Self.hostAndPort(authority) else { return nil }
    self.host = host
    self.port = port ?? (isSecure ? 443 : 80)
    self.authority = String(authority)
    self.text = String(whole)
    let tail = rest.dropFirst(authority.count)
    target = tail.hasPrefix("/") ? String(tail) : "/" + tail
  }

  private static func hostAndPort(_ authority: Substring) -> (String, UInt16?)? {
    var host = authority
    var port: UInt16?
    // The colons of an IPv6 address stand in brackets. RFC 3986, 3.2.2.
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      host = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      guard digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = UInt16(digits), number > 0
      else { return nil }
      port = number
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host.contains(":"), host.utf8.allSatisfy({ isHexDigit($0) || $0 == 0x3A || $0 == 0x2E }) else {
        return nil
      }
    } else {
      guard host.utf8.allSatisfy(isNameByte) else { return nil }
    }
    return host.isEmpty ? nil : (host.lowercased(), port)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x66, 0x41...0x46, 0x30...0x39: true
    default: false
    }
  }

  /// Whether the host is an IP address rather than a name.
  package var isAddress: Bool {
    if host.contains(":") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether the host is this machine whatever the network: `localhost` (RFC 6761, 6.3), 127.0.0.0/8 or `::1`.
  package var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
      || isAddress && host.hasPrefix("127.")
  }
}
