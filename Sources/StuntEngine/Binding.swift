import StuntJSON

/// Where a value of an answer comes from: a name of a closed list, compiled.
///
/// Nothing but numbers, which speak of lists of the provider's `AnswerProgram`: rendering copies a binding for each place,
/// and a copy that counted references took longer than the value.
struct Binding: Sendable {
  var source: Source
  var conversion = Conversion.none
  var fallback = Fallback.none
  /// What must be true of the call, or the binding yields null: an index among the conditions.
  var condition: Int32?

  /// Whether the source's value is the binding's, with nothing done to it.
  var isPlain: Bool {
    if case .none = conversion { return condition == nil }
    return false
  }

  /// Whether it yields the same for every call and job, so that nothing needs to be kept of it.
  var isFixed: Bool {
    guard case .literal = source, case .none = fallback else { return false }
    return condition == nil
  }

  /// How a value is turned into another type.
  enum Conversion: String, CaseIterable, Sendable {
    case none, string, integer, number, boolean, isoDate, isoDateMicroseconds, milliseconds, traceId,
      duration,
      pictureType, pictureSize
  }

  /// What stands in for a value that is absent or null.
  enum Fallback: Sendable {
    case none
    case literal(Literal)
    /// An index among the bindings.
    case binding(Int32)
  }

  /// A JSON value of a document, as it is written.
  struct Literal: Sendable {
    let kind: JSONKind
    /// Whether a string is written with escapes.
    let hasEscapes: Bool
    /// The compact JSON text.
    let json: AnswerProgram.Bytes
    /// Of a string that is written as it reads: what stands between its quotes.
    var text: AnswerProgram.Bytes { AnswerProgram.Bytes(start: json.start &+ 1, count: json.count &- 2) }
    /// The value in millionths, if it is a number or text that reads as one.
    let micros: Int64?
  }

  /// The index of a name among the program's names.
  struct Name: Sendable {
    let index: Int32
  }

  /// The names.
  enum Source: Sendable {
    case literal(Literal)
    /// A range of the parts.
    case join(first: Int32, count: Int32)
    case each(List, Item)
    case job(JobMember)
    case request(MemberPath)
    case body(MemberPath)
    case path(Name)
    /// What the job's submit kept under a name.
    case kept(Name)
    case query(Name)
    case field(Name)
    /// A place in a field's text, which is JSON.
    case fieldMember(Name, MemberPath)
    case table(table: Int, column: Int)
    case failure(Name)
    case item(Name)
    case file(ResultFile.Kind, FileMember)
    case media(MediaMember)
    /// Of the picture that is the item of a list.
    case picture(PictureMember)
    case pictures(PicturesMember)
    case link(operation: Int)
    case page(PageMember)
    /// About calls, keys or the account.
    case called(CallMember)
    case violation(ViolationMember)
    /// Of the job that a submit goes on from; only while a job is made.
    case ofSource(SourceMember)
    /// The sum of numbers: a range of the parts.
    case sum(first: Int32, count: Int32)
    case rate(RateMember)
    case pollMilliseconds
    /// The key of a table that is nearest to the text of a binding; an index among the bindings.
    case nearest(table: Int, to: Int32)
    case upload(UploadMember)
    case uploadLink(operation: Int)
    /// The address that an operation is below.
    case base(operation: Int)
    case callID
    case callUUID
    case clockNow
    case webhook(WebhookMember)
  }

  /// One part of a joined text.
  enum Part: Sendable {
    case text(AnswerProgram.Bytes)
    case binding(Binding)
  }

  /// What a list is made of.
  enum List: Sendable {
    case logs
    case page
    case pictures
    case table(Int)
  }

  /// What each element of a list becomes.
  enum Item: Sendable {
    /// An index among the templates.
    case template(Int32)
    /// As the operation with this index answers for the element's job.
    case answer(of: Int)
  }

  /// What is known of the job that a submit goes on from.
  enum SourceMember: Sendable {
    case id, seconds, size
    case request(MemberPath)
    case kept(Name)
    case table(table: Int, column: Int)
  }

  enum RateMember: String, CaseIterable, Sendable {
    case limit, remaining, resetSeconds
  }

  enum JobMember: String, CaseIterable, Sendable {
    case id, createdAt, startedAt, completedAt, expiresAt, progress, queuePosition, runSeconds, totalSeconds,
      logs
    case cost, costMicros, quantity, scenario
  }

  enum FileMember: String, CaseIterable, Sendable {
    case url, bytes, contentType, fileName
  }

  enum MediaMember: String, CaseIterable, Sendable {
    case width, height, size, seconds, framesPerSecond, frames
  }

  enum PictureMember: String, CaseIterable, Sendable {
    case url, base64, contentType, fileName, index, bytes
  }

  enum PicturesMember: String, CaseIterable, Sendable {
    case count, format, quality
  }

  enum PageMember: String, CaseIterable, Sendable {
    case firstId, lastId, hasMore
  }

  enum WebhookMember: String, CaseIterable, Sendable {
    case id, event, hex, createdAt, timestamp, body, bodyHash, signature, answer
    case secret, publicKey, user
  }

  enum UploadMember: String, CaseIterable, Sendable {
    case name, contentType, bytes, part, tag, token, tokenExpiresAt
  }

  enum ViolationMember: String, CaseIterable, Sendable {
    case message, location
  }
}
