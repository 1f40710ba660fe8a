import StuntHTTP
package import StuntJSON

/// An item, and where the documents name it.
package struct DocumentedPlace: Sendable {
  package let item: DocumentedItem
  package let place: DocumentSite

  /// An item at a place.
  package init(_ item: DocumentedItem, at place: DocumentSite) {
    self.item = item
    self.place = place
  }
}

extension OperationInventory {
  /// The items of the operation, each once.
  ///
  /// - Parameter models: The models of the provider, for an operation that takes any text as one.
  package func items(models: [String]) -> [DocumentedPlace] {
    var list: [DocumentedPlace] = []
    for parameter in parameters {
      list.append(DocumentedPlace(Self.item(of: parameter, in: id), at: parameter.place))
      for value in parameter.values {
        let item = DocumentedItem(
          .value, id, "\(parameter.location) \(parameter.name) = \(Self.text(of: value))")
        list.append(DocumentedPlace(item, at: parameter.place))
      }
    }
    for body in bodies {
      list.append(DocumentedPlace(DocumentedItem(.request, id, "content \(body.essence)"), at: body.place))
      for member in body.members { list += items(of: member, models: models) }
    }
    for response in responses {
      guard let status = response.status else { continue }
      list.append(DocumentedPlace(DocumentedItem(.status, id, String(status)), at: response.place))
      list += items(of: response, status: status)
    }
    var seen: Set<DocumentedItem> = []
    return list.filter { seen.insert($0.item).inserted }
  }

  private func items(of member: SchemaMember, models: [String]) -> [DocumentedPlace] {
    var list = [DocumentedPlace(DocumentedItem(.request, id, "body \(member.pattern)"), at: member.place)]
    if member.pattern == Self.modelPattern {
      let names = member.values.isEmpty ? models : member.values.map(Self.text)
      list += names.map { DocumentedPlace(DocumentedItem(.model, id, $0), at: member.place) }
      return list
    }
    for value in member.values {
      let item = DocumentedItem(.value, id, "body \(member.pattern) = \(Self.text(of: value))")
      list.append(DocumentedPlace(item, at: member.place))
    }
    return list
  }

  private func items(of response: Response, status: Int) -> [DocumentedPlace] {
    let subject = "\(id) \(status)"
    var list = response.fields.map {
      DocumentedPlace(DocumentedItem(.response, subject, "field \($0.name.lowercased())"), at: $0.place)
    }
    for content in response.contents {
      list.append(
        DocumentedPlace(DocumentedItem(.response, subject, "content \(content.essence)"), at: content.place))
      list += content.members.map {
        DocumentedPlace(DocumentedItem(.response, subject, $0.pattern), at: $0.place)
      }
    }
    return list
  }

  /// Where requests name their model.
  package static let modelPattern = "/model"

  private static func item(of parameter: Parameter, in id: String) -> DocumentedItem {
    DocumentedItem(.request, id, "\(parameter.location) \(parameter.name)")
  }

  /// A value as an item shows it: text without its quotes.
  private static func text(of value: JSONValue) -> String {
    value.string ?? value.description
  }
}

// What a call and its answer show.
extension OperationInventory {
  /// The items that a call shows which its operation takes as it is.
  ///
  /// - Parameter isAccepted: Whether the answer is no error: only then a value is shown to be taken.
  package func itemsShown(
    by call: Call, pathNames: [String], isAccepted: Bool
  ) -> [DocumentedItem] {
    var list: [DocumentedItem] = []
    for parameter in parameters {
      let texts = Self.texts(of: parameter, in: call, pathNames: pathNames)
      if !texts.isEmpty { list.append(Self.item(of: parameter, in: id)) }
      guard isAccepted else { continue }
      list += texts.map { DocumentedItem(.value, id, "\(parameter.location) \(parameter.name) = \($0)") }
    }
    guard call.body != nil || !call.request.body.isEmpty else { return list }
    let sent = call.request.contentType.map { String(decoding: $0, as: UTF8.self).lowercased() }
    let essence = sent.map { String($0.prefix { $0 != ";" && $0 != " " }) } ?? bodies.first?.essence
    guard
      let content = bodies.first(where: { $0.essence == essence })
        ?? bodies.first(where: { $0.essence == "*/*" })
    else { return list }
    list.append(DocumentedItem(.request, id, "content \(content.essence)"))
    // What is no JSON and no form has nothing in it to look at.
    guard let body = call.body else { return list }
    for (pattern, value) in SchemaMember.found(in: body.root, among: content.patterns) {
      list.append(DocumentedItem(.request, id, "body \(pattern)"))
      guard isAccepted else { continue }
      let values = value.kind == .array ? value.elements.map(\.value) : [value.value]
      for value in values {
        list.append(
          pattern == Self.modelPattern
            ? DocumentedItem(.model, id, Self.text(of: value))
            : DocumentedItem(.value, id, "body \(pattern) = \(Self.text(of: value))"))
      }
    }
    return list
  }

  private static func texts(of parameter: Parameter, in call: Call, pathNames: [String]) -> [String] {
    switch parameter.location {
    case "query": call.query.filter { $0.name == parameter.name }.map(\.value)
    case "path":
      pathNames.firstIndex(of: parameter.name)
        .map { [String(decoding: call.pathParameter($0), as: UTF8.self)] } ?? []
    default: call.request.fields[values: parameter.name]
    }
  }

  /// The items that an answer shows.
  ///
  /// - Parameters:
  ///   - fields: The names of its fields, in small letters.
  ///   - bodies: Its content as JSON: one value, or one for each event of a stream.
  package func itemsShown(
    byStatus status: Int, essence: String?, fields: [String], bodies: [JSONNode]
  ) -> [DocumentedItem] {
    guard let response = responses.first(where: { $0.status == status }) else { return [] }
    let subject = "\(id) \(status)"
    var list = [DocumentedItem(.status, id, String(status))]
    for (name, _) in response.fields where fields.contains(name.lowercased()) {
      list.append(DocumentedItem(.response, subject, "field \(name.lowercased())"))
    }
    guard
      let content = response.contents.first(where: { $0.essence == essence })
        ?? response.contents.first(where: { $0.essence == "*/*" })
    else { return list }
    list.append(DocumentedItem(.response, subject, "content \(content.essence)"))
    for body in bodies {
      for (pattern, _) in SchemaMember.found(in: body, among: content.patterns) {
        list.append(DocumentedItem(.response, subject, pattern))
      }
    }
    return list
  }
}
