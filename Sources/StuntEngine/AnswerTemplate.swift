import StuntContract
import StuntSchema

/// An answer before its values are filled in.
///
/// A class, because each answer asks for one.
final class AnswerTemplate: Sendable {
  let status: Int
  private let known: FirstUse<AnswerContent>
  private let compile: (@Sendable () -> AnswerContent)?

  /// An answer that is compiled already.
  init(status: Int, content: AnswerContent) {
    self.status = status
    compile = nil
    known = FirstUse(content)
  }

  /// An answer that is compiled when it is first given.
  init(status: Int, compile: @escaping @Sendable () -> AnswerContent) {
    self.status = status
    self.compile = compile
    known = FirstUse()
  }

  /// What it is made of.
  ///
  /// Of several threads that ask first, each may compile; the first to end gives its content to all.
  var content: AnswerContent {
    if let content = known.value { return content }
    guard let compile else { preconditionFailure("what is not compiled later was compiled at once") }
    return known.keep(compile())
  }
}

extension AnswerTemplate {
  /// Lends what it is made of, which is not counted: it lives as long as the template, which who asks holds.
  @inline(__always)
  func withContent<Result>(_ body: (AnswerContent) -> Result) -> Result {
    known.withValue(body) ?? body(content)
  }
}

/// The fields and the body of an answer, and the program that they refer to.
final class AnswerContent: Sendable {
  let program: AnswerProgram
  /// The lines of the answer's own fields and of its Content-Type.
  let fields: FieldBlock
  /// The same, and those of the provider after them.
  let allFields: FieldBlock
  let body: BodySource
  /// The media type of the content; nil for none.
  let essence: String?
  /// What is left to check of a body that the template makes; nil where each is checked whole.
  let proof: AnswerProof?
  /// The program's text.
  let text: [UInt8]
  /// How a template is filled in.
  let steps: [AnswerPlan.Step]
  let sources: [AnswerPlan.Source]
  /// The text after the last place.
  let end: AnswerProgram.Bytes

  /// - Parameter facts: What is told about the answer.
  init(
    program: AnswerProgram, fields: FieldBlock, allFields: FieldBlock, body: BodySource, essence: String?,
    facts: AnswerPlan.Facts
  ) {
    self.program = program
    self.fields = fields
    self.allFields = allFields
    self.body = body
    self.essence = essence
    proof = facts.proof
    text = program.lists.bytes
    var plan: AnswerPlan?
    if case .template(let template) = body { plan = AnswerPlan(template, program, facts) }
    steps = plan?.steps ?? []
    sources = plan?.sources ?? []
    end = plan?.end ?? AnswerProgram.Bytes(start: 0, count: 0)
  }
}
