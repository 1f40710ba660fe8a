import StuntCrypto
import StuntHTTP
import StuntJSON

/// Writes the two messages of an entry.
enum HARMessageWriter {
  static func value(of request: RecordedRequest, _ bodies: inout SharedBodyHashes) -> JSONValue {
    var value: JSONObject = [
      "method": .string(request.method), "url": .string(request.url),
      "httpVersion": .string(request.httpVersion), "cookies": .array(request.cookies),
      "headers": .array(request.fields.map(Self.value)),
      "queryString": .array(query(of: request.url)),
    ]
    if let body = request.body {
      value.append("postData", Self.value(of: body, isRequest: true, &bodies))
    }
    value.append("headersSize", -1)
    value.append("bodySize", .number(JSONNumber(request.body.map { $0.byteCount ?? -1 } ?? 0)))
    HARWriter.append(request.extra, to: &value)
    return .object(value)
  }

  static func value(of response: RecordedResponse, _ bodies: inout SharedBodyHashes) -> JSONValue {
    var value: JSONObject = [
      "status": .number(JSONNumber(response.status)), "statusText": .string(response.reason),
      "httpVersion": .string(response.httpVersion), "cookies": .array(response.cookies),
      "headers": .array(response.fields.map(Self.value)),
      "content": Self.value(of: response.body, isRequest: false, &bodies),
      "redirectURL": .string(response.redirectURL), "headersSize": -1,
      "bodySize": .number(JSONNumber(response.body.byteCount ?? -1)),
    ]
    HARWriter.append(response.extra, to: &value)
    return .object(value)
  }

  private static func value(of field: RecordedField) -> JSONValue {
    var value: JSONObject = ["name": .string(field.name), "value": .string(field.value)]
    HARWriter.append(field.extra, to: &value)
    return .object(value)
  }

  private static func query(of url: String) -> [JSONValue] {
    let query = URLParts(url).query ?? ""
    return query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
      return ["name": .string(parts[0]), "value": .string(parts.count > 1 ? parts[1] : "")]
    }
  }

  /// The text without escapes, or as it is where they are broken.
  private static func decoded(_ text: Substring) -> String {
    let text = text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " ")
    return (try? PercentEncoding.decodeText(text.utf8)) ?? text
  }

  private static func value(
    of body: RecordedBody, isRequest: Bool, _ bodies: inout SharedBodyHashes
  ) -> JSONValue {
    var value: JSONObject = [:]
    if !isRequest { value.append("size", .number(JSONNumber(body.byteCount ?? -1))) }
    value.append("mimeType", .string(body.mediaType))
    switch body.content {
    case .missing(let size): if isRequest, size != 0 { value.append("size", .number(JSONNumber(size))) }
    case .standIn(let count, let hash):
      value.append(
        HARBodies.standIn.description, ["size": .number(JSONNumber(count)), "sha256": .string(hash)])
    case .bytes(let bytes):
      append(bytes, mediaType: body.mediaType, isRequest: isRequest, to: &value, &bodies)
    }
    HARWriter.append(body.extra, to: &value)
    return .object(value)
  }

  private static func append(
    _ bytes: [UInt8], mediaType: String, isRequest: Bool, to value: inout JSONObject,
    _ bodies: inout SharedBodyHashes
  ) {
    // The text of an answer without a body may be left out; that of a request is what makes it one.
    if bytes.isEmpty && !isRequest { return }
    switch bodies.form(of: bytes) {
    case .sameAs(let hash):
      value.append(HARBodies.sameAs.description, .string(hash))
      return
    case .wholeNamed(let hash): value.append(HARBodies.sha256.description, .string(hash))
    case .whole: break
    }
    // A text that would be read as the bytes of a file is no text to readers.
    let isMistaken = isRequest && ByteText.bytes(of: bytes, mediaType: mediaType) != nil
    if !isMistaken, let text = String(validating: bytes, as: UTF8.self) {
      value.append("text", .string(text))
    } else {
      value.append("text", .string(Base64.encode(bytes)))
      // HAR has no encoding for what is posted, so that one is ours.
      value.append(isRequest ? HARBodies.requestEncoding.description : "encoding", "base64")
    }
  }
}
