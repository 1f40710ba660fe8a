import StuntHTTP
package import StuntJSON
import StuntSchema

extension Operation {
  /// All that is wrong with a request, and the names in it that nobody documents.
  package func findings(in call: Call) -> [MessageFinding] {
    let names = names
    var findings = call.violations.map { MessageFinding($0, body: call.body, names: names) }
    // What a form becomes is not what stands in the request.
    let isSent = call.body?.bytes == call.request.body
    for index in findings.indices {
      if findings[index].keyword == "syntax", findings[index].part == .body {
        findings[index].offset = Self.syntaxOffset(call.request.body)
      } else if !isSent {
        findings[index].offset = nil
      }
    }
    if let body = call.body { findings += names.strangers(in: body, isSent: isSent, besides: findings) }
    for pair in call.query where !names.query.contains(pair.name) {
      findings.append(
        MessageFinding(
          unknown: pair.name, part: .query(pair.name), at: .root, among: names.query, offset: nil))
    }
    return findings
  }

  /// The same of the body alone, without a request around it.
  ///
  /// - Parameter contentType: As a field would say it; nil for the first documented media type.
  package func findings(
    inBody body: [UInt8], contentType: String?
  ) -> (document: JSONDocument?, findings: [MessageFinding]) {
    var fields: HTTPFields = [:]
    if let type = contentType ?? messages.requestBodies.first?.essence,
      let field = try? HTTPField(checking: "Content-Type", value: type)
    {
      fields.append(field)
    }
    let request = HTTPRequest(method: .post, target: "/", fields: fields, body: body)
    var violations: [CallViolation] = []
    let document = messages.body(of: request, &violations)
    let call = Call(
      request: request, endpoint: Router.Endpoint(contract: 0, operation: 0, server: 0),
      parameters: PathParameters(), body: document, violations: violations)
    return (document, findings(in: call))
  }

  /// All that is wrong with an answer, and the names in it that nobody documents.
  ///
  /// - Parameter essence: The media type without parameters; nil for an answer without content.
  package func findings(inAnswer status: Int, essence: String?, body: [UInt8]) -> [MessageFinding] {
    let violations = violations(status: status, essence: essence, body: body)
    let document = try? JSONDocument(parsing: body, limits: .message)
    let names = essence.flatMap { answerNames(status: status, essence: $0) }
    var findings = violations.map { MessageFinding($0, body: document, names: names) }
    for index in findings.indices where findings[index].keyword == "syntax" {
      findings[index].offset = Self.syntaxOffset(body)
    }
    if let document, let names { findings += names.strangers(in: document, isSent: true, besides: findings) }
    return findings
  }

  /// The names that an answer's body may have; nil for one without a documented schema.
  private func answerNames(status: Int, essence: String) -> DocumentedNames? {
    do throws(DocumentError) {
      return try answerSchema(status: status, essence: essence).map { (schema) throws(DocumentError) in
        try reader.names(of: schema)
      }
    } catch {
      preconditionFailure("a document was changed after it was checked: \(error)")
    }
  }

  private func answerSchema(status: Int, essence: String) throws(DocumentError) -> DocumentNode? {
    let responses = try reader.node.required("responses")
    guard let response = responses.optional(String(status)) ?? responses.optional("default") else {
      return nil
    }
    let content = try reader.compiler.resolve(response).optional("content")?.members()
    return content?.first { $0.name.lowercased() == essence }?.value.optional("schema")
  }

  private static func syntaxOffset(_ body: [UInt8]) -> Int? {
    do {
      _ = try JSONDocument(parsing: body, limits: .message)
      return nil
    } catch {
      return min(error.place.offset, body.count)
    }
  }
}

extension OperationReader {
  /// Reads the names of one schema.
  func names(of schema: DocumentNode) throws(DocumentError) -> DocumentedNames {
    var tree = NameTree(compiler: compiler)
    try tree.visit(schema, 0, behind: [])
    return DocumentedNames(levels: tree.levels, query: [], fields: [])
  }
}

extension DocumentedNames {
  /// The members of a body that are documented nowhere at their place, as notes.
  ///
  /// - Parameters:
  ///   - isSent: Whether the document is what was sent, so that places in it are places in the message.
  ///   - findings: What is said already: a name that is forbidden is no note.
  func strangers(
    in document: JSONDocument, isSent: Bool, besides findings: [MessageFinding]
  ) -> [MessageFinding] {
    var notes: [MessageFinding] = []
    collect(document.root, 0, .root, isSent, &notes)
    return notes.filter { note in
      !findings.contains { $0.part == .body && $0.location == note.location }
    }
  }

  private func collect(
    _ node: JSONNode, _ level: Int, _ location: JSONPointer, _ isSent: Bool, _ notes: inout [MessageFinding]
  ) {
    switch node.kind {
    case .object:
      // An object that nobody describes may have any members.
      guard !levels[level].members.isEmpty else { return }
      for (name, value) in node.members {
        let inside = location.appending(name)
        if let next = levels[level].level(of: name) {
          collect(value, next, inside, isSent, &notes)
        } else if !levels[level].isOpen, notes.count < Limits.violationsMax {
          notes.append(
            MessageFinding(
              unknown: name, part: .body, at: inside, among: levels[level].members.map(\.name),
              offset: isSent ? value.offset : nil))
        }
      }
    case .array:
      guard let element = levels[level].element else { return }
      for (index, value) in node.elements.enumerated() {
        collect(value, element, location.appending(index), isSent, &notes)
      }
    case .null, .boolean, .number, .string: return
    }
  }
}
