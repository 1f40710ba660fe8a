/// What few submits ask for: a job that they continue, ids of another kind, conditions on what they keep.
///
/// A class of its own, so that a submit without any of it pays for one look.
final class SubmitDetails: Sendable {
  let source: Source?
  /// Jobs besides the source that have to be there.
  let mentions: [Mention]
  let identifier: Identifier
  let requirements: [Requirement]
  /// The request's members without one of which no mention and no requirement has anything to look at; nil for any.
  let members: [MemberPath]?
  /// Whether its jobs cost anything.
  let isBilled: Bool

  init(
    source: Source?, mentions: [Mention], identifier: Identifier, requirements: [Requirement],
    members: [MemberPath]?, isBilled: Bool
  ) {
    self.source = source
    self.mentions = mentions
    self.identifier = identifier
    self.requirements = requirements
    self.members = members
    self.isBilled = isBilled
  }

  /// Whether every submit can go on from another job, or has an id of another kind.
  var isForAll: Bool {
    if case .kind(0) = identifier { return source != nil }
    return true
  }

  /// What becomes of a submit that does not fit.
  enum Verdict: Sendable {
    /// It is refused, with this refusal.
    case refusal(Int)
    /// It is accepted, and its job fails with this failure.
    case failure(Int)
  }

  /// The finished job that a submit goes on from.
  struct Source: Sendable {
    /// Its id; a submit for which this yields nothing has no source.
    let job: Binding
    /// What its id begins with where it is named.
    let prefix: [UInt8]
    let unknown: Verdict
    /// When it has not succeeded.
    let unfinished: Verdict
  }

  /// A job that a submit names, and which has to be one of the tenant's.
  struct Mention: Sendable {
    let job: Binding
    /// What its id begins with where it is named.
    let prefix: [UInt8]
    let kind: UInt8
    let unknown: Verdict
  }

  /// Which kind of id a job gets.
  enum Identifier: Sendable {
    case kind(UInt8)
    /// The kind that a value names; ids of jobs where it yields nothing.
    case named(Binding)
  }

  /// What a value has to be, if it is there.
  struct Requirement: Sendable {
    let value: Binding
    /// In millionths.
    let minimum: Int64?
    let maximum: Int64?
    /// The texts that are allowed; empty for any.
    let texts: [String]
    /// What it has to be equal to, as text.
    let equals: Binding?
    let verdict: Verdict
  }
}

/// The finished job that a submit goes on from, as `source…` shows it.
///
/// A class, so that the turns that have none carry one word for it.
final class SourceJob {
  let slot: Int
  let job: Job
  /// Its submit body.
  let body: [UInt8]
  /// What was kept of its submit besides.
  let kept: [UInt8]

  init(slot: Int, of jobs: borrowing JobStore) {
    self.slot = slot
    job = jobs[slot]
    body = Array(jobs.body(of: slot))
    kept = jobs.keptBytes(of: slot)
  }
}
