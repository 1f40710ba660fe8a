package import StuntContract
import StuntJSON
import StuntSchema

/// One provider, compiled from its documents: the promise, and how the double keeps it.
///
/// A class, because all its tenants share one, and copying it would count a reference for each of its lists.
package final class Provider: Sendable {
  package let contract: Contract
  /// What `check` and `providers` print.
  package let description: String
  /// The documented field that names the real URL when a proxy of the client's own is used; lower case.
  package let targetField: String?
  /// The documented poll interval: the step of the auto clock.
  package let pollSpan: Instant.Span
  package let authentication: Authentication?
  package let identifier: JobIdentifier
  package let scenarios: ScenarioList
  /// The index of the scenario that a job follows when nothing else is asked for.
  package let defaultScenario: Int
  let behavior: Behavior
  let fileSizes = FileSizes()
  let linkWays = LinkWays()

  init(
    contract: Contract, description: String, targetField: String?, pollSpan: Instant.Span,
    authentication: Authentication?, identifier: JobIdentifier, scenarios: ScenarioList, defaultScenario: Int,
    behavior: Behavior
  ) {
    self.contract = contract
    self.description = description
    self.targetField = targetField
    self.pollSpan = pollSpan
    self.authentication = authentication
    self.identifier = identifier
    self.scenarios = scenarios
    self.defaultScenario = defaultScenario
    self.behavior = behavior
  }

  /// The provider's name.
  package var name: String { contract.provider }

  /// The index of the scenario of that name.
  package func scenario(named name: some Sequence<UInt8>) -> Int? {
    scenarios.names.firstIndex { $0.utf8.elementsEqual(name) }
  }

  /// Whether the operation serves files by their own names.
  package func isFile(_ operation: Int) -> Bool {
    if case .media = behavior.operations[operation].action { return true }
    return false
  }

  /// How a key comes with a request, and what becomes of one that does not.
  ///
  /// A class, because each request asks for one.
  package final class Authentication: Sendable {
    /// The field's name, lower case.
    package let field: String
    /// The scheme before the key, such as `Bearer`; nil for a bare key.
    package let scheme: String?
    /// What a well-formed key matches.
    let pattern: RegularExpression
    /// The refusal of a request without a key.
    package let missingRefusal: Int
    /// The refusal of a key of another form.
    package let malformedRefusal: Int
    /// Where else a key may come, when the field is not there.
    let others: [OtherPlace]
    /// The scheme, to be compared; empty for none.
    let schemeBytes: [UInt8]
    /// What stands in a key before its id.
    let idPrefix: [UInt8]
    /// What stands in a key after its id; nil for a key that is its id.
    let idEnd: UInt8?

    init(
      field: String, scheme: String?, pattern: RegularExpression, missingRefusal: Int, malformedRefusal: Int,
      others: [OtherPlace] = [], idPrefix: [UInt8] = [], idEnd: UInt8? = nil
    ) {
      self.others = others
      self.idPrefix = idPrefix
      self.idEnd = idEnd
      self.field = field
      self.scheme = scheme
      self.pattern = pattern
      (self.missingRefusal, self.malformedRefusal) = (missingRefusal, malformedRefusal)
      schemeBytes = Array((scheme ?? "").utf8)
      isInAuthorization = field == "authorization"
      fieldBytes = Array(field.utf8)
    }

    /// Whether the field is Authorization, whose place a request knows.
    let isInAuthorization: Bool
    /// The field's name, to be looked up.
    let fieldBytes: [UInt8]
  }
}

/// How a provider's operations answer: the compiled `behavior.json`.
struct Behavior: Sendable {
  /// What the rules, the tables and the provider's own fields refer to; each answer has a program of its own.
  var program: AnswerProgram
  var operations: [OperationBehavior]
  /// On every answer.
  var fields: FieldBlock
  var tables: [Table]
  var media: MediaRules?
  var pictures: PictureRules?
  var cost: CostRule?
  /// The kinds of ids besides those of jobs in general.
  var kinds: [IdentifierKind]
  var rateLimit: RateRule?
  /// The list of calls; nil for a provider that keeps none.
  var calls: CallLogRule?
  /// What an account has to spend, in millionths.
  var balanceMicros: Int64?
  var refusals: [(name: String, answer: AnswerTemplate)]
  var violations: [ViolationRule]
  var failures: [Failure]
  var unknownJob: Int?
  /// How the ends of jobs are told; nil for a provider that tells nobody.
  var webhooks: WebhookRules?
  /// By operation: its path template around its last parameter, for URLs; nothing after it where it has none.
  var links: [(before: [UInt8], after: [UInt8]?)]
  /// What submits may ask of the queue; nil where there is nothing to ask.
  var queue: QueueRule?
  /// How files are taken from clients; nil where they are not.
  var uploads: UploadRules?
}

