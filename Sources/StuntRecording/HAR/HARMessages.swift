import StuntHTTP
import StuntJSON

/// Reads the two messages of an entry.
enum HARMessages {
  static func request(
    _ node: HARValue, index: Int, _ reading: inout HARReading
  ) throws(HARStop) -> RecordedRequest {
    try node.expect(.object)
    var request = RecordedRequest(method: "", url: "")
    var query: [URLEncodedPairs.Pair] = []
    for (name, value) in node.members {
      switch name {
      case "method": request.method = try value.expectedText()
      case "url": request.url = try value.expectedText()
      case "httpVersion": request.httpVersion = try text(value, or: "HTTP/1.1")
      case "headers": request.fields = try fields(value)
      case "cookies": request.cookies = try list(value)
      case "queryString": query = try pairs(value)
      case "postData":
        if !value.isNull {
          request.body = try HARBodies.posted(value, .init(index: index, isRequest: true), &reading)
        }
      case "headersSize", "bodySize": break
      default: request.extra.append(name.text, value.value)
      }
    }
    if request.method.isEmpty { throw HARStop(.missingMember("method"), at: node) }
    if request.url.isEmpty { throw HARStop(.missingMember("url"), at: node) }
    if !query.isEmpty, !request.url.utf8.contains(0x3F) {
      request.url += "?" + URLEncodedPairs(query).encoded
    }
    return request
  }

  static func response(
    _ node: HARValue, index: Int, _ reading: inout HARReading
  ) throws(HARStop) -> RecordedResponse {
    try node.expect(.object)
    var response = RecordedResponse(status: 0, reason: "")
    for (name, value) in node.members {
      switch name {
      case "status": response.status = try status(value)
      case "statusText": response.reason = try text(value, or: "")
      case "httpVersion": response.httpVersion = try text(value, or: "HTTP/1.1")
      case "headers": response.fields = try fields(value, isKept: reading.keepsAnswers)
      case "cookies": response.cookies = try list(value)
      case "content":
        if !value.isNull {
          response.body = try HARBodies.content(value, .init(index: index, isRequest: false), &reading)
        }
      case "redirectURL": response.redirectURL = try text(value, or: "")
      case "headersSize", "bodySize": break
      default: response.extra.append(name.text, value.value)
      }
    }
    if response.body.mediaType.isEmpty, let type = response.fields["content-type"] {
      response.body.mediaType = type
    }
    return response
  }

  private static func status(_ node: HARValue) throws(HARStop) -> Int {
    let status = try node.expectedInt()
    if status <= 0 { return 0 }
    guard 100...599 ~= status else { throw HARStop(.badStatus(status), at: node) }
    return status
  }

  static func text(_ node: HARValue, or missing: String) throws(HARStop) -> String {
    node.isNull ? missing : try node.expectedText()
  }

  private static func list(_ node: HARValue) throws(HARStop) -> [JSONValue] {
    node.isNull ? [] : try node.expected(.array).elements.map(\.value)
  }

  private static func fields(_ node: HARValue, isKept: Bool = true) throws(HARStop) -> [RecordedField] {
    if node.isNull { return [] }
    var fields: [RecordedField] = []
    if isKept { fields.reserveCapacity(node.count) }
    for element in try node.expected(.array).elements {
      if let (name, value) = usual(element) {
        if isKept { fields.append(RecordedField(name.text, value.text)) }
        continue
      }
      try element.expect(.object)
      var field = RecordedField("", "")
      for (name, value) in element.members {
        switch name {
        case "name": field.name = try value.expectedText()
        case "value": field.value = try text(value, or: "")
        default: field.extra.append(name.text, value.value)
        }
      }
      if field.name.isEmpty { throw HARStop(.missingMember("name"), at: element) }
      fields.append(field)
    }
    return fields
  }

  /// Name and value of a field that has nothing else, in this order, as nearly all do.
  private static func usual(_ field: HARValue) -> (name: HARValue, value: HARValue)? {
    guard field.kind == .object, field.count == 2 else { return nil }
    var members = field.members
    guard let first = members.next(), let second = members.next(), "name" ~= first.name,
      "value" ~= second.name, first.value.kind == .string, first.value.record.length > 0,
      second.value.kind == .string
    else { return nil }
    return (first.value, second.value)
  }

  /// Names and values of a query or of posted parameters.
  static func pairs(_ node: HARValue) throws(HARStop) -> [URLEncodedPairs.Pair] {
    if node.isNull { return [] }
    var pairs: [URLEncodedPairs.Pair] = []
    for element in try node.expected(.array).elements {
      try element.expect(.object)
      guard let name = element["name"] else { throw HARStop(.missingMember("name"), at: element) }
      let value = element["value"]
      pairs.append(
        URLEncodedPairs.Pair(
          try name.expectedText(),
          value == nil ? nil : try value.map { (node) throws(HARStop) in try text(node, or: "") }))
    }
    return pairs
  }
}
