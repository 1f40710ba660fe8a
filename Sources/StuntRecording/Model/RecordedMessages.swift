package import StuntHTTP
package import StuntJSON

/// A request as it was seen.
package struct RecordedRequest: Hashable, Sendable {
  /// The method.
  package var method: String
  /// The whole URL, query and all.
  package var url: String
  /// `HTTP/1.1`, `h2`, or what the tool wrote.
  package var httpVersion: String
  /// The fields as they stood, pseudo fields of HTTP/2 and all.
  package var fields: [RecordedField]
  /// Cookies as the tool wrote them; they stand in the fields too.
  package var cookies: [JSONValue]
  /// The body; nil where there was none.
  package var body: RecordedBody?
  /// Members that have no place here.
  package var extra: JSONObject

  /// Creates a request from its parts.
  package init(
    method: String, url: String, httpVersion: String = "HTTP/1.1", fields: [RecordedField] = [],
    cookies: [JSONValue] = [], body: RecordedBody? = nil, extra: JSONObject = [:]
  ) {
    self.method = method
    self.url = url
    self.httpVersion = httpVersion
    self.fields = fields
    self.cookies = cookies
    self.body = body
    self.extra = extra
  }
}

/// An answer as it was seen.
package struct RecordedResponse: Hashable, Sendable {
  /// The status; 0 where no answer came.
  package var status: Int
  /// The reason phrase.
  package var reason: String
  /// `HTTP/1.1`, `h2`, or what the tool wrote.
  package var httpVersion: String
  /// The fields as they stood.
  package var fields: [RecordedField]
  /// Cookies as the tool wrote them; they stand in the fields too.
  package var cookies: [JSONValue]
  /// The body, without transfer and content codings.
  package var body: RecordedBody
  /// Where a redirect led; empty where it did not.
  package var redirectURL: String
  /// Members that have no place here.
  package var extra: JSONObject

  /// Creates an answer from its parts.
  package init(
    status: Int, reason: String? = nil, httpVersion: String = "HTTP/1.1", fields: [RecordedField] = [],
    cookies: [JSONValue] = [], body: RecordedBody = RecordedBody(mediaType: "", bytes: []),
    redirectURL: String = "", extra: JSONObject = [:]
  ) {
    self.status = status
    self.reason = reason ?? (100...599 ~= status ? HTTPStatus(status).reasonPhrase : "")
    self.httpVersion = httpVersion
    self.fields = fields
    self.cookies = cookies
    self.body = body
    self.redirectURL = redirectURL
    self.extra = extra
  }
}

/// A field as it was seen; unlike an `HTTPField` it may be anything.
package struct RecordedField: Hashable, Sendable {
  /// The name in its own letters.
  package var name: String
  /// The value.
  package var value: String
  /// Members that have no place here, such as `comment`.
  package var extra: JSONObject

  /// Creates a field.
  package init(_ name: String, _ value: String, extra: JSONObject = [:]) {
    self.name = name
    self.value = value
    self.extra = extra
  }

  /// Whether it stands for a part of the request line. RFC 9113, 8.3.
  package var isPseudo: Bool { name.utf8.first == 0x3A }

  /// Whether the name is this one, in any case.
  package func isNamed(_ other: String) -> Bool {
    guard name.utf8.count == other.utf8.count else { return false }
    return zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 | 0x20 }
      && name.lowercased() == other.lowercased()
  }
}

extension [RecordedField] {
  /// The first value of a name, in any case.
  package subscript(name: String) -> String? { first { $0.isNamed(name) }?.value }

  /// The fields that can go onto a wire: no pseudo fields, a line for each of several values in one.
  ///
  /// Browsers join the lines of a repeated field by line ends. What cannot be a field at all is left out.
  package var httpFields: HTTPFields {
    HTTPFields(
      lazy.filter { !$0.isPseudo }.flatMap { field in
        field.lines.compactMap { try? HTTPField(checking: field.name, value: $0) }
      })
  }
}

extension RecordedField {
  /// Whether the value is a line, without anything around it: the usual one is, and bytes tell it soonest.
  var isOneLine: Bool {
    var value = value
    return value.withUTF8 { bytes in
      bytes.first != 0x20 && bytes.last != 0x20 && bytes.allSatisfy { 0x20...0x7E ~= $0 }
    }
  }

  /// The lines that the value stands for; one, unless a browser has joined several.
  var lines: [String] {
    isOneLine ? [value] : value.split(whereSeparator: \.isNewline).map { String($0.trimmingBlanks) }
  }
}

extension Substring {
  /// The text without blanks around it.
  var trimmingBlanks: Substring {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    let bytes = utf8.drop(while: isBlank)
    guard let last = bytes.lastIndex(where: { !isBlank($0) }) else { return Substring(bytes.prefix(0)) }
    return Substring(bytes[...last])
  }
}
