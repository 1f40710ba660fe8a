import StuntJSON
import StuntSchema

/// One error as pydantic 2 writes it: https://docs.pydantic.dev/latest/errors/validation_errors/.
struct ValidationEntry {
  let type: String
  /// Names and indexes, from the part of the request inward.
  let location: [JSONValue]
  let message: String
  /// The value that is wrong, or for a missing member, the object that lacks it.
  let input: JSONValue
  var context: JSONObject = [:]

  /// Where locations are counted from.
  struct Place {
    let prefix: [JSONValue]
    let root: JSONValue
  }

  /// The error as JSON, members in the order of FastAPI.
  var json: JSONValue {
    var object: JSONObject = [
      "type": .string(type), "loc": .array(location), "msg": .string(message), "input": input,
    ]
    if !context.isEmpty { object.append("ctx", .object(context)) }
    return .object(object)
  }

  /// The order in which a value is checked: a smaller number is found first, and ends the checking.
  var rank: Int {
    switch type {
    case "literal_error": 0
    case _ where type.hasSuffix("_type") || type.hasSuffix("_parsing") || type == "int_from_float": 1
    case "too_long", "string_too_short", "string_too_long": 2
    case "value_error": 4
    default: 3
    }
  }

  /// Whether this is about a part of what the other is about.
  func isBelow(_ other: ValidationEntry) -> Bool {
    location.count > other.location.count && location.starts(with: other.location)
  }

  /// A member, or a whole part of the request, that is not there.
  static func missing(_ location: [JSONValue], in input: JSONValue) -> ValidationEntry {
    ValidationEntry(type: "missing", location: location, message: "Field required", input: input)
  }

  /// What has no error of its own there.
  static func other(_ location: [JSONValue], in input: JSONValue, message: String) -> ValidationEntry {
    ValidationEntry(
      type: "value_error", location: location, message: "Value error, \(message)", input: input,
      context: ["error": [:]])
  }

  /// A body that is not JSON.
  static func unreadable(_ body: [UInt8], _ error: JSONError) -> ValidationEntry {
    let decodeError = PythonDecodeError(error, in: body)
    return ValidationEntry(
      type: "json_invalid", location: ["body", .number(JSONNumber(decodeError.position))],
      message: "JSON decode error", input: [:], context: ["error": .string(decodeError.message)])
  }
}

extension ValidationEntry {
  /// What one violation becomes; several entries only for alternatives.
  static func entries(of violation: Violation, in place: Place) -> [ValidationEntry] {
    switch violation.kind {
    case .anyOf(let branches), .oneOfNone(let branches):
      // An optional value is an alternative of its type and null: what is wrong for its type counts.
      let told = branches.filter { !$0.isEmpty && !$0.allSatisfy(\.isAboutNullOnly) }
      guard !told.isEmpty else { break }
      return told.flatMap { $0.flatMap { entries(of: $0, in: place) } }
    default: break
    }
    return [entry(of: violation, in: place)]
  }

  private static func entry(of violation: Violation, in place: Place) -> ValidationEntry {
    let input = place.root[violation.instanceLocation] ?? .null
    let location = place.prefix + tokens(violation.instanceLocation, in: place.root)
    func make(_ type: String, _ message: String, _ context: JSONObject = [:]) -> ValidationEntry {
      ValidationEntry(type: type, location: location, message: message, input: input, context: context)
    }
    switch violation.kind {
    case .required(let name), .dependentRequired(let name, _):
      return missing(location + [.string(name)], in: input)
    case .type(let expected, _):
      let (type, message) = PythonText.wrongType(expected, input)
      return make(type, message)
    case .enumeration(let allowed):
      let list = PythonText.alternatives(allowed)
      return make("literal_error", "Input should be \(list)", ["expected": .string(list)])
    case .constant(let value):
      let list = PythonText.alternatives([value])
      return make("literal_error", "Input should be \(list)", ["expected": .string(list)])
    case .minLength(let least, _):
      let count = PythonText.count(least, "character")
      return make("string_too_short", "String should have at least \(count)", ["min_length": .integer(least)])
    case .maxLength(let most, _):
      let count = PythonText.count(most, "character")
      return make("string_too_long", "String should have at most \(count)", ["max_length": .integer(most)])
    case .pattern(let pattern):
      return make(
        "string_pattern_mismatch", "String should match pattern '\(pattern)'", ["pattern": .string(pattern)])
    case .minItems(let least, let actual):
      return make(
        "too_short",
        "List should have at least \(PythonText.count(least, "item")) after validation, not \(actual)",
        ["field_type": "List", "min_length": .integer(least), "actual_length": .integer(actual)])
    case .maxItems(let most, let actual):
      return make(
        "too_long",
        "List should have at most \(PythonText.count(most, "item")) after validation, not \(actual)",
        ["field_type": "List", "max_length": .integer(most), "actual_length": .integer(actual)])
    case .additionalProperty, .unevaluatedProperty:
      return make("extra_forbidden", "Extra inputs are not permitted")
    default:
      guard let bound = Bound(violation.kind) else {
        return other(location, in: input, message: violation.message)
      }
      return make(
        bound.type, "Input should be \(bound.words) \(bound.number)", [bound.name: .number(bound.number)])
    }
  }

  /// A limit of a number.
  private struct Bound {
    let type: String
    let name: String
    let words: String
    let number: JSONNumber

    init?(_ kind: Violation.Kind) {
      switch kind {
      case .minimum(let number):
        self.init("greater_than_equal", "ge", "greater than or equal to", number)
      case .maximum(let number): self.init("less_than_equal", "le", "less than or equal to", number)
      case .exclusiveMinimum(let number): self.init("greater_than", "gt", "greater than", number)
      case .exclusiveMaximum(let number): self.init("less_than", "lt", "less than", number)
      case .multipleOf(let number): self.init("multiple_of", "multiple_of", "a multiple of", number)
      default: return nil
      }
    }

    private init(_ type: String, _ name: String, _ words: String, _ number: JSONNumber) {
      self.type = type
      self.name = name
      self.words = words
      self.number = number
    }
  }

  /// The tokens of a pointer, those of elements as numbers.
  private static func tokens(_ pointer: JSONPointer, in root: JSONValue) -> [JSONValue] {
    var value: JSONValue? = root
    return pointer.tokens.map { token in
      let container = value
      value = container?[JSONPointer(tokens: [token])]
      guard container?.kind == .array, let index = JSONPointer.index(token) else { return .string(token) }
      return .integer(index)
    }
  }
}

extension Violation {
  /// Whether it only says that the value is not null.
  fileprivate var isAboutNullOnly: Bool {
    if case .type(expected: [.null], _) = kind { true } else { false }
  }
}

extension JSONValue {
  /// A whole number.
  fileprivate static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
