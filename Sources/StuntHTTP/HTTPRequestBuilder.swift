/// Makes requests from parts that may be anything, one after the other in the same room.
package struct HTTPRequestBuilder: Sendable {
  private var bytes: [UInt8] = []
  private var head = RequestHead()
  private var hasHost = false
  private var targetCount = 0

  /// Creates a builder.
  package init() {}

  /// Begins a request as HTTP/1.1 would carry it.
  package mutating func begin(method: String, target: String) {
    bytes.removeAll(keepingCapacity: true)
    hasHost = false
    targetCount = target.utf8.count
    bytes.append(contentsOf: method.utf8)
    bytes.append(0x20)
    bytes.append(contentsOf: target.utf8)
    bytes.append(contentsOf: " HTTP/1.1\r\n".utf8)
  }

  /// Adds a field line, unless it cannot be one, or tells the length of the body.
  package mutating func append(_ name: String, _ value: String) {
    var (name, value) = (name, value)
    guard name.withUTF8({ HTTPField.isName($0) }), value.withUTF8({ HTTPField.isValue($0) }), !isFraming(name)
    else { return }
    if !hasHost { hasHost = isSameName(name, "host") }
    bytes.append(contentsOf: name.utf8)
    bytes.append(0x3A)
    bytes.append(0x20)
    bytes.append(contentsOf: value.utf8)
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// The request; nil if there can be none of these parts.
  package mutating func finish(body: [UInt8]) -> HTTPRequest? {
    if !hasHost { append("Host", "localhost") }
    if !body.isEmpty { bytes.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8) }
    bytes.append(0x0D)
    bytes.append(0x0A)
    // A target with a blank in it would be more than a target.
    return head.request(of: bytes, body: body).flatMap { $0.target.count == targetCount ? $0 : nil }
  }
}

extension RequestHead {
  /// The request of a whole head, however long; nil if it is none, or not all of it.
  mutating func request(of bytes: [UInt8], body: [UInt8]) -> HTTPRequest? {
    var limits = HTTPLimits.standard
    limits.methodBytesMax = bytes.count
    limits.requestLineBytesMax = bytes.count
    limits.fieldLineBytesMax = bytes.count
    // What the places in a request can count.
    limits.fieldCountMax = Int(UInt16.max) - 1
    limits.headBytesMax = bytes.count
    limits.bodyBytesMax = body.count
    reset()
    return bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, let count = try? parse(base, count: bytes.count, limits: limits),
        count == bytes.count, let framing = try? checkFraming(limits: limits)
      else { return nil }
      return makeRequest(base, count: count, framing: framing, body: body)
    }
  }
}
