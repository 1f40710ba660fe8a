package import StuntJSON

/// One place where an instance breaks its schema: data first, from which every dialect of errors can be written.
package struct Violation: Equatable, Sendable {
  /// Where in the instance; there always is a value at this place.
  package var instanceLocation: JSONPointer
  /// The keyword's absolute location: the URI of its resource and a JSON Pointer as fragment.
  package var schemaLocation: String
  /// What is broken, with what was expected.
  package var kind: Kind
  /// The found value's index on the document's tape.
  package var foundIndex: Int
  /// The found value as it came, shortened when long.
  package var found: String

  /// What can be broken: a case for each keyword, with the data that a message needs.
  package indirect enum Kind: Equatable, Sendable {
    /// `type`.
    case type(expected: [SchemaType], found: SchemaType)
    /// `enum`.
    case enumeration(allowed: [JSONValue])
    /// `const`.
    case constant(JSONValue)
    /// `multipleOf`.
    case multipleOf(JSONNumber)
    /// `minimum`.
    case minimum(JSONNumber)
    /// `maximum`.
    case maximum(JSONNumber)
    /// `exclusiveMinimum`.
    case exclusiveMinimum(JSONNumber)
    /// `exclusiveMaximum`.
    case exclusiveMaximum(JSONNumber)
    /// `minLength`; lengths count Unicode scalars.
    case minLength(Int, actual: Int)
    /// `maxLength`.
    case maxLength(Int, actual: Int)
    /// `pattern`.
    case pattern(String)
    /// `format`.
    case format(String)
    /// `minItems`.
    case minItems(Int, actual: Int)
    /// `maxItems`.
    case maxItems(Int, actual: Int)
    /// `uniqueItems`, with the indexes of the first two equal elements.
    case uniqueItems(first: Int, second: Int)
    /// `contains`, when nothing matches.
    case contains
    /// `minContains`, when something matches, and not enough.
    case minContains(Int, actual: Int)
    /// `maxContains`.
    case maxContains(Int, actual: Int)
    /// `minProperties`.
    case minProperties(Int, actual: Int)
    /// `maxProperties`.
    case maxProperties(Int, actual: Int)
    /// `required`; the location is that of the object.
    case required(missing: String)
    /// `dependentRequired`; the location is that of the object.
    case dependentRequired(missing: String, because: String)
    /// `additionalProperties` that is `false`; the location is that of the member.
    case additionalProperty(String)
    /// `unevaluatedProperties` that is `false`; the location is that of the member.
    case unevaluatedProperty(String)
    /// `unevaluatedItems` that is `false`; the location is that of the element.
    case unevaluatedItem(Int)
    /// `propertyNames`; the location is that of the member whose name is wrong.
    case propertyName(String, causes: [Violation])
    /// `anyOf`, when no branch matches; what is wrong for each branch.
    case anyOf(branches: [[Violation]])
    /// `oneOf`, when no branch matches; what is wrong for each branch.
    case oneOfNone(branches: [[Violation]])
    /// `oneOf`, when several branches match; which.
    case oneOfSeveral(matching: [Int])
    /// `not`.
    case not
    /// A schema that is `false`.
    case falseSchema
    /// No keyword: the instance is too deep, or needs too many steps, to be decided.
    case beyondLimit
  }

  /// The keyword that is broken.
  package var keyword: String {
    switch kind {
    case .type: "type"
    case .enumeration: "enum"
    case .constant: "const"
    case .multipleOf: "multipleOf"
    case .minimum: "minimum"
    case .maximum: "maximum"
    case .exclusiveMinimum: "exclusiveMinimum"
    case .exclusiveMaximum: "exclusiveMaximum"
    case .minLength: "minLength"
    case .maxLength: "maxLength"
    case .pattern: "pattern"
    case .format: "format"
    case .minItems: "minItems"
    case .maxItems: "maxItems"
    case .uniqueItems: "uniqueItems"
    case .contains: "contains"
    case .minContains: "minContains"
    case .maxContains: "maxContains"
    case .minProperties: "minProperties"
    case .maxProperties: "maxProperties"
    case .required: "required"
    case .dependentRequired: "dependentRequired"
    case .additionalProperty: "additionalProperties"
    case .unevaluatedProperty: "unevaluatedProperties"
    case .unevaluatedItem: "unevaluatedItems"
    case .propertyName: "propertyNames"
    case .anyOf: "anyOf"
    case .oneOfNone, .oneOfSeveral: "oneOf"
    case .not: "not"
    case .falseSchema, .beyondLimit: ""
    }
  }
}
