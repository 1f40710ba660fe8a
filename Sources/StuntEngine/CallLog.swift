import StuntJSON

/// How a provider's list of calls is kept: which operations are in it, and how its ids look.
struct CallLogRule: Sendable {
  let identifier: JobIdentifier
  /// By operation; nil for one whose calls are not listed.
  let values: [[(name: String, value: Binding.Literal)]?]
}

/// One call of the list, while an answer speaks of it.
///
/// A class, so that the turns that have none carry one word for it.
final class LoggedCall {
  let entry: Journal.Entry
  /// What was answered, parsed.
  let answer: JSONDocument?

  init(_ entry: Journal.Entry) {
    self.entry = entry
    answer = try? JSONDocument(parsing: entry.body)
  }
}

/// How the list of calls is cut into pages.
///
/// A class, since few operations have it.
final class CallListRule: Sendable {
  let limit: Binding?
  let defaultLimit: Int
  /// The names of the query's cursors: the calls older than this one, and the ones newer.
  let after: String
  let before: String
  /// The refusal of both cursors at once.
  let ambiguous: Int
  /// The refusal of a cursor that is no call's.
  let unknown: Int
  let filters: [Filter]
  /// The member that is summed up over all calls that match.
  let sum: JSONPointer?

  init(
    limit: Binding?, defaultLimit: Int, after: String, before: String, ambiguous: Int, unknown: Int,
    filters: [Filter], sum: JSONPointer?
  ) {
    self.limit = limit
    self.defaultLimit = defaultLimit
    self.after = after
    self.before = before
    self.ambiguous = ambiguous
    self.unknown = unknown
    self.filters = filters
    self.sum = sum
  }

  /// What a call must be to be listed, when the query says so.
  struct Filter: Sendable {
    let parameter: String
    /// Where the value stands in the call's own answer.
    let member: JSONPointer
    let test: Test

    enum Test: String, CaseIterable, Sendable {
      case equal, after, before
    }
  }
}

/// How a call without a job is told of, by what was answered to it.
struct CallOutcomes: Sendable {
  let refused: AnswerTemplate
  let broken: AnswerTemplate
}

/// One page of the list of calls.
///
/// A class, so that the turns that have none carry one word for it.
final class CallPage {
  let next: [UInt8]?
  let previous: [UInt8]?
  /// How many calls match, on all pages.
  let matching: Int
  /// The sum over them, in millionths.
  let sum: Int64

  init(next: [UInt8]?, previous: [UInt8]?, matching: Int, sum: Int64) {
    self.next = next
    self.previous = previous
    self.matching = matching
    self.sum = sum
  }
}

extension Binding {
  /// What the names about calls, keys and the account stand for.
  enum CallMember: Sendable {
    /// The id of this call in the list of calls.
    case reference
    case loggedID, loggedAt, loggedStatus, loggedRequestBytes, loggedAnswerBytes
    /// A value that the rule has for the logged call's operation.
    case loggedValue(Name)
    /// A value of what was answered to the logged call.
    case answer(MemberPath)
    case keyID
    /// What is left of the account's balance.
    case available
    case nextPage, previousPage, matching, sum
  }
}
