package import StuntJSON
package import StuntSchema

/// Proof that an answer satisfies its contract whatever its bound values are, so far as each satisfies its own schema.
///
/// Made from the answer's example, which was checked whole; an answer that differs from it only in the values at its
/// places then needs no parsing and no walk over the rest.
///
/// A class, because each value that is proven asks for one.
package final class AnswerProof: Sendable {
  private let places: PlaceSchemas

  /// Whether the JSON of a value may stand at the place with this number; false, too, where only the whole check can tell.
  package func holds(_ value: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    var isAllowed = false
    try? JSONDocument.withUnsafeTape(parsing: value, limits: .message) { bytes, tape in
      // A list or an object may reach the limits of depth and size only together with what is around it.
      isAllowed = tape.count == 1 && places.allow(bytes, tape, 0, at: place)
    }
    return isAllowed
  }

  /// The same of a value that stands in a document already.
  package func holds(_ document: JSONDocument, _ index: Int, at place: Int) -> Bool {
    switch document.kind(at: index) {
    case .array, .object: return false
    case .null, .boolean, .number, .string:
      // Not `withUnsafeTape`, which is generic over errors and would be called unspecialized from here.
      return document.bytes.withUnsafeBufferPointer { bytes in
        document.tape.withUnsafeBufferPointer { tape in places.allow(bytes, tape, index, at: place) }
      }
    }
  }

  /// Whether all strings of a form may stand at a place; false, too, where that cannot be told.
  package func allowsEvery(_ form: TextForm, at place: Int) -> Bool { places.allowsEvery(form, at: place) }

  /// Whether all whole numbers from 0 on may stand at a place; false, too, where that cannot be told.
  package func allowsNaturalNumbers(at place: Int) -> Bool { places.allowsNaturalNumbers(at: place) }

  /// Whether all values of a kind may stand at a place; false, too, where that cannot be told.
  package func allowsAll(_ kind: JSONKind, at place: Int) -> Bool { places.allowsAll(kind, at: place) }

  /// Whether all URLs may stand at a place; false, too, where that cannot be told.
  package func allowsURLs(at place: Int) -> Bool { places.allowsURLs(at: place) }

  fileprivate init(_ places: PlaceSchemas) {
    self.places = places
  }
}

extension Operation {
  /// The proof for answers that are made from an example; nil where each answer has to be checked whole.
  ///
  /// - Parameters:
  ///   - example: The answer's content with example values in its places.
  ///   - places: Where the values of answers stand.
  package func proof(
    status: Int, essence: String, example: [UInt8], places: [JSONPointer]
  ) -> AnswerProof? {
    guard violations(status: status, essence: essence, body: example).isEmpty,
      let content = messages.response(status: status)?.contents.first(where: { $0.essence == essence }),
      essence.hasSuffix("json"), let schema = content.schema,
      let document = try? JSONDocument(parsing: example, limits: .message)
    else { return nil }
    return PlaceSchemas(schema, places: places, in: document).map { AnswerProof($0) }
  }
}

extension Operation {
  /// The values, as JSON, that a member of a good request's body is one of; nil where no list of them bounds it.
  package func enumeratedValues(ofMember name: String) -> [[UInt8]]? {
    guard let body = reader.node.optional("requestBody"),
      let contents = try? reader.compiler.resolve(body).required("content").members()
    else { return nil }
    var values: [[UInt8]] = []
    for content in contents {
      guard let schema = content.value.optional("schema"),
        let member = try? reader.compiler.resolve(schema).optional("properties")?.optional(name),
        let list = try? reader.compiler.resolve(member).optional("enum")?.elements()
      else { return nil }
      values += list.map { Array($0.node.rawBytes) }
    }
    return values
  }
}
