/// A status code with its reason phrase. RFC 9110, 15.
package struct HTTPStatus: Sendable, Hashable {
  /// The three digits as a number.
  package let code: Int

  /// The code must have three digits.
  @inlinable
  package init(_ code: Int) {
    precondition(100...999 ~= code, "a status has three digits")
    self.code = code
  }

  /// RFC 9110, 15.2.1.
  package static let `continue` = HTTPStatus(100)
  /// RFC 9110, 15.3.1.
  package static let ok = HTTPStatus(200)
  /// RFC 9110, 15.3.2.
  package static let created = HTTPStatus(201)
  /// RFC 9110, 15.3.3.
  package static let accepted = HTTPStatus(202)
  /// RFC 9110, 15.3.5.
  package static let noContent = HTTPStatus(204)
  /// RFC 9110, 15.3.7.
  package static let partialContent = HTTPStatus(206)
  /// RFC 9110, 15.4.3.
  package static let found = HTTPStatus(302)
  /// RFC 9110, 15.4.5.
  package static let notModified = HTTPStatus(304)
  /// RFC 9110, 15.4.8.
  package static let temporaryRedirect = HTTPStatus(307)
  /// RFC 9110, 15.5.1.
  package static let badRequest = HTTPStatus(400)
  /// RFC 9110, 15.5.2.
  package static let unauthorized = HTTPStatus(401)
  /// RFC 9110, 15.5.3.
  package static let paymentRequired = HTTPStatus(402)
  /// RFC 9110, 15.5.4.
  package static let forbidden = HTTPStatus(403)
  /// RFC 9110, 15.5.5.
  package static let notFound = HTTPStatus(404)
  /// RFC 9110, 15.5.6.
  package static let methodNotAllowed = HTTPStatus(405)
  /// RFC 9110, 15.5.9.
  package static let requestTimeout = HTTPStatus(408)
  /// RFC 9110, 15.5.10.
  package static let conflict = HTTPStatus(409)
  /// RFC 9110, 15.5.12.
  package static let lengthRequired = HTTPStatus(411)
  /// RFC 9110, 15.5.13.
  package static let preconditionFailed = HTTPStatus(412)
  /// RFC 9110, 15.5.14.
  package static let contentTooLarge = HTTPStatus(413)
  /// RFC 9110, 15.5.15.
  package static let uriTooLong = HTTPStatus(414)
  /// RFC 9110, 15.5.16.
  package static let unsupportedMediaType = HTTPStatus(415)
  /// RFC 9110, 15.5.17.
  package static let rangeNotSatisfiable = HTTPStatus(416)
  /// RFC 9110, 15.5.18.
  package static let expectationFailed = HTTPStatus(417)
  /// RFC 9110, 15.5.21.
  package static let unprocessableContent = HTTPStatus(422)
  /// RFC 6585, 4.
  package static let tooManyRequests = HTTPStatus(429)
  /// RFC 6585, 5.
  package static let requestHeaderFieldsTooLarge = HTTPStatus(431)
  /// RFC 9110, 15.6.1.
  package static let internalServerError = HTTPStatus(500)
  /// RFC 9110, 15.6.2.
  package static let notImplemented = HTTPStatus(501)
  /// RFC 9110, 15.6.3.
  package static let badGateway = HTTPStatus(502)
  /// RFC 9110, 15.6.4.
  package static let serviceUnavailable = HTTPStatus(503)
  /// RFC 9110, 15.6.5.
  package static let gatewayTimeout = HTTPStatus(504)
  /// RFC 9110, 15.6.6.
  package static let httpVersionNotSupported = HTTPStatus(505)

  /// Whether a message with it ends with its head, whatever its fields say. RFC 9112, 6.3.
  package var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }

  /// The registered phrase; empty for a code that is not registered.
  package var reasonPhrase: String { reasonText.description }

  var reasonText: StaticString { code < 400 ? earlyReasonText : lateReasonText }

  private var earlyReasonText: StaticString {
    switch code {
    case 100: "Continue"
    case 101: "Switching Protocols"
    case 102: "Processing"
    case 103: "Early Hints"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 203: "Non-Authoritative Information"
    case 204: "No Content"
    case 205: "Reset Content"
    case 206: "Partial Content"
    case 207: "Multi-Status"
    case 208: "Already Reported"
    case 226: "IM Used"
    case 300: "Multiple Choices"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 305: "Use Proxy"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    default: ""
    }
  }

  private var lateReasonText: StaticString {
    switch code {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 407: "Proxy Authentication Required"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 423: "Locked"
    case 424: "Failed Dependency"
    case 425: "Too Early"
    case 426: "Upgrade Required"
    case 428: "Precondition Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 451: "Unavailable For Legal Reasons"
    default: serverReasonText
    }
  }

  private var serverReasonText: StaticString {
    switch code {
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    case 506: "Variant Also Negotiates"
    case 507: "Insufficient Storage"
    case 508: "Loop Detected"
    case 511: "Network Authentication Required"
    default: ""
    }
  }
}
