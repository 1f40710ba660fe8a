internal import StuntJSON

extension Violation: CustomStringConvertible {
  /// The message.
  package var description: String { message }

  /// What was found and where, what was expected, and what to do.
  package var message: String {
    let place = instanceLocation.tokens.isEmpty ? "the value" : instanceLocation.description
    return "\(place): found \(happened); expected \(expected); \(advice)"
  }

  /// What was found, in words.
  private var happened: String {
    switch kind {
    case .type(_, let type): "\(found) (\(type.rawValue))"
    case .minLength(_, let actual), .maxLength(_, let actual): "\(found) (\(actual) characters)"
    case .minItems(_, let actual), .maxItems(_, let actual): "\(actual) elements"
    case .minProperties(_, let actual), .maxProperties(_, let actual): "\(actual) properties"
    case .minContains(_, let actual), .maxContains(_, let actual): "\(actual) matching elements"
    case .uniqueItems(let first, let second): "equal elements at \(first) and \(second)"
    case .required(let name): "no property \"\(name)\""
    case .dependentRequired(let name, let trigger): "\"\(trigger)\" without \"\(name)\""
    case .additionalProperty(let name), .unevaluatedProperty(let name): "the property \"\(name)\""
    case .unevaluatedItem(let index): "an element at \(index)"
    case .propertyName(let name, _): "the property name \"\(name)\""
    case .contains: "no matching element in \(found)"
    case .oneOfSeveral(let matching):
      "\(found), which matches alternatives \(Self.list(matching.map(String.init)))"
    default: found
    }
  }

  /// What the keyword asks for, in words.
  package var expected: String {
    switch kind {
    case .type(let types, _): Self.list(types.map(\.rawValue), "or")
    case .enumeration(let allowed): "one of " + Self.list(allowed.map(\.description))
    case .constant(let value): value.description
    case .multipleOf(let number): "a multiple of \(number)"
    case .minimum(let number): "at least \(number)"
    case .maximum(let number): "at most \(number)"
    case .exclusiveMinimum(let number): "more than \(number)"
    case .exclusiveMaximum(let number): "less than \(number)"
    case .minLength(let limit, _): "at least \(limit) characters"
    case .maxLength(let limit, _): "at most \(limit) characters"
    case .pattern(let pattern): "text that matches \(pattern)"
    case .format(let name): "the format \(name)"
    case .minItems(let limit, _): "at least \(limit) elements"
    case .maxItems(let limit, _): "at most \(limit) elements"
    case .uniqueItems: "different elements"
    case .contains: "at least one matching element"
    case .minContains(let limit, _): "at least \(limit) matching elements"
    case .maxContains(let limit, _): "at most \(limit) matching elements"
    case .minProperties(let limit, _): "at least \(limit) properties"
    case .maxProperties(let limit, _): "at most \(limit) properties"
    case .required(let name), .dependentRequired(let name, _): "the property \"\(name)\""
    case .additionalProperty, .unevaluatedProperty: "only documented properties"
    case .unevaluatedItem: "no further elements"
    case .propertyName(_, let causes): causes.first.map(\.expected) ?? "another name"
    case .anyOf(let branches), .oneOfNone(let branches): Self.nearest(branches)
    case .oneOfSeveral: "exactly one matching alternative"
    case .not: "a value that does not match \(schemaLocation)"
    case .falseSchema: "no value here"
    case .beyondLimit: "at most \(Limits.validationDepthMax) schemas inside one another"
    }
  }

  /// What to do about it.
  private var advice: String {
    switch kind {
    case .required(let name), .dependentRequired(let name, _): "add \"\(name)\""
    case .additionalProperty(let name), .unevaluatedProperty(let name):
      "remove \"\(name)\" or correct its name"
    case .unevaluatedItem, .falseSchema: "remove it"
    case .minLength, .minItems, .minProperties, .minContains, .contains: "send more"
    case .maxLength, .maxItems, .maxProperties, .maxContains: "send less"
    case .uniqueItems: "remove one of them"
    case .propertyName: "rename it"
    case .enumeration, .constant: "send an allowed value"
    case .type: "send a value of that type"
    case .beyondLimit: "send something flatter"
    default: "change the value"
    }
  }

  private static func nearest(_ branches: [[Violation]]) -> String {
    guard let causes = nearestBranch(branches), let cause = causes.first else {
      return "one of \(branches.count) alternatives to match"
    }
    let place = cause.instanceLocation.tokens.isEmpty ? "" : " at \(cause.instanceLocation)"
    return
      "one of \(branches.count) alternatives to match, of which the closest wants \(cause.expected)\(place)"
  }

  /// The branch that the value came closest to: not of the wrong type at once, then of the fewest violations.
  package static func nearestBranch(_ branches: [[Violation]]) -> [Violation]? {
    branches.enumerated().filter { !$0.element.isEmpty }.min { left, right in
      (rank(left.element), left.element.count, left.offset) < (
        rank(right.element), right.element.count, right.offset
      )
    }?.element
  }

  private static func rank(_ causes: [Violation]) -> Int {
    guard case .type = causes[0].kind else { return 0 }
    return -causes[0].instanceLocation.tokens.count + 1_000
  }

  private static func list(_ items: [String], _ conjunction: String = "and") -> String {
    guard items.count > 2 else { return items.joined(separator: " \(conjunction) ") }
    let shown = items.count > 12 ? Array(items.prefix(11)) + ["\(items.count - 11) more"] : items
    return shown.dropLast().joined(separator: ", ") + " \(conjunction) " + shown[shown.count - 1]
  }
}