/// One operation's behavior.
///
/// A class, because each request asks for one.
final class OperationBehavior: Sendable {
  let action: Action
  /// By phase; the first for actions without a job.
  let answers: [AnswerChoice?]
  /// The index of the path parameter that is the job's id; nil for an action without a job.
  let jobParameter: Int?
  /// Whether a call of it moves the auto clock: it asks how a job stands.
  let isPoll: Bool
  /// The kinds of ids that it knows.
  let kinds: [UInt8]
  /// The refusal for content whose time is over; nil for that of an unknown job.
  let expiredRefusal: Int?
  /// The refusal for an id that is none of its jobs'; nil for the provider's own.
  let unknownRefusal: Int?
  /// How calls that made no job are told of.
  let outcomes: CallOutcomes?
  /// Whether it answers when the job has ended, with no queue before it.
  let isRun: Bool
  /// How it makes jobs; nil for an operation that makes none.
  let submitRule: SubmitRule?
  /// Whether nothing is kept of its calls with their jobs.
  let keepsNothing: Bool

  init(
    action: Action, answers: [AnswerChoice?], jobParameter: Int?, kinds: [UInt8] = [0],
    expiredRefusal: Int? = nil, unknownRefusal: Int? = nil, outcomes: CallOutcomes? = nil
  ) {
    self.outcomes = outcomes
    self.action = action
    self.answers = answers
    self.jobParameter = jobParameter
    self.kinds = kinds
    self.expiredRefusal = expiredRefusal
    self.unknownRefusal = unknownRefusal
    if case .run = action { isRun = true } else { isRun = false }
    switch action {
    case .submit(let rule), .run(let rule), .pictures(let rule): submitRule = rule
    default: submitRule = nil
    }
    keepsNothing = submitRule?.keeps.isEmpty ?? true
    isPoll =
      switch action {
      case .observe, .result: true
      case .submit, .run, .pictures, .stream, .cancel, .delete, .content, .media, .list, .constant, .lookup,
        .call, .calls, .purge, .upload:
        false
      }
  }

  /// What an operation does.
  indirect enum Action: Sendable {
    case submit(SubmitRule)
    case run(SubmitRule)
    case pictures(SubmitRule)
    case observe
    case stream(answerOf: Int, commentSpan: Instant.Span, comment: String)
    case result
    case cancel(phases: Set<Phase>)
    case delete(phases: Set<Phase>)
    case content(variant: Binding?)
    case media(file: Binding, expired: Int, unknown: Int)
    case list(ListRule)
    case constant
    case lookup(table: Int, key: Binding, unknown: Int)
    case call(id: Binding, unknown: Int)
    case calls(CallListRule)
    case purge(id: Binding, unknown: Int)
    case upload(UploadRule)
  }

  /// How jobs are made.
  ///
  /// A class, because each submit asks for one.
  final class SubmitRule: Sendable {
    /// A value and its name, which has a number among the names of the provider's program.
    typealias Keep = (name: String, value: Binding, number: Binding.Name)

    /// Whether a bad request makes a job that fails with this failure; nil when it is refused.
    let deferredFailure: Int?
    /// The failure of every job of this operation.
    let failure: Int?
    /// Where scenario markers are looked for.
    let prompt: Binding?
    /// What is kept of the call with the job.
    let keeps: [Keep]
    /// What few submits ask for.
    let details: SubmitDetails?
    /// Whether the details have to be looked at for every submit, not only for those that they concern.
    let isParticular: Bool
    let idempotencyKey: Binding?
    let idempotentStatus: Int?
    /// What is answered in place of a job, and when.
    let estimate: EstimateRule?
    /// What the request's parameters become for whom it is passed on to.
    let upstream: LazyUpstream?

    init(
      deferredFailure: Int?, failure: Int?, prompt: Binding?, keeps: [Keep],
      details: SubmitDetails?, idempotencyKey: Binding?, idempotentStatus: Int?,
      estimate: EstimateRule? = nil, upstream: LazyUpstream? = nil
    ) {
      self.upstream = upstream
      self.estimate = estimate
      self.deferredFailure = deferredFailure
      self.failure = failure
      self.prompt = prompt
      self.keeps = keeps
      self.details = details
      isParticular = details?.isForAll ?? false
      self.idempotencyKey = idempotencyKey
      self.idempotentStatus = idempotentStatus
    }
  }

  /// How a list is cut into pages.
  struct ListRule: Sendable {
    var limit: Binding?
    var defaultLimit: Int
    var after: Binding?
    var order: Binding?
    /// The operations whose jobs are listed; nil for all.
    var operations: Set<Int>?
  }
}

/// What is answered in one phase.
enum AnswerChoice: Sendable {
  case answer(AnswerTemplate)
  case refusal(Int)
  /// The answer of the job's failure.
  case failure
  /// The first whose condition holds, or else the other.
  indirect case first(of: [ConditionalAnswer], otherwise: AnswerChoice)
}

/// Where a body comes from.
enum BodySource: Sendable {
  case none
  case template(Template)
  case quirk(BodyQuirk)
}

/// Which provider error a violation becomes.
struct ViolationRule: Sendable {
  var operation: Int?
  /// The name of a parameter of the path or the query, or of a field.
  var parameter: String?
  var location: JSONPointer?
  var keyword: String?
  var refusal: Int
}
