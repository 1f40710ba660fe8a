/// What shows that a rule was broken: a closed list, with parameters from the rule's document.
package enum Detector: Hashable, Sendable {
  /// No request reaches a path or method that the contract does not have.
  case knownOperations
}
