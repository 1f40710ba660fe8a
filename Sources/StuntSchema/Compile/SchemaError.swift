/// Why a schema cannot be compiled; every case says where: the URI of its resource and a JSON Pointer as fragment.
package enum SchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A member of a schema that is no keyword, and the keyword that comes closest.
  case unknownKeyword(String, nearest: String?, at: String)
  /// A keyword whose value is not what the specification says.
  case wrongValue(keyword: String, expected: String, at: String)
  /// Neither an object nor a boolean where a schema has to be.
  case notASchema(at: String)
  /// A reference to something that is not registered, or not there, and what comes closest.
  case unknownReference(String, nearest: String?, at: String)
  /// A pattern that is no regular expression, or one that is refused.
  case badPattern(RegularExpressionError, at: String)
  /// A format that would have to be asserted and is not known.
  case unknownFormat(String, nearest: String?, at: String)
  /// A dialect (`$schema`) whose metaschema is not registered.
  case unknownDialect(String, at: String)
  /// A vocabulary that a dialect requires and that is not known.
  case unknownVocabulary(String, at: String)
  /// Two schemas that claim the same URI or anchor.
  case duplicateIdentifier(String, at: String)
  /// References that lead back to their start without ever looking inside the instance.
  case endlessReference(at: String)
  /// More schemas than `Limits.schemasMax`.
  case tooManySchemas(limit: Int, at: String)

  /// The place: the URI of the resource and a JSON Pointer as fragment.
  package var location: String {
    switch self {
    case .unknownKeyword(_, _, let place), .wrongValue(_, _, let place), .notASchema(let place),
      .unknownReference(_, _, let place), .badPattern(_, let place), .unknownFormat(_, _, let place),
      .unknownDialect(_, let place), .unknownVocabulary(_, let place), .duplicateIdentifier(_, let place),
      .endlessReference(let place), .tooManySchemas(_, let place):
      place
    }
  }

  /// The sentence for a person.
  package var description: String {
    switch self {
    case .unknownKeyword(let name, let nearest, let place):
      "unknown keyword \"\(name)\" at \(place); expected \(Self.nearest(nearest, or: "one of draft 2020-12")); "
        + "correct or remove it, or begin its name with x- if it is an extension"
    case .wrongValue(let keyword, let expected, let place):
      "wrong value of \"\(keyword)\" at \(place); expected \(expected); correct the value"
    case .notASchema(let place): "no schema at \(place); expected an object or a boolean; correct the value"
    case .unknownReference(let reference, let nearest, let place):
      "unknown reference \"\(reference)\" at \(place); "
        + "expected \(Self.nearest(nearest, or: "something in a registered document")); "
        + "correct it, or register the document, for nothing is fetched"
    case .badPattern(let error, let place): "bad pattern at \(place): \(error)"
    case .unknownFormat(let name, let nearest, let place):
      "unknown format \"\(name)\" at \(place); expected \(Self.nearest(nearest, or: "a registered one")); "
        + "correct it, or list it as an annotation"
    case .unknownDialect(let uri, let place):
      "unknown dialect \"\(uri)\" at \(place); expected \(Vocabularies.standardDialect); "
        + "correct it, or register its metaschema"
    case .unknownVocabulary(let uri, let place):
      "unknown vocabulary \"\(uri)\" at \(place); expected one of draft 2020-12; mark it as optional with false"
    case .duplicateIdentifier(let name, let place):
      "\"\(name)\" at \(place) names another schema already; expected each name once; rename one"
    case .endlessReference(let place):
      "the reference at \(place) leads back to its own schema; expected a way into the instance in between; "
        + "break the circle"
    case .tooManySchemas(let limit, let place):
      "more schemas than \(limit) at \(place); expected fewer; split the document"
    }
  }

  private static func nearest(_ name: String?, or other: String) -> String {
    name.map { "\"\($0)\"" } ?? other
  }
}
