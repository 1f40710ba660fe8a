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
    case .unexpected(let text, let position): "unexpected \(text) at \(position); escape it with a backslash"
    case .unfinished(let what, let position): "\(what) that starts at \(position) does not end"
    case .unknownEscape(let text, let position):
      "unknown escape \(text) at \(position); only letters of ECMA-262 and syntax characters are escaped"
    case .unknownProperty(let name, let position):
      "unknown property \(name) at \(position); general categories, common scripts and binary properties are known"
    case .reversed(let text, let position):
      "\(text) at \(position) runs backwards; write the smaller end first"
    case .unsupported(let what, let position):
      "\(what) at \(position) is not supported, because matching must take linear time; write the pattern without"
    case .tooLarge(let what, let limit): "the pattern has more than \(limit) \(what); split or shorten it"
    }
  }
}
