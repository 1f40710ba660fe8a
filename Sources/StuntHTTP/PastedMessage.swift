/// A message as people keep it: copied from a terminal, a log or a page, with line ends and lengths that may be wrong.
///
/// Not for the wire, where such a message is refused.
package struct PastedMessage: Equatable, Sendable {
  /// What it begins with.
  package enum Kind: Equatable, Sendable {
    case request(method: String, target: String)
    case response(status: Int)
    /// No head: what a body would be.
    case content
  }

  /// One field, and where its line begins.
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: String
    package let offset: Int
  }

  package let kind: Kind
  package let fields: [Field]
  /// The content, with chunks undone.
  package let body: [UInt8]
  /// Where the content begins in what was read; nil where its bytes do not stand there as they are.
  package let bodyOffset: Int?

  /// Reads a request, a response, or else content alone.
  package init(reading bytes: [UInt8]) throws(PastedMessageError) {
    let start = bytes.firstIndex { $0 != 0x0A && $0 != 0x0D } ?? bytes.count
    guard let kind = Self.kind(of: Self.line(in: bytes, at: start).text) else {
      self.kind = .content
      fields = []
      body = bytes
      bodyOffset = 0
      return
    }
    self.kind = kind
    var fields: [Field] = []
    var next = Self.line(in: bytes, at: start).next
    while next < bytes.count {
      let line = Self.line(in: bytes, at: next)
      let offset = next
      next = line.next
      if line.text.isEmpty { break }
      guard let colon = line.text.firstIndex(of: 0x3A) else {
        throw .noColon(String(decoding: line.text, as: UTF8.self), at: offset)
      }
      let name = String(decoding: line.text[..<colon], as: UTF8.self)
      let value = String(decoding: Self.trimmed(line.text[line.text.index(after: colon)...]), as: UTF8.self)
      do { _ = try HTTPField(checking: name, value: value) } catch { throw .field(error, at: offset) }
      fields.append(Field(name: name, value: value, offset: offset))
    }
    self.fields = fields
    let rest = Array(bytes[min(next, bytes.count)...])
    if let undone = Self.undone(rest, fields) {
      body = undone
      bodyOffset = nil
    } else {
      body = Self.cut(rest, fields)
      bodyOffset = next
    }
  }

  /// The value of the first field of that name.
  package func value(_ name: String) -> String? {
    fields.first { isSameName($0.name, name) }?.value
  }

  /// The media type of the content without parameters, in small letters; nil where no field says it.
  package var essence: String? {
    value("Content-Type").map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() }
  }

  /// The message as a request of the wire; nil where it is none.
  package func request() throws(HTTPError) -> HTTPRequest? {
    guard case .request(let method, let target) = kind else { return nil }
    let fields = fields.compactMap { try? HTTPField(checking: $0.name, value: $0.value) }
    return try HTTPRequest(checking: method, target: target, fields: HTTPFields(fields), body: body)
  }

  private static func kind(of line: ArraySlice<UInt8>) -> Kind? {
    let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard words.count >= 2 else { return nil }
    if words[0].hasPrefix("HTTP/"), let status = Int(words[1]), 100...599 ~= status {
      return .response(status: status)
    }
    guard words.count <= 3, words.count == 2 || words[2].hasPrefix("HTTP/"),
      words[0].utf8.allSatisfy({ 0x41...0x5A ~= $0 || $0 == 0x2D }),
      words[1].hasPrefix("/") || words[1].contains("://")
    else { return nil }
    return .request(method: words[0], target: words[1])
  }

  private static func line(in bytes: [UInt8], at start: Int) -> (text: ArraySlice<UInt8>, next: Int) {
    let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    let text = bytes[start..<end]
    return (text.last == 0x0D ? text.dropLast() : text, min(end + 1, bytes.count))
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
    return text
  }

  /// The content of chunks; nil where it is not chunked, or was undone by whoever copied it.
  private static func undone(_ bytes: [UInt8], _ fields: [Field]) -> [UInt8]? {
    guard fields.contains(where: { isSameName($0.name, "Transfer-Encoding") }) else { return nil }
    var decoder = ChunkedDecoder()
    var body: [UInt8] = []
    var consumed = 0
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = max(bytes.count, 1)
    let isWhole = bytes.withUnsafeBytes { buffer in
      (try? decoder.decode(buffer, consumed: &consumed, into: &body, limits: limits)) ?? false
    }
    return isWhole ? body : nil
  }

  /// The content without what an editor or a terminal added after it.
  private static func cut(_ bytes: [UInt8], _ fields: [Field]) -> [UInt8] {
    guard let text = fields.first(where: { isSameName($0.name, "Content-Length") })?.value,
      let count = Int(text), count >= 0, count < bytes.count,
      bytes[count...].allSatisfy({ $0 == 0x0A || $0 == 0x0D || $0 == 0x20 })
    else { return bytes }
    return Array(bytes[..<count])
  }
}

/// Why a pasted message cannot be read; offsets count from its first byte.
package enum PastedMessageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A line of the head that is no field.
  case noColon(String, at: Int)
  case field(HTTPFieldError, at: Int)

  /// Where it stands.
  package var offset: Int {
    switch self {
    case .noColon(_, let offset), .field(_, let offset): offset
    }
  }

  /// One sentence.
  package var description: String {
    switch self {
    case .noColon(let line, _):
      "\"\(line)\" is no field, since it has no colon; put an empty line between the fields and the body"
    case .field(let error, _): "\(error)"
    }
  }
}

extension HTTPRequest {
  /// Makes a request from parts that may be anything; what decides its length is left out and made anew.
  package init(
    checking method: String, target: String, fields: HTTPFields, body: [UInt8]
  ) throws(HTTPError) {
    var bytes = Array("\(method) \(target) HTTP/1.1\r\n".utf8)
    if !fields.contains("Host") { bytes += Array("Host: localhost\r\n".utf8) }
    for field in fields where !isFraming(field.name) && !isSameName(field.name, "Expect") {
      field.append(to: &bytes)
    }
    if !body.isEmpty { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
    bytes += [0x0D, 0x0A]
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = max(body.count, 1)
    bytes += body
    var parser = HTTPRequestParser(limits: limits)
    var start = 0
    while true {
      var consumed = 0
      let event = bytes[start...].withUnsafeBytes { parser.next($0, consumed: &consumed) }
      start += consumed
      switch event {
      case .request(let request):
        self = request
        return
      case .failure(let error): throw error
      case .expectsContinue: continue
      case .needMore: throw .malformed(.end, at: start)
      }
    }
  }
}
