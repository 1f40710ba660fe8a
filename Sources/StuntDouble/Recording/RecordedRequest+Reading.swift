import StuntHTTP
import StuntRecording

extension RecordedRequest {
  /// The request as a connection would have carried it; nil for what cannot be one.
  var httpRequest: HTTPRequest? {
    let parts = URLParts(url)
    let target = parts.target
    guard target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !method.isEmpty,
      method.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    var all = HTTPFields()
    if let authority = parts.authority { all.append("Host", authority) }
    for field in fields.httpFields where field.name.utf8.count != 4 || field.name.lowercased() != "host" {
      all.append(field.name, field.value)
    }
    return HTTPRequest(methodName: method, target: target, fields: all, body: body?.bytes ?? [])
  }
}
