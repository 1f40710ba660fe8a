package import StuntEngine
package import StuntJSON
package import StuntSchema

/// What shows that a rule was broken: a closed list, with parameters from the rule's document.
package enum Detector: Sendable {
  // Messages: what each request has to be.
  case knownOperation
  case key
  case meetsSchema(SchemaParts)
  case knownMembers(MemberNames)
  case foreign([ForeignForm], operations: OperationSet)
  case together([MemberGroup], operations: OperationSet)
  case refusal(RefusedAnswer)
  // Conduct: what a client does over time.
  case submitsOnce
  case knownJobs
  case pollPace(Pace)
  case backsOff(statuses: [Int], pace: Pace)
  case retryAfter(WaitFields)
  case pollHint(WaitFields)
  case waitsForEnd(operations: OperationSet)
  case stopsAtEnd(extraPollsMax: Int)
  case reportsFailure(words: [String])
  case reportsReason
  case finishes
  case givesUp
  case followsURLs([Link])
  case fetchesWhole
  case resumesByRange
  case fetchesInTime(Instant.Span)
  case cancelsWhenInterrupted(operations: OperationSet)
  case keepsKey
  case verifiesWebhooks(flaws: [WebhookFlaw])
  case handlesOnce
  case endsCleanly

  /// Operations of a contract: of all, or of some.
  package struct OperationSet: Sendable {
    private let flags: [Bool]
    /// Whether all operations are meant.
    package let isAll: Bool

    /// All operations.
    package static let all = OperationSet(flags: [], isAll: true)

    /// Some of `count` operations, by their indexes.
    package init(_ operations: some Sequence<Int>, count: Int) {
      var flags = Array(repeating: false, count: count)
      for operation in operations { flags[operation] = true }
      self.init(flags: flags, isAll: false)
    }

    private init(flags: [Bool], isAll: Bool) {
      self.flags = flags
      self.isAll = isAll
    }

    /// Whether an operation is one of them; nil is the operation of a request that reached none.
    package func contains(_ operation: Int?) -> Bool {
      guard let operation else { return false }
      return isAll || operation < flags.count && flags[operation]
    }

    /// Their indexes; none where all are meant.
    package var indexes: [Int] { flags.indices.filter { flags[$0] } }
  }

  /// Which disagreements with the documented schema count.
  package struct SchemaParts: Sendable {
    /// Kinds of parts, as `CallViolation.Part` names them.
    package var parts: Set<String>
    /// Empty for all keywords.
    package var keywords: Set<String>
    package var exceptKeywords: Set<String>
    /// The beginnings of places that count; empty for all places.
    package var members: [JSONPointer]
    package var exceptMembers: [JSONPointer]
    package var operations: OperationSet
  }

  /// Which names are looked at, and which are taken besides the documented ones.
  package struct MemberNames: Sendable {
    package var part: Part
    package var allowed: Set<String>
    package var operations: OperationSet

    package enum Part: String, CaseIterable, Sendable {
      case body, query
    }
  }

  /// A form that another provider has: a member, and perhaps what stands in it.
  package struct ForeignForm: Sendable {
    package var part: Part
    /// With `*` for the index of an element; for a query or a field, `/` and its name.
    package var pointer: JSONPointer
    /// Empty for any value.
    package var values: [JSONValue]
    package var pattern: RegularExpression?
    /// Whose form it is.
    package var whose: String
    /// What this provider has in its place.
    package var use: String

    package enum Part: String, CaseIterable, Sendable {
      case body, query, header
    }
  }

  /// Members of a body of which the provider takes one only.
  package struct MemberGroup: Sendable {
    package var members: [JSONPointer]
    /// What to send in their place.
    package var use: String
  }

  /// An answer by which the provider says that a request's values do not go together.
  package struct RefusedAnswer: Sendable {
    package var statuses: [Int]
    /// Where in the answer's body; nil where the status says it all.
    package var pointer: JSONPointer?
    /// Empty for any value.
    package var values: [JSONValue]
    package var pattern: RegularExpression?
    package var operations: OperationSet
  }

  /// A least time between requests.
  package struct Pace: Sendable {
    package var least: Instant.Span
    /// The part of it that is enough: machines are late, and clients round.
    package var tolerance: Double
  }

  /// Where answers say how long to wait.
  package struct WaitFields: Sendable {
    package var fields: [Field]
    package var tolerance: Double

    package struct Field: Sendable {
      /// The field's name in small letters; empty where the body says it.
      package var name: String
      /// Where in the body; nil for a field.
      package var pointer: JSONPointer?
      package var unit: Unit
    }

    package enum Unit: String, CaseIterable, Sendable {
      case seconds, milliseconds
    }
  }

  /// Where answers name URLs, and the operations that these lead to.
  package struct Link: Sendable {
    /// Where in the answer's body, with `*` for the index of an element; nil for a field.
    package var pointer: JSONPointer?
    /// The field's name in small letters.
    package var field: String
    package var operations: OperationSet
  }

  /// What can be wrong with a webhook, in the words of scenarios.
  package enum WebhookFlaw: String, CaseIterable, Sendable {
    case tampered, stale, unsigned, wrongKey
  }
}
