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

/// The fields and the body of an answer, and the program that they refer to.
final class AnswerContent: Sendable {
  let program: AnswerProgram
  /// The lines of the answer's own fields and of its Content-Type.
  let fields: FieldBlock
  let body: BodySource
  /// The media type of the content; nil for none.
  let essence: String?
  /// What is left to check of a body that the template makes; nil where each is checked whole.
  let proof: AnswerProof?
  private let known = FirstUse<AnswerFacts>()

  init(program: AnswerProgram, fields: FieldBlock, body: BodySource, essence: String?, proof: AnswerProof?) {
    self.program = program
    self.fields = fields
    self.body = body
    self.essence = essence
    self.proof = proof
  }

  /// What is known about the values at its places, of answers of a provider with this form of ids.
  func facts(_ identifier: JobIdentifier) -> AnswerFacts {
    known.value ?? known.keep(AnswerFacts(body, program, proof, identifier))
  }
}
