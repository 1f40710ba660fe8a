extension HTTPRequest {
  /// Makes a request from its parts, as HTTP/1.1 would carry it; for tests and for doors inside the process.
  ///
  /// Content-Length is added where there is a body and none is given. The target is taken in origin-form.
  package init(
    method: HTTPMethod, target: String, fields: HTTPFields = [:], body: [UInt8] = []
  ) {
    precondition(
      method != .other, "an unregistered method needs its name: init(methodName:target:fields:body:)")
    self.init(methodName: method.name, target: target, fields: fields, body: body)
  }

  /// Makes a request whose method may be any token.
  package init(methodName: String, target: String, fields: HTTPFields = [:], body: [UInt8] = []) {
    var lines: [UInt8] = []
    if !fields.contains("Host") { lines += Array("Host: localhost\r\n".utf8) }
    for field in fields where !isFraming(field.name) { field.append(to: &lines) }
    guard let request = HTTPRequest(line: "\(methodName) \(target)", fieldLines: lines, body: body) else {
      preconditionFailure("\"\(methodName) \(target)\" and its fields are no request")
    }
    self = request
  }

  /// Reads a request that was taken apart: however long it is, since it was held against the limits before.
  ///
  /// - Parameters:
  ///   - line: Method and target.
  ///   - fieldLines: Each with its end, without those that say how long the content is.
  /// - Returns: nil where they are no request.
  package init?(line: String, fieldLines: [UInt8], body: [UInt8]) {
    var bytes = Array("\(line) HTTP/1.1\r\n".utf8) + fieldLines
    if !body.isEmpty { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
    bytes += [0x0D, 0x0A]
    var head = RequestHead()
    guard let request = head.request(of: bytes, body: body) else { return nil }
    self = request
  }
}

extension HTTPRequest {
  /// The same request for another target, as a door that is named inside the request makes it.
  ///
  /// Refuses what could not stand in a request line; the offset counts from the new line's first byte.
  package func retargeted(to target: some Collection<UInt8>) throws(HTTPError) -> HTTPRequest {
    let version = Array(versionMinor == 0 ? " HTTP/1.0\r\n".utf8 : " HTTP/1.1\r\n".utf8)
    let line = Array(methodBytes) + [0x20] + target + version
    var places = try HTTPRequest.parsePlaces(line)
    let lineEnd = fields.count == 0 ? headCount - 2 : Int(fields.record(0).nameStart)
    places.fieldCount = self.places.fieldCount
    places.fieldMarks = self.places.fieldMarks
    places.host = self.places.host
    places.contentType = self.places.contentType
    places.authorization = self.places.authorization
    var head = line + self.head[lineEnd..<headCount]
    let headCount = head.count
    for number in 0..<fields.count {
      let record = fields.record(number).shifted(by: line.count - lineEnd)
      withUnsafeBytes(of: record) { head.append(contentsOf: $0) }
    }
    return HTTPRequest(
      head: head, headCount: headCount, method: method, versionMinor: versionMinor, isKeepAlive: isKeepAlive,
      expectsContinue: expectsContinue, places: places, body: body)
  }

  private static func parsePlaces(_ line: [UInt8]) throws(HTTPError) -> Places {
    let result = line.withUnsafeBufferPointer { bytes in
      // Not nil: the line has at least its version.
      Result { () throws(HTTPError) in
        try RequestLine.parse(bytes.baseAddress!, to: bytes.count, methodBytesMax: bytes.count)
      }
    }
    guard let parsed = try result.get(), parsed.next == line.count else {
      throw .malformed(.target, at: line.count)
    }
    return parsed.places
  }
}

/// Tells whether a field is decided by whoever writes a message, not by whoever fills it.
func isFraming(_ name: String) -> Bool {
  isSameName(name, "content-length") || isSameName(name, "transfer-encoding")
}
