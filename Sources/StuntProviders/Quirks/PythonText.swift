import StuntJSON
import StuntSchema

/// Words and literals as pydantic's messages spell them.
enum PythonText {
  /// `4, 8 or 12`, with strings in quotes.
  static func alternatives(_ values: [JSONValue]) -> String {
    let texts = values.map(literal)
    guard texts.count > 1, let last = texts.last else { return texts.first ?? "" }
    return texts.dropLast().joined(separator: ", ") + " or " + last
  }

  /// `1 character`, `2 characters`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// The error's type and message for a value of the wrong type.
  static func wrongType(_ expected: [SchemaType], _ found: JSONValue) -> (type: String, message: String) {
    let wanted = expected.first { $0 != .null } ?? .null
    switch (wanted, found) {
    case (.string, _): return ("string_type", "Input should be a valid string")
    case (.boolean, .string): return ("bool_parsing", unreadableBoolean)
    case (.boolean, .number(let number)) where number.isInteger: return ("bool_parsing", unreadableBoolean)
    case (.boolean, _): return ("bool_type", "Input should be a valid boolean")
    case (.integer, .string):
      return ("int_parsing", "Input should be a valid integer, unable to parse string as an integer")
    case (.integer, .number):
      return ("int_from_float", "Input should be a valid integer, got a number with a fractional part")
    case (.integer, _): return ("int_type", "Input should be a valid integer")
    case (.number, .string):
      return ("float_parsing", "Input should be a valid number, unable to parse string as a number")
    case (.number, _): return ("float_type", "Input should be a valid number")
    case (.array, _): return ("list_type", "Input should be a valid list")
    case (.object, _):
      return (
        "model_attributes_type", "Input should be a valid dictionary or object to extract fields from"
      )
    case (.null, _): return ("none_required", "Input should be None")
    }
  }

  private static let unreadableBoolean = "Input should be a valid boolean, unable to interpret input"

  /// A value as Python's `repr` writes it, as far as an `enum` needs it.
  private static func literal(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .boolean(let boolean): boolean ? "True" : "False"
    case .string(let text): text.contains("'") ? "\"\(text)\"" : "'\(text)'"
    case .number, .array, .object: value.description
    }
  }
}
