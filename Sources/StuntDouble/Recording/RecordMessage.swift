import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSockets

/// Makes the request that goes to the real server out of a client's.
struct RecordMessage {
  /// The whole message.
  let bytes: [UInt8]
  /// The fields and the content, as the recording keeps them.
  let fields: HTTPFields
  let body: [UInt8]

  /// Fields of one connection, which no intermediary hands on (RFC 9110, 7.6.1), and `Expect`, which was answered here.
  static let hopFields: Set = [
    "connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate", "te",
    "trailer", "transfer-encoding", "upgrade", "expect",
  ]

  /// The message for a route.
  ///
  /// - Parameters:
  ///   - upstream: The server that is asked in the provider's place, if any.
  ///   - links: Leads the recorder's URLs in the request to the real hosts.
  ///   - webhook: The URL at which the client wants to be told, and what the provider hears in its place.
  ///   - registry: Knows what clients prove themselves with, which is for no host but the providers'.
  init(
    _ request: HTTPRequest, _ route: RecordRoute, upstream: RecordUpstream?, links: RecordLinks,
    webhook: (client: String, own: String)? = nil, registry: ProviderRegistry
  ) {
    let authority = request.authorityText ?? ""
    let named = Self.namedFields(request)
    let targets = Set(registry.targetFields.map { String(decoding: $0, as: UTF8.self) })
    let secrets = Set(
      registry.providers.compactMap { $0.authentication?.field } + ["authorization", "cookie"])
    var fields = HTTPFields()
    let host = route.origin.drop { $0 != "/" }.dropFirst(2)
    fields.append("Host", String(host))
    for field in request.fields.list {
      let name = field.name.lowercased()
      if Self.hopFields.contains(name) || named.contains(name) || targets.contains(name) { continue }
      if ["host", "content-length", "accept-encoding"].contains(name) { continue }
      if route.provider == nil, secrets.contains(name) { continue }
      let value = links.toUpstream(Array(field.value.utf8), authority: authority)
      fields.append(field.name, String(decoding: value, as: UTF8.self))
    }
    let essence = String(decoding: request.contentType ?? [], as: UTF8.self).prefix { $0 != ";" }.lowercased()
    let body =
      MediaEssence.isBinary(essence) ? request.body : links.toUpstream(request.body, authority: authority)
    self.body = body
    self.fields = Self.withLength(fields, body, request.method)
    let sent = webhook.map { RecordWebhooks.replaced(body, $0) } ?? body
    let target = webhook.map { RecordWebhooks.replaced(route.target, $0) } ?? route.target
    bytes =
      Self.bytes(
        request.methodText, target, Self.withLength(fields, sent, request.method),
        // A stranger's host is asked itself, whoever stands in for the provider.
        upstream: route.provider == nil ? nil : upstream) + sent
  }

  private static func withLength(_ fields: HTTPFields, _ body: [UInt8], _ method: HTTPMethod) -> HTTPFields {
    guard !body.isEmpty || [.post, .put, .patch].contains(method) else { return fields }
    var fields = fields
    fields.append("Content-Length", String(body.count))
    return fields
  }

  private static func bytes(
    _ method: String, _ target: String, _ fields: HTTPFields, upstream: RecordUpstream?
  ) -> [UInt8] {
    var bytes = Array("\(method) \(upstream?.path ?? "")\(target) HTTP/1.1\r\n".utf8)
    for field in fields {
      // Over TLS a server knows itself by its own name only; another double goes by the provider's.
      let isHost = field.name == "Host" && upstream?.place.isSecure == true
      let sent = isHost ? HTTPField("Host", upstream?.authority ?? "") : field
      sent.append(to: &bytes)
    }
    // Nothing is unpacked here, so nothing may come packed.
    return bytes + Array("Accept-Encoding: identity\r\nConnection: close\r\n\r\n".utf8)
  }

  /// The fields that `Connection` names.
  private static func namedFields(_ request: HTTPRequest) -> Set<String> {
    Set(
      request.fields[values: "Connection"].flatMap { $0.split(separator: ",") }
        .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() })
  }
}
