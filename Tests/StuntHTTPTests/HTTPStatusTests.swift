import Testing

@testable import StuntHTTP

@Suite struct HTTPStatusTests {
  /// The registry of IANA, "HTTP Status Codes", without its unused entries.
  static let registry: [(Int, String)] = [
    (100, "Continue"), (101, "Switching Protocols"), (102, "Processing"), (103, "Early Hints"),
    (200, "OK"), (201, "Created"), (202, "Accepted"), (203, "Non-Authoritative Information"),
    (204, "No Content"), (205, "Reset Content"), (206, "Partial Content"), (207, "Multi-Status"),
    (208, "Already Reported"), (226, "IM Used"), (300, "Multiple Choices"), (301, "Moved Permanently"),
    (302, "Found"), (303, "See Other"), (304, "Not Modified"), (305, "Use Proxy"),
    (307, "Temporary Redirect"), (308, "Permanent Redirect"), (400, "Bad Request"),
    (401, "Unauthorized"), (402, "Payment Required"), (403, "Forbidden"), (404, "Not Found"),
    (405, "Method Not Allowed"), (406, "Not Acceptable"), (407, "Proxy Authentication Required"),
    (408, "Request Timeout"), (409, "Conflict"), (410, "Gone"), (411, "Length Required"),
    (412, "Precondition Failed"), (413, "Content Too Large"), (414, "URI Too Long"),
    (415, "Unsupported Media Type"), (416, "Range Not Satisfiable"), (417, "Expectation Failed"),
    (421, "Misdirected Request"), (422, "Unprocessable Content"), (423, "Locked"),
    (424, "Failed Dependency"), (425, "Too Early"), (426, "Upgrade Required"),
    (428, "Precondition Required"), (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"), (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"), (501, "Not Implemented"), (502, "Bad Gateway"),
    (503, "Service Unavailable"), (504, "Gateway Timeout"), (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"), (507, "Insufficient Storage"), (508, "Loop Detected"),
    (511, "Network Authentication Required"),
  ]

  @Test func `registered codes have their phrases and others none`() {
    for code in 100...999 {
      let phrase = HTTPStatusTests.registry.first { $0.0 == code }?.1 ?? ""
      #expect(HTTPStatus(code).reasonPhrase == phrase, "\(code)")
    }
  }

  @Test func `some codes forbid a body`() {
    #expect((100...999).filter { HTTPStatus($0).forbidsBody } == Array(100...199) + [204, 304])
  }

  @Test func `methods are known by their names, letter for letter`() {
    for method in HTTPMethod.allCases where method != .other {
      #expect(HTTPMethod(name: method.name) == method)
      let bytes = Array(method.name.utf8)
      #expect(bytes.withUnsafeBufferPointer { HTTPMethod($0.baseAddress!, count: $0.count) } == method)
    }
    for name in ["get", "GETS", "GE", "PURGE", "", "OPTIONSX", "CONNECTION"] {
      #expect(HTTPMethod(name: name) == .other)
    }
  }

  @Test func `named statuses have the codes that their names say`() {
    let named: [(HTTPStatus, Int)] = [
      (.continue, 100), (.ok, 200), (.created, 201), (.accepted, 202), (.noContent, 204),
      (.partialContent, 206), (.found, 302), (.notModified, 304), (.temporaryRedirect, 307),
      (.badRequest, 400), (.unauthorized, 401), (.paymentRequired, 402), (.forbidden, 403),
      (.notFound, 404), (.methodNotAllowed, 405), (.requestTimeout, 408), (.conflict, 409),
      (.lengthRequired, 411), (.preconditionFailed, 412), (.contentTooLarge, 413), (.uriTooLong, 414),
      (.unsupportedMediaType, 415), (.rangeNotSatisfiable, 416), (.expectationFailed, 417),
      (.unprocessableContent, 422), (.tooManyRequests, 429), (.requestHeaderFieldsTooLarge, 431),
      (.internalServerError, 500), (.notImplemented, 501), (.badGateway, 502),
      (.serviceUnavailable, 503), (.gatewayTimeout, 504), (.httpVersionNotSupported, 505),
    ]
    for (status, code) in named { #expect(status.code == code) }
  }
}
