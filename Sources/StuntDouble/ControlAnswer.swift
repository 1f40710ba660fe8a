import StuntEngine
import StuntHTTP
import StuntJSON

/// Answers of the control operations.
enum ControlAnswer {
  /// A JSON answer.
  static func reply(_ value: JSONValue, status: Int = 200) -> Reply {
    var reply = Reply(status: status)
    reply.fieldLines = Array("Content-Type: application/json\r\nCache-Control: no-store\r\n".utf8)
    reply.body = .bytes(JSONWriter.bytes(value, .pretty) + [0x0A])
    return reply
  }

  /// A problem document. RFC 9457, 3.
  static func problem(status: Int, name: String, title: String, detail: String) -> [UInt8] {
    JSONWriter.bytes(
      .object([
        "type": .string("urn:stuntdouble:\(name)"), "title": .string(title),
        "status": .number(JSONNumber(status)),
        "detail": .string(detail),
      ]))
  }

  /// A whole number.
  static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  /// Seconds, to the millisecond.
  static func seconds(_ span: Instant.Span) -> JSONValue {
    let value = (span.seconds * 1_000).rounded() / 1_000
    return JSONNumber(value).map(JSONValue.number) ?? .null
  }

  /// Bytes as text.
  static func text(_ bytes: some Sequence<UInt8>) -> JSONValue {
    .string(String(decoding: Array(bytes), as: UTF8.self))
  }

  /// A body as the value that it is, or as text where it is no JSON.
  ///
  /// - Parameter count: How many bytes there were; more than there are where the journal left them out.
  static func content(_ bytes: [UInt8], count: Int) -> JSONValue {
    if count == 0 { return .null }
    if count > StuntEngine.Limits.journalBodyBytesMax { return .string("(\(count) bytes)") }
    if let document = try? JSONDocument(parsing: bytes) { return document.root.value }
    return String(validating: bytes, as: UTF8.self).map(JSONValue.string) ?? .string("(\(bytes.count) bytes)")
  }
}
