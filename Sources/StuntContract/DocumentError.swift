package import StuntJSON
package import StuntSchema

/// Why a document cannot be compiled, and where it stands in which file.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
  /// The place that the problem is about.
  package let place: Place
  /// What is wrong there.
  package let problem: Problem

  /// A problem at a place.
  package init(_ place: Place, _ problem: Problem) {
    self.place = place
    self.problem = problem
  }

  /// A file, a position in it, and the JSON Pointer of the value.
  package struct Place: Hashable, Sendable {
    /// The file's path as the user gave it, or below Contracts/.
    package var file: String
    /// Line and column of the value, counted from 1; 0 where there is none.
    package var line = 0
    package var column = 0
    /// The value's JSON Pointer.
    package var pointer = ""

    /// A place in a file.
    package init(file: String, line: Int = 0, column: Int = 0, pointer: String = "") {
      self.file = file
      self.line = line
      self.column = column
      self.pointer = pointer
    }
  }

  /// What is wrong.
  package enum Problem: Equatable, Sendable {
    /// The text is no JSON.
    case json(JSONError)
    /// A schema does not compile.
    case schema(SchemaError)
    /// A required member is absent.
    case missingMember(String)
    /// A member that the format does not have.
    case unknownMember(String, nearest: String?)
    /// A value of another type or form.
    case expected(String, found: String)
    /// A name that nothing defines: `what` says what kind of name.
    case unknownName(what: String, name: String, nearest: String?)
    /// Two things have one name.
    case duplicateName(what: String, name: String)
    /// Two operations answer one method and path.
    case ambiguousPath(method: String, path: String)
    /// More of something than a limit allows.
    case tooMany(what: String, limit: Int)
    /// Two parts of the documents contradict each other.
    case contradiction(String)
    /// A file that has to be there is not, or cannot be read.
    case unreadable(reason: String)
  }

  package var description: String {
    var text = place.file
    if place.line > 0 { text += ":\(place.line):\(place.column)" }
    text += ": error: \(problem)"
    if !place.pointer.isEmpty { text += " (at \(place.pointer))" }
    return text
  }
}

extension DocumentError.Problem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .json(let error): "\(error)"
    case .schema(let error): "\(error)"
    case .missingMember(let name): "the member \"\(name)\" is missing; add it"
    case .unknownMember(let name, let nearest):
      "unknown member \"\(name)\"" + Self.suggestion(nearest) + "; remove it or mend its name"
    case .expected(let expected, let found): "expected \(expected), found \(found)"
    case .unknownName(let what, let name, let nearest):
      "no \(what) is named \"\(name)\"" + Self.suggestion(nearest) + "; define it or mend the name"
    case .duplicateName(let what, let name): "a second \(what) is named \"\(name)\"; rename one"
    case .ambiguousPath(let method, let path):
      "\(method) \(path) is answered by two operations; remove one or change its path"
    case .tooMany(let what, let limit): "more than \(limit) \(what); split the document"
    case .contradiction(let sentence): sentence
    case .unreadable(let reason): "cannot be read: \(reason)"
    }
  }

  private static func suggestion(_ nearest: String?) -> String {
    nearest.map { "; did you mean \"\($0)\"?" } ?? ""
  }
}
