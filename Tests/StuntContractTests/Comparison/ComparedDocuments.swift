import StuntContract
import StuntJSON

/// Two versions of a small contract, made from the parts that differ.
enum ComparedDocuments {
  /// A part of the small contract, by what stands there.
  enum Part: String, CaseIterable {
    /// The schema of what is sent, and of what comes back.
    case request, answer
    /// The operation's members beside its messages, and the document's.
    case operation, document
  }

  /// A document with one operation.
  static func document(_ part: Part, _ text: String) -> String {
    let request = part == .request ? text : #"{ "type": "object" }"#
    let answer = part == .answer ? text : #"{ "type": "object" }"#
    let operation =
      part == .operation
      ? text
      : """
      "operationId": "sendThing",
      "requestBody": { "required": true, "content": { "application/json": { "schema": \(request) } } },
      "responses": { "200": { "description": "", "content": { "application/json": { "schema": \(answer) } } } }
      """
    let rest = part == .document ? text : "\"components\": { \"schemas\": {} }"
    let paths = part == .document ? "" : "\"paths\": { \"/things\": { \"post\": { \(operation) } } },"
    return """
      { "openapi": "3.1.0", "info": { "title": "Things", "version": "1" }, \(paths)
        \(rest) }
      """
  }

  /// The changes from one text in a part to another.
  static func changes(_ part: Part, _ old: String, _ new: String) throws -> [ContractChange] {
    try ContractComparison.changes(
      from: [("old.json", try JSONDocument(parsing: document(part, old)))],
      to: [("new.json", try JSONDocument(parsing: document(part, new)))])
  }

  /// Changes as a table writes them: `breaking became-required /name`.
  static func lines(_ changes: [ContractChange]) -> [String] {
    changes.map { change in
      let use = change.uses[0]
      return [change.severity.rawValue, change.kind.rawValue, use.part.isEmpty ? "" : use.location]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}
