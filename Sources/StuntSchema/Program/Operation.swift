/// What one step of validation does; the keyword families' files say how.
enum OperationCode: UInt8, Sendable {
  // Any kind.
  case wrongType, falseSchema, enumeration
  // Strings.
  case stringEnumeration, minLength, maxLength, pattern, format
  // Numbers.
  case integer, integerEnumeration, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
    numberFormat
  // Arrays.
  case minItems, maxItems, uniqueItems, elements, contains
  // Objects.
  case members, minProperties, maxProperties, propertyNames, dependentRequired, dependentSchema
  // Schemas that apply to the same instance.
  case subschema, reference, dynamicReference, anyOf, oneOf, not, conditional
  // Wrappers around the operations of a schema.
  case scope, track, unevaluatedItems, unevaluatedProperties
}

/// One step of validation: a plain record, whose operands mean what the code says.
struct Operation: Sendable, BitwiseCopyable {
  var code: OperationCode
  /// A small operand: a format, a type set, a mark.
  var flag: UInt8 = 0
  var first: UInt32 = 0
  var second: UInt32 = 0
  var third: UInt32 = 0

  /// Stands for "no schema" in an operand.
  static let none = UInt32.max

  /// An integer carried in the first two operands.
  var integer: Int {
    get { Int(truncatingIfNeeded: UInt64(first) | UInt64(second) << 32) }
    set {
      first = UInt32(truncatingIfNeeded: newValue)
      second = UInt32(truncatingIfNeeded: newValue >> 32)
    }
  }
}

/// The operations of one schema for instances of one kind.
struct OperationRange: Sendable, BitwiseCopyable {
  var start: UInt32
  var end: UInt32
}

/// Where an operation is from: the value of its keyword.
struct SchemaPlace: Sendable, BitwiseCopyable {
  var resource: UInt32
  /// Index on the tape of the resource's document.
  var index: UInt32
}

/// How the members of an object are checked in one walk: properties, patternProperties, additionalProperties, required.
struct MemberPlan: Sendable, BitwiseCopyable {
  /// Marks that a keyword is absent, in the fields that hold places.
  static let absent = UInt32.max

  var table = NameTable()
  /// The first of consecutive names: properties in the schema's order, then names that are only required.
  var firstEntry: UInt32 = 0
  /// The properties' schemas: a list among `words`.
  var schemas: UInt32 = 0
  var propertyCount: UInt32 = 0
  var entryCount: UInt32 = 0
  /// The required ones among the first 64 entries.
  var required: UInt64 = 0
  /// Required ones beyond the first 64 entries: a list of entries among `words`.
  var furtherRequired: UInt32 = 0
  var furtherRequiredCount: UInt32 = 0
  /// Pairs of expression and schema among `words`.
  var patterns: UInt32 = 0
  var patternCount: UInt32 = 0
  /// The schema of other members, or `Operation.none`.
  var additional: UInt32 = Operation.none
  /// Whether there are patterns or a schema of other members.
  var hasOthers = false
  /// Whether there is one name, and nothing is said of other members.
  var isOfOne = false
  /// Whether `additionalProperties` is just `false`.
  var isClosed = false

  // Where the keywords' values are.
  var propertiesPlace = MemberPlan.absent
  var patternsPlace = MemberPlan.absent
  var additionalPlace = MemberPlan.absent
  var requiredPlace = MemberPlan.absent
}
