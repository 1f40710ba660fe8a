package import StuntJSON

/// A compiled schema: immutable, safe to share, and never in need of a look-up by name while it validates.
package struct Schema: Sendable {
  private let source: SchemaSource
  let entry: UInt32

  init(source: SchemaSource, entry: UInt32) {
    self.source = source
    self.entry = entry
  }

  /// The program that the schema is a part of, compiled now if it was not before.
  var program: SchemaProgram { source.program }

  /// Whether the value at an index of a document's tape is valid; builds nothing.
  package func isValid(_ document: JSONDocument, at index: Int = 0) -> Bool {
    document.withUnsafeTape { bytes, tape in isValid(bytes, tape, at: index) }
  }

  /// Whether the value at an index of a borrowed tape is valid; builds nothing.
  package func isValid(
    _ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>, at index: Int = 0
  ) -> Bool {
    source.withProgram { program in
      Evaluator.run(program, bytes, tape) { evaluator in
        if program.usesDynamicScope { evaluator.begin(entry) }
        return evaluator.isValid(entry, index) && !evaluator.isExhausted
      }
    }
  }

  /// The violations of the value at an index, in the order of keywords, properties and elements; empty if it is valid.
  ///
  /// Instance locations count from that value.
  package func violations(
    of document: JSONDocument, at index: Int = 0, limit: Int = Limits.violationsMax
  ) -> [Violation] {
    document.withUnsafeTape { bytes, tape in
      Evaluator.run(program, bytes, tape) { evaluator in
        evaluator.begin(entry)
        if evaluator.isValid(entry, index), !evaluator.isExhausted { return [] }
        var explainer = Explainer(document: document, root: index, limit: max(1, limit))
        if !evaluator.isExhausted {
          evaluator.budget = Limits.validationSteps(tape: tape.count)
          explainer.explain(entry, index, &evaluator)
        }
        return explainer.finish(&evaluator)
      }
    }
  }
}

extension Evaluator {
  /// Enters the resource that the outermost schema is in.
  mutating func begin(_ entry: UInt32) {
    if program.parts.usesDynamicScope { scope.append(program.parts.resources[Int(entry)]) }
  }
}
