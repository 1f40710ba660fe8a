/// What of a provider's messages may be kept as it is; all else gets stand-ins.
package struct RedactionRules: Hashable, Sendable {
  /// Fields that are kept, in lower case; `standardFields` are kept beside them.
  package var fields: Set<String>
  /// Query parameters that are kept.
  package var query: Set<String>
  /// Members of JSON, and entries of forms, that are kept.
  package var members: Set<String>
  /// Names whose values are ids: they are kept, and never taken for secrets because they look random.
  package var identifiers: Set<String>
  /// The forms of the provider's keys.
  package var keys: [SecretShape]
  /// Whether everything is kept but what looks like a secret: how a scanner sees.
  let keepsAll: Bool

  /// Creates rules.
  package init(
    fields: Set<String> = [], query: Set<String> = [], members: Set<String> = [],
    identifiers: Set<String> = [], keys: [SecretShape] = []
  ) {
    self.init(
      fields: fields, query: query, members: members, identifiers: identifiers, keys: keys, keepsAll: false)
  }

  private init(
    fields: Set<String>, query: Set<String>, members: Set<String>, identifiers: Set<String>,
    keys: [SecretShape], keepsAll: Bool
  ) {
    self.fields = fields
    self.query = query
    self.members = members
    self.identifiers = identifiers
    self.keys = keys
    self.keepsAll = keepsAll
  }

  /// The rules of a scanner that knows these forms of keys.
  static func scanning(keys: [SecretShape]) -> RedactionRules {
    RedactionRules(
      fields: [], query: [], members: [],
      identifiers: ["etag", "if-none-match", "traceparent", "mimeType", "job"], keys: keys,
      keepsAll: true)
  }

  /// What may become of a value.
  enum Verdict {
    /// It is kept, but for secrets inside of it.
    case keep
    /// It is kept, and may look random.
    case keepIdentifier
    /// It gets a stand-in.
    case replace
    /// It gets a stand-in that nothing of its form is left of.
    case replaceSecret
  }

  func verdict(on name: String, among kept: Set<String>) -> Verdict {
    if identifiers.contains(name) { return .keepIdentifier }
    if SecretNames.contains(name) { return .replaceSecret }
    return keepsAll || kept.contains(name) ? .keep : .replace
  }

  /// Fields that every message may have and that tell nothing about who sent it. RFC 9110 and its registry.
  static let standardFields: Set<String> = [
    "accept", "accept-encoding", "accept-language", "accept-ranges", "access-control-allow-credentials",
    "access-control-allow-headers", "access-control-allow-methods", "access-control-allow-origin",
    "access-control-expose-headers", "access-control-max-age", "age", "allow", "alt-svc", "cache-control",
    "connection", "content-disposition", "dnt", "priority", "proxy-connection", "content-encoding",
    "content-language", "content-length",
    "content-range", "content-type", "date", "etag", "expect", "expires", "host", "if-match",
    "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "last-modified",
    "link", "location", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-dest",
    "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", "upgrade-insecure-requests", "origin", "pragma",
    "range", "retry-after", "retry-after-ms", "server",
    "strict-transport-security", "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "vary", "via",
    "warning", "www-authenticate", ":authority", ":method", ":path", ":scheme", ":status",
  ]
}
