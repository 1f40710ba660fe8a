import StuntContract
import StuntHTTP
import StuntJSON
import StuntSchema

/// What a step expects of its answer.
struct ExerciseExpectation {
  let node: DocumentNode
  let variables: ExerciseVariables

  private static let members = [
    "status", "transport", "body", "has", "lacks", "matches", "fields", "contains", "count", "complaint",
  ]

  /// Says where an answer is another; nil for the expected one.
  func disagreement(with exchange: Exchange) throws(DocumentError) -> DocumentError? {
    try node.refuseUnknownMembers(except: Self.members)
    if let transport = node.optional("transport") {
      guard Exchange.Transport(rawValue: try transport.string()) != nil else {
        throw transport.expected("\"whole\", \"reset\", \"lost\" or \"cut\"")
      }
      if try transport.string() != exchange.transport.rawValue { return differs(transport, exchange) }
      if node.optional("status") == nil { return nil }
    } else if exchange.transport != .whole {
      return differs(node, exchange)
    }
    let status = try node.required("status")
    if try variables.value(of: status).int != exchange.status { return differs(status, exchange) }
    if let found = try complaintDisagreement(exchange) { return found }
    if let found = try fieldDisagreement(exchange) { return found }
    if let contains = node.optional("contains") {
      let text = try variables.text(of: contains)
      if !String(decoding: exchange.body, as: UTF8.self).contains(text) { return differs(contains, exchange) }
    }
    return try bodyDisagreement(exchange)
  }

  private func differs(_ node: DocumentNode, _ exchange: Exchange, found: JSONNode? = nil) -> DocumentError {
    let expected = String(decoding: node.node.rawBytes.prefix(120), as: UTF8.self)
    let actual = found.map { ", found \($0.description.prefix(120))" } ?? ""
    let names = variables.description
    return node.error(
      .contradiction(
        "expected \(expected)\(actual); the answer was \(exchange.summary)"
          + (names.isEmpty ? "" : " with \(names.prefix(400))")))
  }

  private func complaintDisagreement(_ exchange: Exchange) throws(DocumentError) -> DocumentError? {
    guard let complaint = node.optional("complaint") else {
      return exchange.complaint == nil ? nil : differs(node, exchange)
    }
    return try complaint.string() == exchange.complaint ? nil : differs(complaint, exchange)
  }

  private func fieldDisagreement(_ exchange: Exchange) throws(DocumentError) -> DocumentError? {
    for (name, value) in try node.optional("fields")?.members() ?? [] {
      let isType = name.lowercased() == "content-type"
      let found = isType ? exchange.essence : exchange.fields[name]
      guard !value.node.isNull else {
        if found != nil { return differs(value, exchange) }
        continue
      }
      if try variables.text(of: value) != found { return differs(value, exchange) }
    }
    return nil
  }

  private func bodyDisagreement(_ exchange: Exchange) throws(DocumentError) -> DocumentError? {
    let root = exchange.json?.root
    for (text, value) in try node.optional("body")?.members() ?? [] {
      let found = root?[try pointer(text, value)]
      let expected = try variables.value(of: value)
      if found?.value != expected { return differs(value, exchange, found: found) }
    }
    for element in try node.optional("has")?.elements() ?? []
    where root?[try pointer(try element.string(), element)] == nil {
      return differs(element, exchange)
    }
    for element in try node.optional("lacks")?.elements() ?? []
    where root?[try pointer(try element.string(), element)] != nil {
      return differs(element, exchange)
    }
    for (text, value) in try node.optional("count")?.members() ?? [] {
      let found = root?[try pointer(text, value)]
      let expected = try value.integer(in: 0...1_000_000)
      if found?.kind != .array || found?.count != expected {
        return differs(value, exchange, found: found)
      }
    }
    for (text, value) in try node.optional("matches")?.members() ?? [] {
      let found = root?[try pointer(text, value)]
      let isMatch = try expression(value).matches(found?.string ?? found?.description ?? "")
      if found == nil || !isMatch { return differs(value, exchange, found: found) }
    }
    return nil
  }

  private func expression(_ node: DocumentNode) throws(DocumentError) -> RegularExpression {
    let pattern = try variables.text(of: node)
    do {
      return try RegularExpression(pattern)
    } catch { throw node.error(.contradiction("\(error)")) }
  }

  private func pointer(_ text: String, _ node: DocumentNode) throws(DocumentError) -> JSONPointer {
    try node.pointer(parsing: text)
  }
}

extension DocumentNode {
  /// A JSON Pointer that stands in a document.
  func pointer(parsing text: String) throws(DocumentError) -> JSONPointer {
    do {
      return try JSONPointer(parsing: text)
    } catch { throw self.error(.contradiction("\(error)")) }
  }
}
