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
  package let scenarios: [Scenario]
  /// The index of the scenario that a job follows when nothing else is asked for.
  package let defaultScenario: Int
  let behavior: Behavior
  let fileSizes = FileSizes()

  init(
    contract: Contract, description: String, targetField: String?, pollSpan: Instant.Span,
    authentication: Authentication?, identifier: JobIdentifier, scenarios: [Scenario], defaultScenario: Int,
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
    scenarios.firstIndex { $0.name.utf8.elementsEqual(name) }
  }

  /// Whether the operation serves files by their own names.
  package func isFile(_ operation: Int) -> Bool {
    if case .media = behavior.operations[operation].action { return true }
    return false
  }

  /// How a key comes with a request, and what becomes of one that does not.
  package struct Authentication: Sendable {
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
  }
}

/// How a provider's operations answer: the compiled `behavior.json`.
struct Behavior: Sendable {
  var operations: [OperationBehavior]
  /// On every answer.
  var fields: FieldBlock
  var tables: [Table]
  var media: MediaRules?
  var cost: CostRule?
  var refusals: [(name: String, answer: AnswerTemplate)]
  var violations: [ViolationRule]
  var failures: [Failure]
  var unknownJob: Int?
  /// By operation: its path template around its last parameter, for URLs.
  var links: [(before: [UInt8], after: [UInt8])]
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

  init(action: Action, answers: [AnswerChoice?], jobParameter: Int?) {
    self.action = action
    self.answers = answers
    self.jobParameter = jobParameter
  }

  /// What an operation does.
  enum Action: Sendable {
    case submit(SubmitRule)
    case run(SubmitRule)
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
  }

  /// How jobs are made.
  struct SubmitRule: Sendable {
    /// Whether a bad request makes a job that fails with this failure; nil when it is refused.
    var deferredFailure: Int?
    /// The failure of every job of this operation.
    var failure: Int?
    /// Where scenario markers are looked for.
    var prompt: Binding?
    /// What is kept of the call with the job.
    var keeps: [(name: String, value: Binding)] = []
    var idempotencyKey: Binding?
    var idempotentStatus: Int?
  }

  /// How it makes jobs; nil for an operation that makes none.
  var submitRule: SubmitRule? {
    switch action {
    case .submit(let rule), .run(let rule): rule
    default: nil
    }
  }

  /// How a list is cut into pages.
  struct ListRule: Sendable {
    var limit: Binding?
    var defaultLimit: Int
    var after: Binding?
    var order: Binding?
  }
}

/// What is answered in one phase.
enum AnswerChoice: Sendable {
  case answer(AnswerTemplate)
  case refusal(Int)
  /// The answer of the job's failure.
  case failure
}

/// An answer before its values are filled in.
///
/// A class, because each answer asks for one.
final class AnswerTemplate: Sendable {
  let status: Int
  /// The lines of the answer's own fields and of its Content-Type.
  let fields: FieldBlock
  let body: BodySource
  /// The media type of the content; nil for none.
  let essence: String?

  init(status: Int, fields: FieldBlock, body: BodySource, essence: String?) {
    self.status = status
    self.fields = fields
    self.body = body
    self.essence = essence
  }
}

/// Where a body comes from.
enum BodySource: Sendable {
  case none
  case template(Template)
  case quirk(BodyQuirk)
}

/// Field lines of answers: what is fixed as bytes, and the fields whose values differ.
struct FieldBlock: Sendable {
  /// A stretch of a block.
  enum Part: Sendable {
    case lines([UInt8])
    /// One field; left out where the binding yields nothing.
    case field(name: [UInt8], value: Binding)
  }

  private(set) var parts: [Part] = []

  /// Adds a field.
  mutating func append(_ name: String, _ value: Binding) {
    guard case .literal(let literal) = value.source, literal.kind == .string, value.condition == nil else {
      parts.append(.field(name: Array((name + ": ").utf8), value: value))
      return
    }
    var line = Array((name + ": ").utf8)
    Value.json(literal.json[...], .string).appendText(to: &line)
    line.append(contentsOf: "\r\n".utf8)
    if case .lines(let lines)? = parts.last {
      parts[parts.count - 1] = .lines(lines + line)
    } else {
      parts.append(.lines(line))
    }
  }
}

/// Rows that a request selects one of by a key.
struct Table: Sendable {
  var name: String
  /// Where the key is found in a submit; nil for a table that is only listed.
  var key: Binding?
  var columns: [String]
  /// By row.
  var keys: [[UInt8]]
  /// By row, then by column.
  var rows: [[Binding.Literal?]]
  /// The refusal for a key that no row has.
  var missing: Int?
  /// The row for a key that no row has.
  var otherwise: Int?

  /// The row of a key.
  func row(ofKey text: [UInt8]) -> Int? {
    keys.firstIndex(of: text)
  }
}

/// Which provider error a violation becomes.
struct ViolationRule: Sendable {
  var operation: Int?
  var location: JSONPointer?
  var keyword: String?
  var refusal: Int
}

/// Why a job can fail.
struct Failure: Sendable {
  var name: String
  var values: [(name: String, value: Binding.Literal)]
  var answer: AnswerTemplate?
}

/// What a job costs.
struct CostRule: Sendable {
  var unit: Binding
  var currency: String
}
