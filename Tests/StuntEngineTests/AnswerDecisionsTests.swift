import Testing

@testable import StuntEngine

/// Choices as plain lists.
@Suite struct AnswerDecisionsTests {
  private static var content: AnswerContent {
    AnswerContent(
      program: AnswerProgram(AnswerProgram.Lists()), fields: FieldBlock(), allFields: FieldBlock(),
      body: .none,
      essence: nil,
      facts: AnswerPlan.Facts(identifier: JobIdentifier(prefix: [], alphabet: .hex, length: 8)))
  }

  private static func answer(_ status: Int) -> AnswerChoice {
    .answer(AnswerTemplate(status: status, content: content))
  }

  private static func when(_ condition: Int32, _ choice: AnswerChoice) -> ConditionalAnswer {
    ConditionalAnswer(condition: condition, isOfCall: false, choice: choice)
  }

  @Test func `conditions of a phase come in order, and then what is given otherwise`() {
    let decisions = AnswerDecisions([
      Self.answer(200), nil,
      .first(
        of: [Self.when(7, Self.answer(201)), Self.when(5, Self.answer(202))], otherwise: Self.answer(203)),
      .first(of: [Self.when(9, Self.answer(204))], otherwise: Self.answer(205)),
    ])
    func statuses(_ phase: Int) -> [Int?] {
      let places = decisions.places(ofPhase: phase)
      return (places.first..<places.end).map { decisions.template(of: $0).status }
        + [decisions.template(ofPhase: phase)?.status]
    }
    #expect(statuses(0) == [200])
    #expect(statuses(1) == [nil])
    #expect(statuses(2) == [201, 202, 203])
    #expect(statuses(3) == [204, 205])
    let places = decisions.places(ofPhase: 2)
    #expect((places.first..<places.end).map { decisions.condition($0) } == [7, 5])
  }

  @Test(arguments: [
    AnswerChoice.refusal(1), .failure, .first(of: [when(1, .refusal(0))], otherwise: answer(200)),
    .first(of: [when(1, answer(201))], otherwise: .failure),
    .first(
      of: [when(1, answer(201)), when(2, .first(of: [], otherwise: answer(200)))], otherwise: answer(203)),
  ])
  func `a choice that is more than answers is left to be looked at`(choice: AnswerChoice) {
    let decisions = AnswerDecisions([choice, Self.answer(200)])
    #expect(decisions.places(ofPhase: 0) == (0, 0))
    #expect(decisions.template(ofPhase: 0)?.status == nil)
    #expect(decisions.places(ofPhase: 1) == (0, 0))
    #expect(decisions.template(ofPhase: 1)?.status == 200)
  }

  @Test func `what a template is made of is lent, whether it was compiled before or not`() {
    let late = AnswerTemplate(status: 200) { Self.content }
    let first = late.withContent { ObjectIdentifier($0) }
    #expect(late.withContent { ObjectIdentifier($0) } == first)
    #expect(ObjectIdentifier(late.content) == first)
  }
}
