/// What schemas, patterns and validation may cost at most; past a limit comes an error or a violation, never a crash.
package enum Limits {
  /// Instructions of one compiled regular expression: a match costs at most this many steps per scalar.
  package static let regularExpressionInstructionsMax = 4_096

  /// Groups inside groups of one regular expression: its parser recurses, and a stack is finite.
  package static let regularExpressionDepthMax = 64

  /// Scalars of one regular expression's text: real ones have fewer than a hundred.
  package static let regularExpressionScalarsMax = 8_192

  /// States of a regular expression's table; a pattern that needs more is simulated, slower but as linear.
  static let automatonStatesMax = 256

  /// Instructions up to which building a table of states is tried at all: building costs instructions × states.
  static let automatonInstructionsMax = 512

  /// Schemas (objects and booleans) in one compiled program: the largest public contracts have about 20,000.
  package static let schemasMax = 100_000

  /// Schemas entered inside one another during validation, references included; deeper is a violation.
  package static let validationDepthMax = 256

  /// Schemas entered during one validation: a recursive schema of many branches can ask for 2^depth of them.
  ///
  /// Enough for 64 schemas at each value, so that only such a schema ever gets there.
  package static func validationSteps(tape count: Int) -> Int { 1_000_000 + count * 64 }

  /// Violations that are reported of one instance when nothing else is asked for: a reader stops long before.
  package static let violationsMax = 100
}
