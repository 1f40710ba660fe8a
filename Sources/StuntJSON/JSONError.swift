/// Where in a document something is.
package struct JSONPlace: Equatable, Sendable {
  /// Index of the byte, from 0.
  package var offset: Int
  /// Line, from 1. LF, CR and CR LF each end one.
  package var line: Int
  /// Column, from 1, in Unicode scalars.
  package var column: Int
  /// The value that was being read.
  package var pointer: JSONPointer

  /// Creates a place from its parts.
  package init(offset: Int, line: Int, column: Int, pointer: JSONPointer) {
    self.offset = offset
    self.line = line
    self.column = column
    self.pointer = pointer
  }
}

/// Why a document was refused, and where.
package enum JSONError: Error, Equatable, Sendable {
  /// The bytes are not JSON, or not UTF-8.
  case malformed(JSONFault, at: JSONPlace)
  /// An object names a member twice. RFC 8259, 4 leaves the meaning open, so it is refused.
  case duplicateMember(String, at: JSONPlace)
  /// The document is larger than the limits that it was parsed with.
  case beyondLimit(JSONLimit, of: Int, at: JSONPlace)

  /// Where parsing stood.
  package var place: JSONPlace {
    switch self {
    case .malformed(_, let place), .duplicateMember(_, let place), .beyondLimit(_, _, let place): place
    }
  }
}

extension JSONError: CustomStringConvertible {
  /// The place, what happened, what was expected, and what to do.
  package var description: String {
    let pointer = place.pointer.description
    let whose = pointer.isEmpty ? "" : ", at \(pointer)"
    let start = "line \(place.line), column \(place.column) (byte \(place.offset)\(whose)): "
    switch self {
    case .malformed(let fault, _):
      return start + fault.description
    case .duplicateMember(let name, _):
      return start + "the member \"\(name)\" occurs twice; expected each name once; remove or rename one"
    case .beyondLimit(let limit, let most, _):
      return start + JSONError.sentence(limit, most)
    }
  }

  private static func sentence(_ limit: JSONLimit, _ most: Int) -> String {
    switch limit {
    case .documentBytes:
      "the document is too long; expected at most \(most) bytes; send less, or raise documentBytes"
    case .depth: "containers nest too deep; expected at most \(most) levels; flatten them, or raise depth"
    case .members: "a container holds too much; expected at most \(most) members; split it, or raise members"
    case .numberBytes:
      "a number is too long; expected at most \(most) bytes; shorten it, or raise numberBytes"
    case .exponentDigits: "an exponent is too long; expected at most \(most) digits; write a smaller number"
    }
  }
}
