import StuntEngine
import StuntHTTP
import StuntSockets

/// Writes replies as HTTP/1.1 messages.
enum ReplyWriter {
  /// Writes a whole reply.
  static func append(
    _ reply: Reply, answering request: HTTPRequest, files: FileCache, to output: inout OutputBuffer
  ) {
    switch reply.body {
    case .none: appendHead(reply, answering: request, length: 0, to: &output)
    case .bytes(let bytes):
      let framing = appendHead(reply, answering: request, length: bytes.count, to: &output)
      // Lent, since an array that is handed over is counted.
      if framing.sendsBody { bytes.withUnsafeBufferPointer { output.bytes.append(contentsOf: $0) } }
    case .file(let file):
      let content = files.content(of: file)
      append(file: content.bytes, tag: content.tag, file.contentType, reply, answering: request, to: &output)
    case .stored(let file):
      append(file: file.bytes, tag: file.tag, file.contentType, reply, answering: request, to: &output)
    case .later: preconditionFailure("an answer that goes on is written piece by piece")
    }
  }

  /// Writes the head of an answer.
  ///
  /// - Parameter length: The content's length; nil when it is not known yet.
  @discardableResult
  static func appendHead(
    _ reply: Reply, answering request: HTTPRequest, length: Int?, to output: inout OutputBuffer
  ) -> HTTPResponseFraming {
    let status = HTTPStatus(reply.status)
    let framing = HTTPResponseFraming(
      to: request.method, versionMinor: request.versionMinor, status: status, length: length)
    // Lent, since an array that is handed over is counted.
    reply.fieldLines.withUnsafeBufferPointer {
      HTTPResponseHead.append(
        to: &output.bytes, status: status, lines: $0, framing: framing, isKeepAlive: request.isKeepAlive,
        versionMinor: request.versionMinor, date: HTTPDate(secondsSince1970: Int(reply.unixSeconds)))
    }
    return framing
  }

  /// Writes the answer to bytes that are no request.
  static func append(rejection error: HTTPError, to output: inout OutputBuffer) {
    let body = ControlAnswer.problem(
      status: error.status.code, name: "malformed-request", title: "The bytes are no HTTP/1.1 request.",
      detail: error.description)
    HTTPResponseHead.appendStatusLine(error.status, to: &output.bytes)
    output.append(
      text: "Content-Type: application/problem+json\r\nStunt-Diagnostic: malformed-request\r\n"
        + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n")
    output.append(body)
  }

  /// Writes a file, or the part of it that is asked for. RFC 9110, 13 and 14.
  static func append(
    file bytes: [UInt8], tag tagText: String, _ contentType: String, _ reply: Reply,
    answering request: HTTPRequest, to output: inout OutputBuffer
  ) {
    let tag = EntityTag(tagText)
    var reply = reply
    reply.fieldLines += Array("ETag: \(tag)\r\nAccept-Ranges: bytes\r\n".utf8)
    let conditions = Preconditions(request)
    switch conditions.evaluate(tag: tag) {
    case .notModified:
      reply.status = 304
      appendHead(reply, answering: request, length: bytes.count, to: &output)
      return
    case .failed:
      reply.status = 412
      appendHead(reply, answering: request, length: 0, to: &output)
      return
    case .proceed: break
    }
    let type = "Content-Type: \(contentType)\r\n"
    let range = conditions.allowsRange(tag: tag) ? ByteRange(of: request, size: bytes.count) : .whole
    switch range {
    case .whole:
      reply.fieldLines += Array(type.utf8)
      let framing = appendHead(reply, answering: request, length: bytes.count, to: &output)
      if framing.sendsBody { output.attach(bytes, 0..<bytes.count) }
    case .parts(let parts) where parts.count == 1:
      reply.status = 206
      reply.fieldLines += Array(
        (type + "Content-Range: \(ContentRange(parts[0], of: bytes.count))\r\n").utf8)
      let framing = appendHead(reply, answering: request, length: parts[0].count, to: &output)
      if framing.sendsBody { output.attach(bytes, parts[0]) }
    case .parts(let parts):
      reply.status = 206
      let boundary = "stunt-" + tagText
      var body: [UInt8] = []
      ByteRange.append(parts, of: bytes, contentType: contentType, boundary: boundary, to: &body)
      reply.fieldLines += Array("Content-Type: multipart/byteranges; boundary=\(boundary)\r\n".utf8)
      let framing = appendHead(reply, answering: request, length: body.count, to: &output)
      if framing.sendsBody { output.append(body) }
    case .unsatisfiable:
      reply.status = 416
      reply.fieldLines += Array("Content-Range: \(ContentRange(nil, of: bytes.count))\r\n".utf8)
      appendHead(reply, answering: request, length: 0, to: &output)
    }
  }
}
