package import StuntJSON
package import StuntSchema

/// One place where a request disagrees with its operation.
package struct CallViolation: Equatable, Sendable {
  /// The part of the request that it is about.
  package enum Part: Equatable, Sendable {
    case body
    case contentType
    case path(String)
    case query(String)
    case field(String)

    /// The name of the parameter or field; nil for the body.
    package var parameter: String? {
      switch self {
      case .body, .contentType: nil
      case .path(let name), .query(let name), .field(let name): name
      }
    }

    /// The part's kind in one word, as documents write it.
    package var name: String {
      switch self {
      case .body: "body"
      case .contentType: "content-type"
      case .path: "path"
      case .query: "query"
      case .field: "header"
      }
    }
  }

  package let part: Part
  /// Where in the part; the root for all that is not JSON.
  package let location: JSONPointer
  /// The keyword that was broken: a schema's, or `syntax`, `required`, `mediaType`.
  package let keyword: String
  /// A sentence that says what was found and what was expected.
  package let message: String
  /// The schema's own account, where a schema was broken.
  package let cause: Violation?

  /// A violation.
  package init(part: Part, location: JSONPointer, keyword: String, message: String, cause: Violation? = nil) {
    self.part = part
    self.location = location
    self.keyword = keyword
    self.message = message
    self.cause = cause
  }

  /// The place as people write it: `body.items.0`, `query.limit`.
  package var dottedLocation: String {
    let path = location.tokens.joined(separator: ".")
    return switch part {
    case .body: path
    case .contentType: "Content-Type"
    case .path(let name), .query(let name), .field(let name): name
    }
  }
}
