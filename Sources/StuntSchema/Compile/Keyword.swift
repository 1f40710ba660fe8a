/// The keywords of draft 2020-12, each with its vocabulary and the schemas inside its value.
enum Keyword: String, CaseIterable, Sendable {
  case id = "$id", schema = "$schema", reference = "$ref", anchor = "$anchor", dynamicReference =
    "$dynamicRef"
  case dynamicAnchor = "$dynamicAnchor", vocabulary = "$vocabulary", comment = "$comment", definitions =
    "$defs"

  case prefixItems, items, contains, additionalProperties, properties, patternProperties, dependentSchemas
  case propertyNames, `if`, then, `else`, allOf, anyOf, oneOf, not

  case unevaluatedItems, unevaluatedProperties

  case type, const, `enum`, multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum, maxLength,
    minLength
  case pattern, maxItems, minItems, uniqueItems, maxContains, minContains, maxProperties, minProperties,
    required
  case dependentRequired

  case format
  case contentEncoding, contentMediaType, contentSchema
  case title, description, `default`, deprecated, readOnly, writeOnly, examples

  /// Finds a keyword by its name in a schema.
  static func named(_ name: String) -> Keyword? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// All names, for suggestions.
  static var names: [String] { allCases.map(\.rawValue) }

  /// Where schemas are in a keyword's value.
  enum Children {
    case none, schema, array, object
  }

  var children: Children {
    switch self {
    case .items, .contains, .additionalProperties, .propertyNames, .if, .then, .else, .not, .unevaluatedItems,
      .unevaluatedProperties, .contentSchema:
      .schema
    case .prefixItems, .allOf, .anyOf, .oneOf: .array
    case .definitions, .properties, .patternProperties, .dependentSchemas: .object
    default: .none
    }
  }

  /// What has to be in use for the keyword to mean something.
  var vocabularies: Vocabularies {
    switch self {
    case .id, .schema, .reference, .anchor, .dynamicReference, .dynamicAnchor, .vocabulary, .comment,
      .definitions:
      .core
    case .prefixItems, .items, .contains, .additionalProperties, .properties, .patternProperties,
      .dependentSchemas,
      .propertyNames, .if, .then, .else, .allOf, .anyOf, .oneOf, .not:
      .applicator
    case .unevaluatedItems, .unevaluatedProperties: .unevaluated
    case .format: [.formatAnnotation, .formatAssertion]
    case .contentEncoding, .contentMediaType, .contentSchema: .content
    case .title, .description, .default, .deprecated, .readOnly, .writeOnly, .examples: .metadata
    default: .validation
    }
  }
}

/// The vocabularies that a dialect uses. JSON Schema core, 8.1.
struct Vocabularies: OptionSet, Sendable {
  let rawValue: UInt8

  static let core = Vocabularies(rawValue: 1)
  static let applicator = Vocabularies(rawValue: 2)
  static let unevaluated = Vocabularies(rawValue: 4)
  static let validation = Vocabularies(rawValue: 8)
  static let metadata = Vocabularies(rawValue: 16)
  static let formatAnnotation = Vocabularies(rawValue: 32)
  static let formatAssertion = Vocabularies(rawValue: 64)
  static let content = Vocabularies(rawValue: 128)

  /// What the dialect of draft 2020-12 itself uses.
  static let standard: Vocabularies = [
    .core, .applicator, .unevaluated, .validation, .metadata, .formatAnnotation, .content,
  ]

  /// The dialect whose vocabularies are `standard`.
  static let standardDialect = "https://json-schema.org/draft/2020-12/schema"

  /// The dialect of schemas in OpenAPI 3.1: the standard one with annotations of its own.
  static let openAPIDialect = "https://spec.openapis.org/oas/3.1/dialect/base"

  /// Finds a vocabulary by its URI.
  init?(uri: String) {
    switch uri {
    case "https://json-schema.org/draft/2020-12/vocab/core": self = .core
    case "https://json-schema.org/draft/2020-12/vocab/applicator": self = .applicator
    case "https://json-schema.org/draft/2020-12/vocab/unevaluated": self = .unevaluated
    case "https://json-schema.org/draft/2020-12/vocab/validation": self = .validation
    case "https://json-schema.org/draft/2020-12/vocab/meta-data": self = .metadata
    case "https://json-schema.org/draft/2020-12/vocab/format-annotation": self = .formatAnnotation
    case "https://json-schema.org/draft/2020-12/vocab/format-assertion": self = .formatAssertion
    case "https://json-schema.org/draft/2020-12/vocab/content": self = .content
    default: return nil
    }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }
}
