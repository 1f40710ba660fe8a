/// A body compiled to bytes and the places between them: a range of the program's pieces.
struct Template: Sendable {
  /// A stretch of an answer.
  enum Piece: Sendable {
    case bytes(AnswerProgram.Bytes)
    case slot(Binding)
  }

  let first: Int32
  let count: Int32
  /// How many bytes are the same in each answer.
  let fixedBytes: Int32
  let traits: Traits

  /// The pieces' indexes.
  var pieces: Range<Int> { Int(first)..<Int(first + count) }

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
