/// The values of `format` that are known: those of draft 2020-12, validation, 7.3, and those of OpenAPI's registry.
///
/// A checker looks at UTF-8 bytes without escapes, allocates nothing (but for `regex`) and is linear.
package enum Format: UInt8, CaseIterable, Sendable {
  case dateTime, date, time, duration
  case email, internationalEmail
  case hostname, internationalHostname
  case internetAddress4, internetAddress6
  case uri, uriReference, iri, iriReference, uriTemplate
  case uuid, jsonPointer, relativeJSONPointer, regularExpression
  case base64, binary, password
  case integer32, integer64, float, double

  /// What a schema writes.
  package var name: String { Self.names[Int(rawValue)] }

  /// In the order of the cases.
  private static let names = [
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6",
    "uri", "uri-reference", "iri", "iri-reference", "uri-template", "uuid", "json-pointer",
    "relative-json-pointer",
    "regex", "byte", "binary", "password", "int32", "int64", "float", "double",
  ]

  /// Finds a format by what a schema writes.
  package init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self = Self.allCases[index]
  }

  /// All names, for suggestions.
  static var allNames: [String] { names }

  /// Whether the format speaks of numbers; the others speak of strings.
  package var isNumeric: Bool { rawValue >= Format.integer32.rawValue }

  /// Whether no string (or number) breaks the format, so that there is nothing to check.
  var acceptsEverything: Bool { self == .binary || self == .password || self == .double || self == .float }

  /// Whether a text has the format; formats of numbers hold for every text.
  package func accepts(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch self {
    case .dateTime: DateFormat.isDateTime(text)
    case .date: DateFormat.isDate(text)
    case .time: DateFormat.isTime(text)
    case .duration: DurationFormat.isDuration(text)
    case .email: EmailFormat.isMailbox(text, international: false)
    case .internationalEmail: EmailFormat.isMailbox(text, international: true)
    case .hostname: HostnameFormat.isHostname(text, international: false)
    case .internationalHostname: HostnameFormat.isHostname(text, international: true)
    case .internetAddress4: InternetAddressFormat.isVersion4(text)
    case .internetAddress6: InternetAddressFormat.isVersion6(text)
    case .uri: URIFormat.isURI(text, international: false)
    case .uriReference: URIFormat.isReference(text, international: false)
    case .iri: URIFormat.isURI(text, international: true)
    case .iriReference: URIFormat.isReference(text, international: true)
    case .uriTemplate: URITemplateFormat.isTemplate(text)
    case .uuid: TextFormat.isUUID(text)
    case .jsonPointer: TextFormat.isJSONPointer(text)
    case .relativeJSONPointer: TextFormat.isRelativeJSONPointer(text)
    case .regularExpression: TextFormat.isRegularExpression(text)
    case .base64: TextFormat.isBase64(text)
    case .binary, .password, .integer32, .integer64, .float, .double: true
    }
  }
}
