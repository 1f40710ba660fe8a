package import StuntContract
import StuntEngine
package import StuntJSON
import StuntProviders

/// Holds the examples of a provider's documents against the schemas that they illustrate.
package enum ExampleCheck {
  /// The examples that are not what stands beside them, one error each.
  ///
  /// - Parameters:
  ///   - contract: Compiled from the documents.
  ///   - documents: The OpenAPI documents, with the files that they are from.
  package static func errors(
    in contract: Contract, documents: [(file: String, document: JSONDocument)]
  ) throws(DocumentError) -> [DocumentError] {
    let inventory = try ContractInventory(documents: documents)
    var errors: [DocumentError] = []
    for operation in contract.operations {
      guard let documented = inventory.operation(named: operation.id) else { continue }
      for content in documented.bodies where isJSON(content) {
        errors += Self.errors(in: content) {
          operation.findings(inBody: Array($0.rawBytes), contentType: content.essence).findings
        }
      }
      for response in documented.responses {
        for content in response.contents where isJSON(content) {
          errors += Self.errors(in: content) {
            operation.findings(
              inAnswer: response.status ?? undocumentedStatus, essence: content.essence,
              body: Array($0.rawBytes))
          }
        }
      }
    }
    for webhook in contract.webhooks {
      guard let bytes = webhook.example, let example = try? JSONDocument(parsing: bytes),
        let first = webhook.findings(in: example).first,
        let site = inventory.webhooks.first(where: { $0.name == webhook.name })?.place
      else { continue }
      errors.append(
        DocumentError(
          DocumentError.Place(file: site.file, line: site.line ?? 0, column: 1), problem(webhook.name, first))
      )
    }
    return errors
  }

  private static func problem(_ name: String, _ finding: MessageFinding) -> DocumentError.Problem {
    .contradiction(
      "the example \"\(name)\" is not what its schema says: \(finding.place): \(finding.message); mend either"
    )
  }

  /// A status that stands for all those without an answer of their own.
  private static let undocumentedStatus = 599

  private static func isJSON(_ content: OperationInventory.Content) -> Bool {
    content.essence == "application/json" || content.essence.hasSuffix("+json")
  }

  private static func errors(
    in content: OperationInventory.Content, findings: (JSONNode) -> [MessageFinding]
  ) -> [DocumentError] {
    content.examples.compactMap { name, example in
      guard let first = findings(example.node).first(where: { !$0.isNote }) else { return nil }
      return example.error(problem(name, first))
    }
  }
}
