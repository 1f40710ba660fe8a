import StuntHTTP

/// What must hold for every sequence of bytes; shared by the fuzzer and the test of its findings.
enum HTTPRequestCheck {
  /// Small enough that a fuzzer comes upon it.
  static let bodyBytesMax = 200

  private static let limits: HTTPLimits = {
    var limits = HTTPLimits.standard
    limits.bodyBytesMax = bodyBytesMax
    return limits
  }()

  /// What does not hold, if anything.
  static func complaint(about bytes: [UInt8]) -> String? {
    let whole = requests(in: bytes, upTo: [bytes.count])
    for (name, ends) in [("bytes", Array(0...bytes.count)), ("pieces", ends(of: bytes))] {
      let parts = requests(in: bytes, upTo: ends)
      guard parts.requests == whole.requests else { return "other requests in \(name)" }
      // A flaw in a line whose end is not there may be told later.
      guard parts.error == nil || parts.error == whole.error else { return "another error in \(name)" }
    }
    return plainComplaint(about: bytes, whole) ?? whole.requests.lazy.compactMap(complaint).first
      ?? responseComplaint(about: bytes) ?? eventComplaint(about: bytes)
  }

  /// Ends of pieces whose sizes come out of the bytes themselves.
  private static func ends(of bytes: [UInt8]) -> [Int] {
    var ends = [0]
    while let end = ends.last, end < bytes.count {
      ends.append(min(bytes.count, end + Int(bytes[end] % 23) + 1))
    }
    return ends
  }

  private static func requests(
    in bytes: [UInt8], upTo ends: [Int]
  ) -> (requests: [HTTPRequest], error: HTTPError?) {
    var parser = HTTPRequestParser(limits: limits)
    var start = 0
    var requests: [HTTPRequest] = []
    for end in ends {
      feeding: while true {
        var consumed = 0
        let event = bytes[start..<end].withUnsafeBytes { parser.next($0, consumed: &consumed) }
        start += consumed
        switch event {
        case .request(let request): requests.append(request)
        case .failure(let error): return (requests, error)
        case .expectsContinue: break
        case .needMore: break feeding
        }
      }
    }
    return (requests, nil)
  }

  /// The plain reader knows less of targets and hosts, so only what both must see is compared.
  private static func plainComplaint(
    about bytes: [UInt8], _ whole: (requests: [HTTPRequest], error: HTTPError?)
  ) -> String? {
    let plain = PlainHTTP(bytes)
    guard whole.requests.count <= plain.requests.count || plain.isBlind else {
      return "more requests than in plain reading"
    }
    for (request, plain) in zip(whole.requests, plain.requests) {
      let list = (0..<request.fields.count).map { number in
        let line = request.fields[lineAt: number]
        return text(line.name) + ": " + text(line.value)
      }
      guard list == plain.fields, request.body == plain.body,
        [request.methodText, request.targetText] == Array(plain.line[..<2])
      else { return "another request in plain reading" }
    }
    if whole.error == nil && whole.requests.count != plain.requests.count && !plain.isRefused
      && !plain.isBlind
    {
      return "fewer requests than in plain reading"
    }
    return plain.isRefused && whole.error == nil ? "accepted, and plain reading refuses it" : nil
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  /// A request is the same when it is made from its parts.
  private static func complaint(about request: HTTPRequest) -> String? {
    if let segments = try? PathSegments.parse(request.path) {
      let path = segments.map { "/" + PercentEncoding.encode($0, as: .pathSegment) }.joined()
      guard (try? PathSegments.parse(path.utf8)) == segments else { return "another path" }
    }
    if let query = request.query, let pairs = try? URLEncodedPairs(parsing: query) {
      let again = try? URLEncodedPairs(parsing: pairs.encoded.utf8)
      // A pair without name and value is written as nothing.
      guard again?.list == pairs.list.filter({ !$0.name.isEmpty || $0.value != nil }) else {
        return "another query"
      }
    }
    if let value = request.contentType, let type = try? MediaType(parsing: value) {
      guard (try? MediaType(parsing: type.description.utf8)) == type else { return "another media type" }
      guard !type.isJSON || type.essence.hasSuffix("json") else { return "JSON by another name" }
    }
    for value in request.fields.values("range".utf8) {
      if case .parts(let parts) = ByteRange(parsing: value, size: 1_000) {
        guard parts.allSatisfy({ !$0.isEmpty && $0.upperBound <= 1_000 }) else { return "a range outside" }
      }
    }
    _ = Preconditions(request).evaluate(tag: EntityTag("1"), lastModified: HTTPDate(secondsSince1970: 0))
    guard request.path.first == 0x2F, request.target.first == 0x2F, request.method != .connect else {
      return nil
    }
    let isText = request.fields.list.allSatisfy { !$0.value.contains("\u{FFFD}") }
    guard isText, request.versionMinor == 1 else { return nil }
    let again = HTTPRequest(
      methodName: request.methodText, target: request.targetText, fields: request.fields.list,
      body: request.body)
    guard again.path == request.path, again.query == request.query, again.body == request.body,
      again.isKeepAlive == request.isKeepAlive, again.authority == request.authority,
      again.contentType == request.contentType
    else { return "another request when made from its parts" }
    return nil
  }

  /// The same bytes as a response, whole and one by one.
  private static func responseComplaint(about bytes: [UInt8]) -> String? {
    let whole = response(in: bytes, upTo: [bytes.count])
    let single = response(in: bytes, upTo: Array(0...bytes.count))
    guard whole.heads == single.heads else { return "another head of a response" }
    guard single.error == nil || single.error == whole.error else { return "another error of a response" }
    // Of a body that is refused, less comes out when it comes in one piece.
    return whole.error == nil && whole.body != single.body ? "another body of a response" : nil
  }

  private static func response(
    in bytes: [UInt8], upTo ends: [Int]
  ) -> (heads: [HTTPResponseHead], body: [UInt8], error: HTTPError?) {
    var parser = HTTPResponseParser(answering: .get, limits: limits)
    var start = 0
    var heads: [HTTPResponseHead] = []
    var body: [UInt8] = []
    for end in ends {
      feeding: while true {
        var consumed = 0
        let event = bytes[start..<end].withUnsafeBytes { parser.next($0, consumed: &consumed) }
        start += consumed
        switch event {
        case .interim(let head), .head(let head): heads.append(head)
        case .body(let more): body += more
        case .failure(let error): return (heads, body, error)
        case .end: return (heads, body, nil)
        case .needMore: break feeding
        }
      }
    }
    return (heads, body, nil)
  }

  /// The same bytes as an event stream, whole and one by one.
  private static func eventComplaint(about bytes: [UInt8]) -> String? {
    var whole = ServerSentEventDecoder(eventBytesMax: 1 << 20)
    var single = whole
    guard let events = try? whole.decode(bytes) else { return nil }
    let others = bytes.flatMap { (try? single.decode(CollectionOfOne($0))) ?? [] }
    return events == others ? nil : "other events"
  }
}
