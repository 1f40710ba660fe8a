/// How text is read as a value: what the schema's types say about a form's fields and a query's parameters.
///
/// Forms carry text only, so that `5` is a number just where the schema wants one.
package indirect enum FormShape: Sendable {
  /// Types that text can stand for.
  package enum Scalar: String, Sendable, CaseIterable {
    case string, integer, number, boolean, null

    /// Narrow types before wide ones; a string last, since any text is one.
    static let readingOrder: [Scalar] = [.null, .boolean, .integer, .number, .string]
  }

  /// Text, read as the first of these types that it fits; a string where it fits none.
  case scalar([Scalar])
  case array(of: FormShape)
  case object([(name: String, shape: FormShape)], additional: FormShape)
  /// Either: decided by whether the form brings text or something nested.
  case either(scalar: [Scalar], nested: FormShape)

  /// The shape of a member.
  package func member(_ name: String) -> FormShape {
    switch self {
    case .object(let members, let additional): members.first { $0.name == name }?.shape ?? additional
    case .either(_, let nested): nested.member(name)
    case .scalar, .array: .scalar([.string])
    }
  }

  /// The shape of an element.
  package var element: FormShape {
    switch self {
    case .array(let element): element
    case .either(_, let nested): nested.element
    case .scalar, .object: self
    }
  }

  /// Whether repeated fields of this name make a list.
  package var isArray: Bool {
    switch self {
    case .array: true
    case .either(_, let nested): nested.isArray
    case .scalar, .object: false
    }
  }

  /// The types that text is tried as.
  package var scalars: [Scalar] {
    switch self {
    case .scalar(let types), .either(let types, _): types
    case .array, .object: [.string]
    }
  }
}
