import StuntHTTP

/// The pages of browsers that may read answers: by their origins. Fetch Standard, 3.3 (CORS protocol).
package enum CrossOrigin: Equatable, Sendable {
  /// Pages that this machine serves, on any port: `http://localhost:3000`, `http://127.0.0.1:8080`, `http://app.localhost`.
  case loopback
  /// Those, and pages of these origins, in small letters.
  case listed([String])
  /// All pages, also those without an origin, such as files.
  case all
  /// None: browsers are answered like every other client.
  case none

  /// Reads what a user lists: `*`, `none`, or origins such as `https://app.example.com`.
  ///
  /// - Returns: nil where one of the texts is no origin, or contradicts another one.
  package init?(_ texts: [String]) {
    switch texts {
    case []: self = .loopback
    case ["*"]: self = .all
    case ["none"]: self = .none
    default:
      let origins = texts.map { $0.lowercased() }
      guard origins.allSatisfy(Self.isOrigin) else { return nil }
      self = .listed(origins)
    }
  }

  /// Whether a page of this origin may read answers.
  package func allows(_ origin: String) -> Bool {
    switch self {
    case .none: return false
    case .all: return true
    case .loopback: return Self.isLoopback(origin)
    case .listed(let origins): return origins.contains(origin.lowercased()) || Self.isLoopback(origin)
    }
  }

  static let methodField: StaticString = "access-control-request-method"

  /// Whether a browser asks by this request whether a page may send another one.
  static func isPreflight(_ request: HTTPRequest) -> Bool {
    request.method == .options && request.fields.contains(methodField) && request.fields.contains("origin")
  }

  /// Whether a text is `scheme://host` or `scheme://host:port`. RFC 6454, 6.2.
  private static func isOrigin(_ text: String) -> Bool {
    guard let (scheme, authority) = parts(of: text), !scheme.isEmpty, !authority.isEmpty else { return false }
    return !authority.utf8.contains { $0 <= 0x20 || $0 >= 0x7F || "/?#@*,".utf8.contains($0) }
  }

  private static func isLoopback(_ origin: String) -> Bool {
    guard let (scheme, authority) = parts(of: origin.lowercased()), ["http", "https"].contains(scheme) else {
      return false
    }
    if authority.hasPrefix("[") { return authority == "[::1]" || authority.hasPrefix("[::1]:") }
    let host = authority.prefix { $0 != ":" }
    return host == "localhost" || host.hasSuffix(".localhost") || isLoopbackAddress(host)
  }

  /// Whether a host is an address of 127.0.0.0/8: a name may begin with 127, too.
  private static func isLoopbackAddress(_ host: Substring) -> Bool {
    let bytes = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return bytes.count == 4 && bytes[0] == 127 && !bytes.contains(nil)
  }

  private static func parts(of origin: String) -> (scheme: Substring, authority: Substring)? {
    guard let colon = origin.firstIndex(of: ":"), origin[colon...].hasPrefix("://") else { return nil }
    return (origin[..<colon], origin[colon...].dropFirst(3))
  }
}
