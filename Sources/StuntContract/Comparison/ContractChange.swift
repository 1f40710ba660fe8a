/// One difference between two versions of a contract, and what it does to clients of the old one.
package struct ContractChange: Equatable, Sendable {
  package let kind: Kind
  /// What it is about: a keyword, a parameter, a member, a status.
  package let detail: String
  /// What was; nil for what is new.
  package let old: String?
  /// What is; nil for what is gone.
  package let new: String?
  /// Where that stood, through references.
  package let oldPlace: DocumentError.Place?
  /// Where that stands, through references.
  package let newPlace: DocumentError.Place?
  /// Which way the data goes that it is about.
  package let direction: Direction
  /// Where it is met, in the order of the documents; never empty.
  package internal(set) var uses: [Use]

  /// What it does to clients.
  package var severity: Severity { kind.effect(direction).severity }
  /// One sentence on whom it breaks and how, or why it does not.
  package var reason: String { kind.effect(direction).reason }

  /// An operation, and the part of its messages.
  package struct Use: Hashable, Sendable {
    /// Such as `POST /things (createThing)`, or `webhook thing.done`.
    package let subject: String
    /// Such as `request body application/json`, or `answer 200 field x-thing`; empty for the operation itself.
    package let part: String
    /// Where in the part: a JSON Pointer in which `*` stands for any element or name.
    package let location: String

    /// The use in one line.
    package var text: String {
      [subject, part, location].filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// Which way data goes.
  package enum Direction: String, CaseIterable, Sendable {
    /// From the client to the provider.
    case request
    /// From the provider to the client, webhooks included.
    case answer
  }

  /// What a change does to clients of the old version, worst first.
  package enum Severity: String, CaseIterable, Sendable {
    case breaking
    /// It changed, and whether it breaks anybody cannot be told.
    case undecided = "cannot tell"
    /// It breaks clients that count on more than they should.
    case risky
    case compatible

    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// The same change seen from the other side: what is when OLD and NEW change places.
  package var mirrored: ContractChange {
    ContractChange(
      kind: kind.mirrored, detail: detail, old: new, new: old, oldPlace: newPlace, newPlace: oldPlace,
      direction: direction, uses: uses)
  }

  /// What changed: each with its opposite, or its own opposite.
  package enum Kind: String, CaseIterable, Sendable {
    case operationAdded = "operation-added", operationRemoved = "operation-removed"
    case operationMoved = "operation-moved"
    case operationRenamed = "operation-renamed"
    case operationDeprecated = "operation-deprecated", operationRevived = "operation-revived"
    case serverAdded = "server-added", serverRemoved = "server-removed"
    case securityAdded = "security-added", securityRemoved = "security-removed"

    case parameterAdded = "parameter-added", parameterRemoved = "parameter-removed"
    case requiredParameterAdded = "required-parameter-added"
    case requiredParameterRemoved = "required-parameter-removed"
    case parameterMoved = "parameter-moved"
    case parameterRenamed = "parameter-renamed"
    case encodingChanged = "encoding-changed"

    case bodyAdded = "body-added", bodyRemoved = "body-removed"
    case requiredBodyAdded = "required-body-added", requiredBodyRemoved = "required-body-removed"
    case mediaTypeAdded = "media-type-added", mediaTypeRemoved = "media-type-removed"
    case successAdded = "success-status-added", successRemoved = "success-status-removed"
    case errorAdded = "error-status-added", errorRemoved = "error-status-removed"
    case fieldAdded = "field-added", fieldRemoved = "field-removed"
    case webhookAdded = "webhook-added", webhookRemoved = "webhook-removed"

    case becameRequired = "became-required", becameOptional = "became-optional"
    case memberAdded = "member-added", memberRemoved = "member-removed"
    case requiredMemberAdded = "required-member-added", requiredMemberRemoved = "required-member-removed"
    /// The same of objects that take no members but those that are listed.
    case memberPermitted = "member-permitted", memberForbidden = "member-forbidden"
    case objectOpened = "object-opened", objectClosed = "object-closed"

    case typeWidened = "type-widened", typeNarrowed = "type-narrowed", typeChanged = "type-changed"
    case nullAllowed = "null-allowed", nullRefused = "null-refused"
    case valueAdded = "value-added", valueRemoved = "value-removed"
    case valuesOpened = "values-opened", valuesListed = "values-listed"
    case limitLoosened = "limit-loosened", limitTightened = "limit-tightened"
    case ruleRemoved = "rule-removed", ruleAdded = "rule-added"
    case alternativeAdded = "alternative-added", alternativeRemoved = "alternative-removed"
    case defaultChanged = "default-changed"
    /// Both versions say something, of which it cannot be decided which allows more.
    case ruleChanged = "rule-changed"
  }
}

extension ContractChange.Kind {
  /// The kinds that are each other's opposite; all others are their own.
  private static let pairs: [(ContractChange.Kind, ContractChange.Kind)] = [
    (.operationAdded, .operationRemoved), (.operationDeprecated, .operationRevived),
    (.serverAdded, .serverRemoved), (.securityAdded, .securityRemoved),
    (.parameterAdded, .parameterRemoved), (.requiredParameterAdded, .requiredParameterRemoved),
    (.bodyAdded, .bodyRemoved), (.requiredBodyAdded, .requiredBodyRemoved),
    (.mediaTypeAdded, .mediaTypeRemoved), (.successAdded, .successRemoved), (.errorAdded, .errorRemoved),
    (.fieldAdded, .fieldRemoved), (.webhookAdded, .webhookRemoved), (.becameRequired, .becameOptional),
    (.memberAdded, .memberRemoved), (.requiredMemberAdded, .requiredMemberRemoved),
    (.memberPermitted, .memberForbidden), (.objectOpened, .objectClosed), (.typeWidened, .typeNarrowed),
    (.nullAllowed, .nullRefused),
    (.valueAdded, .valueRemoved), (.valuesOpened, .valuesListed), (.limitLoosened, .limitTightened),
    (.ruleRemoved, .ruleAdded), (.alternativeAdded, .alternativeRemoved),
  ]

  /// What it is when OLD and NEW change places.
  package var mirrored: ContractChange.Kind {
    for (left, right) in Self.pairs {
      if self == left { return right }
      if self == right { return left }
    }
    return self
  }
}
