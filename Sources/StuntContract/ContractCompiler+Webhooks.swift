import StuntJSON
package import StuntSchema

extension Contract {
  /// A message that the provider promises to send: https://spec.openapis.org/oas/v3.1.1.html#openapi-object, `webhooks`.
  package struct Webhook: Sendable {
    /// Its name in the documents.
    package let name: String
    /// One sentence on when it comes.
    package let summary: String
    /// What its body has to be.
    package let schema: Schema
    /// The first documented example, as JSON; nil when there is none.
    package let example: [UInt8]?

    /// The first place where a body is not what was promised; nil for a good one.
    package func firstViolation(of body: [UInt8]) -> String? {
      do {
        let document = try JSONDocument(parsing: body, limits: .message)
        return schema.violations(of: document, limit: 1).first.map { CallViolation(body: $0).message }
      } catch {
        return "it is not JSON: \(error)"
      }
    }
  }

  /// The webhook of that name.
  package func webhook(named name: String) -> Webhook? {
    webhooks.first { $0.name == name }
  }
}

extension ContractCompiler {
  /// Reads the `webhooks` of a document: of each, the body of its POST.
  mutating func addWebhooks(of root: DocumentNode) throws(DocumentError) {
    for (name, item) in try root.optional("webhooks")?.members() ?? [] {
      guard !webhooks.contains(where: { $0.name == name }) else {
        throw item.error(.duplicateName(what: "webhook", name: name))
      }
      let item = try resolve(item)
      try item.refuseUnknownMembers(except: ["post", "summary", "description"], isExtensible: true)
      let post = try item.required("post")
      try post.refuseUnknownMembers(except: OperationReader.members, isExtensible: true)
      let content = try resolve(try post.required("requestBody")).required("content")
        .required("application/json")
      webhooks.append(
        Contract.Webhook(
          name: name, summary: try post.optional("summary")?.string() ?? "",
          schema: try schema(try content.required("schema")), example: try OperationReader.example(content)))
    }
  }
}
