/// Why a pattern is refused; positions count Unicode scalars from 0.
package enum RegularExpressionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Something that means nothing in this place, such as a lone `)`.
  case unexpected(String, at: Int)
  /// The pattern ends inside of something.
  case unfinished(String, at: Int)
  /// An escape that Unicode mode does not know.
  case unknownEscape(String, at: Int)
  /// A property of characters that is not known here.
  case unknownProperty(String, at: Int)
  /// A range or a count whose first is greater than its last.
  case reversed(String, at: Int)
  /// A construct of ECMA-262 that cannot be matched in linear time here.
  case unsupported(String, at: Int)
  /// More groups inside groups, scalars or instructions than the limit.
  case tooLarge(String, limit: Int)

  /// The sentence for a person.
  package var description: String {
    switch self {
    case .unexpected(let text, let position):
      "unexpected \(text) at \(position); expected a character, a class or a group; escape it with a backslash"
    case .unfinished(let what, let position):
      "\(what) that starts at \(position) does not end; expected its end; write it, or escape the start"
    case .unknownEscape(let text, let position):
      "unknown escape \(text) at \(position); expected one of ECMA-262; remove the backslash"
    case .unknownProperty(let name, let position):
      "unknown property \(name) at \(position); expected a category, a common script or a binary property; "
        + "write the characters themselves"
    case .reversed(let text, let position):
      "\(text) at \(position) runs backwards; expected the smaller end first; swap the ends"
    case .unsupported(let what, let position):
      "\(what) at \(position) is not supported; expected what can be matched in linear time; write it without"
    case .tooLarge(let what, let limit):
      "the pattern has too many \(what); expected at most \(limit); split or shorten it"
    }
  }
}
