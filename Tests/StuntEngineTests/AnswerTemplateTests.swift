import Testing

@testable import StuntEngine

/// Answers that are compiled when they are first given.
@Suite struct AnswerTemplateTests {
  private static var content: AnswerContent {
    AnswerContent(
      program: AnswerProgram(AnswerProgram.Lists()), fields: FieldBlock(), allFields: FieldBlock(),
      body: .none, essence: nil,
      facts: AnswerPlan.Facts(identifier: JobIdentifier(prefix: [], alphabet: .hex, length: 8)))
  }

  @Test func `what a template is made of is lent, whether it was compiled before or not`() {
    let late = AnswerTemplate(status: 200) { Self.content }
    let first = late.withContent { ObjectIdentifier($0) }
    #expect(late.withContent { ObjectIdentifier($0) } == first)
    #expect(ObjectIdentifier(late.content) == first)
  }
}
