import StuntJSON

/// Where a value of an answer comes from: a name of a closed list, compiled.
struct Binding: Sendable {
  var source: Source
  var conversion = Conversion.none
  var fallback = Fallback.none
  /// A query parameter that must have one of the values, or the binding yields null.
  var condition: (parameter: String, values: [String])?

  /// Whether the source's value is the binding's, with nothing done to it.
  var isPlain: Bool {
    if case .none = conversion { return condition == nil }
    return false
  }

  /// How a value is turned into another type.
  enum Conversion: String, CaseIterable, Sendable {
    case none, string, integer, number, boolean, isoDate, isoDateMicroseconds
  }

  /// What stands in for a value that is absent or null.
  enum Fallback: Sendable {
    case none
    case literal(Literal)
    indirect case binding(Binding)
  }

  /// A JSON value of a document, as it is written.
  struct Literal: Sendable {
    let kind: JSONKind
    /// The compact JSON text.
    let json: [UInt8]
  }

  /// The names.
  indirect enum Source: Sendable {
    case literal(Literal)
    case join([Part])
    case each(List, Item)
    case job(JobMember)
    case request(MemberPath)
    case body(MemberPath)
    case path(String)
    /// What the job's submit kept under a name.
    case kept(String)
    case query(String)
    case field(String)
    case table(table: Int, column: Int)
    case failure(String)
    case item(String)
    case file(ResultFile.Kind, FileMember)
    case media(MediaMember)
    case link(operation: Int)
    case page(PageMember)
    case violation(ViolationMember)
    case callID
    case callUUID
    case clockNow
  }

  /// One part of a joined text.
  enum Part: Sendable {
    case text([UInt8])
    case binding(Binding)
  }

  /// What a list is made of.
  enum List: Sendable {
    case logs
    case page
    case table(Int)
  }

  /// What each element of a list becomes.
  enum Item: Sendable {
    case template(Template)
    /// As the operation with this index answers for the element's job.
    case answer(of: Int)
  }

  enum JobMember: String, CaseIterable, Sendable {
    case id, createdAt, startedAt, completedAt, expiresAt, progress, queuePosition, runSeconds, totalSeconds,
      logs
    case cost, scenario
  }

  enum FileMember: String, CaseIterable, Sendable {
    case url, bytes, contentType, fileName
  }

  enum MediaMember: String, CaseIterable, Sendable {
    case width, height, size, seconds, framesPerSecond, frames
  }

  enum PageMember: String, CaseIterable, Sendable {
    case firstId, lastId, hasMore
  }

  enum ViolationMember: String, CaseIterable, Sendable {
    case message, location
  }
}

/// A body compiled to bytes and the places between them.
struct Template: Sendable {
  /// A stretch of an answer.
  enum Piece: Sendable {
    case bytes([UInt8])
    case slot(Binding)
  }

  var pieces: [Piece]
  var traits: Traits

  /// What an answer depends on besides the job's state; decides whether it can be kept.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt8

    /// The way by which the client reached the double.
    static let links = Traits(rawValue: 1)
    /// The query of this call.
    static let query = Traits(rawValue: 2)
    /// Anything else of this call, or the time: two equal polls may differ in it.
    static let call = Traits(rawValue: 4)
    /// How long the job has taken: stands still when it has ended.
    static let elapsed = Traits(rawValue: 8)
  }
}
