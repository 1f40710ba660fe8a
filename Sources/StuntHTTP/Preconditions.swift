/// What a request asks of the version that a server holds. RFC 9110, 13.
package struct Preconditions: Sendable, Equatable {
  /// What to do after the conditions were looked at.
  package enum Outcome: Sendable, Equatable {
    /// Carry the method out.
    case proceed
    /// Answer 304.
    case notModified
    /// Answer 412.
    case failed
  }

  private let method: HTTPMethod
  private let ifMatch: String?
  private let ifNoneMatch: String?
  private let ifModifiedSince: String?
  private let ifUnmodifiedSince: String?
  private let ifRange: String?

  /// Takes the conditions out of a request.
  package init(_ request: HTTPRequest) {
    let fields = request.fields
    method = request.method
    ifMatch = fields.contains("if-match") ? fields["if-match"] : nil
    ifNoneMatch = fields.contains("if-none-match") ? fields["if-none-match"] : nil
    ifModifiedSince = fields.firstText("if-modified-since")
    ifUnmodifiedSince = fields.firstText("if-unmodified-since")
    ifRange = fields.firstText("if-range")
  }

  /// Evaluates them in the order of RFC 9110, 13.2.2; the resource exists and has these validators.
  ///
  /// A list of tags that cannot be read matches nothing; a date that cannot be read is ignored.
  package func evaluate(tag: EntityTag, lastModified: HTTPDate? = nil) -> Outcome {
    if let ifMatch {
      guard matches(ifMatch, { tag.matchesStrongly($0) }) else { return .failed }
    } else if let date = ifUnmodifiedSince.flatMap(HTTPDate.init(parsing:)), let lastModified {
      guard lastModified <= date else { return .failed }
    }
    let isReading = method == .get || method == .head
    if let ifNoneMatch {
      if matches(ifNoneMatch, { tag.matchesWeakly($0) }) { return isReading ? .notModified : .failed }
    } else if isReading, let date = ifModifiedSince.flatMap(HTTPDate.init(parsing:)), let lastModified {
      if lastModified <= date { return .notModified }
    }
    return .proceed
  }

  /// Whether Range is to be obeyed: there is no If-Range, or it names this version. RFC 9110, 13.1.5.
  package func allowsRange(tag: EntityTag, lastModified: HTTPDate? = nil) -> Bool {
    guard let ifRange else { return true }
    if let wanted = EntityTag(parsing: ifRange) { return tag.matchesStrongly(wanted) }
    guard let date = HTTPDate(parsing: ifRange), let lastModified else { return false }
    return date == lastModified
  }

  private func matches(_ value: String, _ isSame: (EntityTag) -> Bool) -> Bool {
    switch EntityTagCondition(parsing: value) {
    case .any: true
    case .tags(let tags): tags.contains(where: isSame)
    case nil: false
    }
  }
}
