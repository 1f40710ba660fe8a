package import StuntJSON

/// All that the documents name of one message that the provider sends by itself.
package struct WebhookInventory: Sendable {
  package let name: String
  let members: [SchemaMember]
  package let place: DocumentSite

  /// The webhooks of documents that a contract was compiled from.
  static func all(
    in documents: [(file: String, document: JSONDocument)]
  ) throws(DocumentError) -> [WebhookInventory] {
    let set = DocumentSet(documents: documents)
    var list: [WebhookInventory] = []
    for (file, document) in documents {
      for (name, item) in try DocumentNode(root: document, file: file).optional("webhooks")?.members() ?? [] {
        let body = try set.resolved(try set.resolved(item).required("post").required("requestBody"))
        let schema = try body.required("content").required("application/json").required("schema")
        list.append(
          WebhookInventory(
            name: name, members: try SchemaMembers(of: schema, in: set).list, place: item.site))
      }
    }
    return list
  }

  /// The items of the message.
  package var items: [DocumentedPlace] {
    [DocumentedPlace(DocumentedItem(.webhook, name, "sent"), at: place)]
      + members.map { DocumentedPlace(DocumentedItem(.webhook, name, $0.pattern), at: $0.place) }
  }

  /// The items that a message shows.
  package func itemsShown(by body: JSONNode) -> [DocumentedItem] {
    let found = SchemaMember.found(in: body, among: Set(members.map(\.pattern)))
    return [DocumentedItem(.webhook, name, "sent")]
      + found.map { DocumentedItem(.webhook, name, $0.pattern) }
  }
}
