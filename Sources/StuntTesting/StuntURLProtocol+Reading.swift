import Foundation
import StuntHTTP

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension StuntURLProtocol {
  /// Why a request cannot be led to a double.
  enum ReadingError: Error, CustomStringConvertible {
    case noURL
    case field(HTTPFieldError)
    case noRequest(HTTPError)
    case bodyTooLarge(limit: Int)
    case unreadableBody

    var description: String {
      switch self {
      case .noURL: "the request has no http or https URL; give it one"
      // The value may be a key.
      case .field(.value(_, let name)):
        "the request's field \(name) holds a line end or another control character; remove it, "
          + "for instance from a key that was read from a file"
      case .field(let error): "\(error)"
      case .noRequest(let error): "no connection could carry the request: \(error)"
      case .bodyTooLarge(let limit): "the request's body has more than \(limit) bytes, which a double keeps"
      case .unreadableBody: "the request's body stream ended with an error"
      }
    }
  }

  /// Bytes of a request's body that a double without a socket reads: what its listener reads too.
  static let bodyBytesMax = HTTPLimits.standard.bodyBytesMax

  /// The request as a connection would carry it, in absolute-form, so that scheme and host are known. RFC 9112, 3.2.2.
  static func read(_ request: URLRequest) throws -> HTTPRequest {
    guard let url = request.url, let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = url.host, var parts = URLComponents(url: url, resolvingAgainstBaseURL: true)
    else { throw ReadingError.noURL }
    parts.fragment = nil
    if parts.path.isEmpty { parts.path = "/" }
    parts.user = nil
    parts.password = nil
    let target = parts.string ?? url.absoluteString
    // Foundation gives an IPv6 address without its brackets.
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    let authority = name + (url.port.map { ":\($0)" } ?? "")
    var fields: HTTPFields = ["Host": authority]
    let named = (request.allHTTPHeaderFields ?? [:]).sorted { $0.key < $1.key }
    for (name, value) in named where name.lowercased() != "host" {
      // White space around a value is none of it. RFC 9112, 5.1.
      let value = value.trimmingCharacters(in: CharacterSet(charactersIn: " \t"))
      do throws(HTTPFieldError) {
        fields.append(try HTTPField(checking: name, value: value))
      } catch { throw ReadingError.field(error) }
    }
    let content = try body(of: request)
    do throws(HTTPError) {
      return try HTTPRequest(
        checking: request.httpMethod ?? "GET", target: target, fields: fields, body: content)
    } catch { throw ReadingError.noRequest(error) }
  }

  private static func body(of request: URLRequest) throws -> [UInt8] {
    if let data = request.httpBody {
      guard data.count <= bodyBytesMax else { throw ReadingError.bodyTooLarge(limit: bodyBytesMax) }
      return Array(data)
    }
    guard let stream = request.httpBodyStream else { return [] }
    stream.open()
    defer { stream.close() }
    var body: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = stream.read(&chunk, maxLength: chunk.count)
      guard count >= 0 else { throw ReadingError.unreadableBody }
      guard count > 0 else { return body }
      body += chunk[..<count]
      guard body.count <= bodyBytesMax else { throw ReadingError.bodyTooLarge(limit: bodyBytesMax) }
    }
  }
}
