package import StuntJSON

/// What a contract may ask for. Each limit keeps a broken or hostile document from costing more than it is worth.
package enum Limits {
  /// Parameters in one path template: what fits beside a request without an allocation; no documented path has more than 3.
  package static let pathParametersMax = 4
  /// Operations of one provider: far above any documented API.
  package static let operationsMax = 1_000
  /// Pairs in one query: above what any documented operation takes, below what would slow a check.
  package static let queryPairsMax = 100
  /// Nesting of references while a form's shape is read: a reference circle ends here.
  package static let shapeDepthMax = 16
  /// Violations reported for one message: a reader mends the first ones first.
  package static let violationsMax = 32
  /// Characters of a value that a comparison quotes: what a reader recognizes it by.
  package static let changeTextMax = 120
  /// Schemas inside one another that a comparison looks into: far deeper than any documented message.
  package static let comparisonDepthMax = 48
  /// Alternatives of one schema that are compared one by one; beyond that only whether they are the same.
  package static let alternativesMax = 64
  /// Characters of a schema that is compared as text, with its references followed.
  package static let schemaTextMax = 1 << 20
}

extension JSONLimits {
  /// Messages of providers: as deep as any documented one, with room for images as data URIs.
  package static let message = JSONLimits(documentBytes: 64 << 20, depth: 64)
  /// Our own documents.
  package static let document = JSONLimits(documentBytes: 16 << 20, depth: 128)
}
