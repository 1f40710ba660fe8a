package import StuntHTTP

extension RecordedRequest {
  /// The request as a connection would have carried it; nil for what cannot be one.
  package var httpRequest: HTTPRequest? {
    var builder = HTTPRequestBuilder()
    return httpRequest(URLParts(url), &builder)
  }

  /// The request of a URL that is taken apart already.
  func httpRequest(_ parts: URLParts, _ builder: inout HTTPRequestBuilder) -> HTTPRequest? {
    builder.begin(method: method, target: parts.target)
    if let authority = parts.authority { builder.append("Host", authority) }
    for field in fields where !field.isPseudo && !field.isNamed("host") {
      if field.isOneLine {
        builder.append(field.name, field.value)
      } else {
        for line in field.lines { builder.append(field.name, line) }
      }
    }
    return builder.finish(body: body?.bytes ?? [])
  }
}
