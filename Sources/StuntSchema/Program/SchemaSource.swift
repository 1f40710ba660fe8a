/// A program, or the way to it: compiled when it is first needed.
///
/// A class, because many threads may ask at once. Each of them may compile; the first to end gives the program to all.
final class SchemaSource: Sendable {
  private let known: FirstUse<SchemaProgram>
  private let compile: @Sendable () -> SchemaProgram

  /// A program that is compiled already.
  init(_ program: SchemaProgram) {
    compile = { program }
    known = FirstUse(program)
  }

  /// A program that is compiled later.
  init(compile: @escaping @Sendable () -> SchemaProgram) {
    self.compile = compile
    known = FirstUse()
  }

  /// The program: one and the same for all who ask.
  var program: SchemaProgram {
    if let program = known.value { return program }
    return known.keep(compile())
  }

  /// Lends the program to a body, and counts no reference.
  @inline(__always)
  func withProgram<Result>(_ body: (SchemaProgram) -> Result) -> Result {
    known.withValue(body) ?? body(known.keep(compile()))
  }
}
