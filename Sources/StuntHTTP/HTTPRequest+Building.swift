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
    var bytes = Array("\(methodName) \(target) HTTP/1.1\r\n".utf8)
    if !fields.contains("Host") { bytes += Array("Host: localhost\r\n".utf8) }
    for field in fields where !isFraming(field.name) { field.append(to: &bytes) }
    if !body.isEmpty { bytes += Array("Content-Length: \(body.count)\r\n".utf8) }
    bytes += [0x0D, 0x0A]
    var limits = HTTPLimits.standard
    limits.requestLineBytesMax = bytes.count
    limits.fieldLineBytesMax = bytes.count
    limits.headBytesMax = bytes.count
    limits.bodyBytesMax = body.count
    bytes += body
    var parser = HTTPRequestParser(limits: limits)
    var consumed = 0
    guard case .request(let request) = bytes.withUnsafeBytes({ parser.next($0, consumed: &consumed) }) else {
      preconditionFailure("\"\(methodName) \(target)\" and its fields are no request")
    }
    self = request
  }
}

/// Tells whether a field is decided by whoever writes a message, not by whoever fills it.
func isFraming(_ name: String) -> Bool {
  isSameName(name, "content-length") || isSameName(name, "transfer-encoding")
}
