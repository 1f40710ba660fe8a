package import StuntJSON

/// One thing that a provider's documents promise, and that something has to show.
package struct DocumentedItem: Hashable, Sendable {
  /// What kind of promise it is.
  package enum Kind: String, CaseIterable, Sendable {
    /// An operation answers with a status.
    case status
    /// An operation takes a model.
    case model
    /// An operation takes one of the values that a parameter or member may have.
    case value
    /// An operation takes a parameter, or a member of its body.
    case request
    /// An answer has a member or a field.
    case response
    /// A provider's error, a job's failure, or the rule that chooses an error.
    case error
    /// A step or a fault of a scenario.
    case scenario
    /// A message that the provider sends by itself, and each of its members.
    case webhook
  }

  package let kind: Kind
  /// The operation, with its status where it is about an answer; or the scenario.
  package let subject: String
  /// What of it.
  package let detail: String

  /// An item.
  package init(_ kind: Kind, _ subject: String, _ detail: String) {
    self.kind = kind
    self.subject = subject
    self.detail = detail
  }
}

extension DocumentedItem: CustomStringConvertible {
  package var description: String { "\(subject) \(detail)" }
}

/// A member that a schema names, by its pointer, with `*` for the index of an element.
package struct SchemaMember: Sendable {
  package let pattern: String
  /// The values that it may have, where they are listed; without null.
  package internal(set) var values: [JSONValue]
  package let place: DocumentSite
}
