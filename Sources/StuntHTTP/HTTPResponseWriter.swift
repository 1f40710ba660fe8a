/// Field lines as they go onto the wire, made once and copied into each head.
///
/// What only the writer can know is left out: Content-Length, Transfer-Encoding and Connection.
package struct HTTPEncodedFields: Sendable, Equatable {
  /// The lines, each with its end.
  package let bytes: [UInt8]
  /// Whether one of them is Date, so that the writer adds no second one.
  package let hasDate: Bool

  /// Encodes fields, in order.
  package init(_ fields: HTTPFields) {
    var bytes: [UInt8] = []
    for field in fields where !isFraming(field.name) && !isSameName(field.name, "connection") {
      field.append(to: &bytes)
    }
    self.bytes = bytes
    hasDate = fields.contains("date")
  }

  /// Takes lines that are encoded already, each with its line end; they must not speak of Date or framing.
  package init(encoded lines: [UInt8]) {
    bytes = lines
    hasDate = false
  }
}

extension HTTPField {
  /// Writes `name: value` and the line's end.
  package func append(to output: inout [UInt8]) {
    output.append(contentsOf: name.utf8)
    output.append(0x3A)
    output.append(0x20)
    output.append(contentsOf: value.utf8)
    output.append(0x0D)
    output.append(0x0A)
  }
}

extension HTTPResponseHead {
  /// Writes the head up to and with its empty line. RFC 9112, 4 to 6.
  package func append(
    to output: inout [UInt8], framing: HTTPResponseFraming, isKeepAlive: Bool, versionMinor: Int = 1,
    date: HTTPDate? = nil
  ) {
    HTTPResponseHead.append(
      to: &output, status: status, fields: HTTPEncodedFields(fields), framing: framing,
      isKeepAlive: isKeepAlive, versionMinor: versionMinor, date: date)
  }

  /// Writes a head whose fields are encoded already; allocates nothing if the output has room.
  ///
  /// The version written is always 1.1, our own (RFC 9110, 2.5); the client's decides what Connection must say.
  package static func append(
    to output: inout [UInt8], status: HTTPStatus, fields: HTTPEncodedFields, framing: HTTPResponseFraming,
    isKeepAlive: Bool, versionMinor: Int = 1, date: HTTPDate? = nil
  ) {
    let date = fields.hasDate ? nil : date
    fields.bytes.withUnsafeBufferPointer {
      append(
        to: &output, status: status, lines: $0, framing: framing, isKeepAlive: isKeepAlive,
        versionMinor: versionMinor, date: date)
    }
  }

  /// The same of field lines that are lent, each with its end; they must not speak of Date or framing.
  package static func append(
    to output: inout [UInt8], status: HTTPStatus, lines: UnsafeBufferPointer<UInt8>,
    framing: HTTPResponseFraming, isKeepAlive: Bool, versionMinor: Int, date: HTTPDate?
  ) {
    // The longest beside the fields: Date with 37 bytes, Content-Length with 37, Connection with 24, the empty line with 2.
    ShortText.append(to: &output, atMost: statusLineMost + lines.count + 112) { text in
      appendStatusLine(status, to: &text)
      text.append(contentsOf: lines)
      if let date {
        text.append("Date: ")
        date.append(to: &text)
        text.append("\r\n")
      }
      switch framing.delimiter {
      case .none, .close: break
      case .length(let count):
        text.append("Content-Length: ")
        text.append(decimal: count)
        text.append("\r\n")
      case .chunked: text.append("Transfer-Encoding: chunked\r\n")
      }
      if !isKeepAlive || framing.closesConnection {
        text.append("Connection: close\r\n")
      } else if versionMinor == 0 {
        // In HTTP/1.1 staying is the rule; in HTTP/1.0 it must be said. RFC 9112, 9.3.
        text.append("Connection: keep-alive\r\n")
      }
      text.append("\r\n")
    }
  }

  /// Writes the status line.
  package static func appendStatusLine(_ status: HTTPStatus, to output: inout [UInt8]) {
    ShortText.append(to: &output, atMost: statusLineMost) { appendStatusLine(status, to: &$0) }
  }

  /// The longest registered phrase has 31 bytes.
  private static let statusLineMost = 64

  @inline(__always)
  private static func appendStatusLine(_ status: HTTPStatus, to text: inout ShortText) {
    // The usual one is known when the program is compiled.
    if status.code == 200 { return text.append("HTTP/1.1 200 OK\r\n") }
    text.append("HTTP/1.1 ")
    text.append(decimal: status.code)
    text.append(0x20)
    text.append(status.reasonText)
    text.append("\r\n")
  }

  /// The interim response that lets a waiting client send its body. RFC 9110, 15.2.1.
  package static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}

extension HTTPResponse {
  /// Writes the whole response as the answer to a request.
  package func append(
    to output: inout [UInt8], answering request: HTTPRequest, isKeepAlive: Bool, date: HTTPDate? = nil
  ) {
    let framing = HTTPResponseFraming(
      to: request.method, versionMinor: request.versionMinor, status: head.status, length: body.count)
    head.append(
      to: &output, framing: framing, isKeepAlive: isKeepAlive, versionMinor: request.versionMinor, date: date)
    if framing.sendsBody { output.append(contentsOf: body) }
  }
}

extension [UInt8] {
  /// Adds text that is known at compile time.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
