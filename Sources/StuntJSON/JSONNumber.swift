/// An exact number: the text as it came, compared by the value that it means.
///
/// `1`, `1.0` and `10e-1` are equal; 2^53 and 2^53 + 1 are not; nothing passes through a `Double`.
package struct JSONNumber: Sendable {
  /// The number as it was written.
  package let text: String

  /// Takes a text that is known to be a number.
  init(unchecked text: String) {
    self.text = text
  }

  /// Takes a text if it is a JSON number within the limits. RFC 8259, 6.
  package init?(_ text: String) {
    guard let document = try? JSONDocument(parsing: text), document.tape[0].kind == .number,
      document.tape[0].length == document.bytes.count
    else { return nil }
    self.text = text
  }

  /// Takes an integer.
  package init(_ value: Int) {
    text = String(value)
  }

  /// Takes the shortest decimal that reads back as the same `Double`; `nil` if there is none.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    let text = value.description
    self.text = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Whether there is no fraction: `1.0` and `1e3` are integers, as JSON Schema says.
  package var isInteger: Bool { decimal.isInteger }

  /// The value, if it is an integer that an `Int` can hold.
  package var int: Int? { Int(text) ?? decimal.int }

  /// The nearest `Double`; infinite beyond its range.
  package var double: Double { Double(text) ?? .nan }

  /// Whether this divided by `divisor` is an integer, decided exactly; `false` if `divisor` is zero.
  package func isMultiple(of divisor: JSONNumber) -> Bool {
    if let value = Int(text), let step = Int(divisor.text), step > 0 { return value % step == 0 }
    return decimal.isMultiple(of: divisor.decimal)
  }

  /// The same value written in one way only, so that equal numbers get equal texts.
  package var canonicalText: String { decimal.canonicalText }

  var decimal: JSONDecimal {
    var text = self.text
    return text.withUTF8 { JSONDecimal(validated: $0) }
  }
}

extension JSONNumber: Hashable, Comparable {
  /// Compares values.
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    left.text == right.text || left.decimal == right.decimal
  }

  /// Compares values.
  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    left.decimal < right.decimal
  }

  /// Feeds the value, so that equal numbers hash alike.
  package func hash(into hasher: inout Hasher) {
    decimal.hash(into: &hasher)
  }
}

extension JSONNumber: ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// Takes an integer literal.
  package init(integerLiteral value: Int) {
    self.init(value)
  }

  /// The number as it was written.
  package var description: String { text }
}
