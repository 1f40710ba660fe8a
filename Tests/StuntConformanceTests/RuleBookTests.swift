import StuntConformance
import StuntContract
import StuntEngine
import StuntTestSupport
import Testing

@Suite struct RuleBookTests {
  static let mistakes = Mistake.all(in: "mistakes/rules.txt")

  @Test func `the mistakes are there`() {
    #expect(Self.mistakes.count >= 60)
  }

  @Test(arguments: mistakes)
  func `a mistake is named with file, line, column and pointer`(mistake: Mistake) throws {
    let made = try #require(mistake.made(in: Nimbus.rules.get()), "the text is not in the document")
    let error = #expect(throws: DocumentError.self) { try Nimbus.compile(made.text) }
    let sentence = try #require(error?.description)
    let place = "nimbus/rules.json:\(made.place): error: "
    #expect(sentence.hasPrefix(place), "\(sentence)")
    #expect(mistake.isComplaint(String(sentence.dropFirst(place.count))), "\(sentence)")
  }

  @Test func `a document becomes a book`() throws {
    let book = try Nimbus.book.get()
    #expect(book.provider.name == "nimbus")
    #expect(book.rules.map(\.number) == Array(1...book.rules.count))
    #expect(book.suite.map(\.name).prefix(3) == ["completed", "failing", "faulty"])
    #expect(book.suite.last?.interruptAfterPolls == 2)
    #expect(book.key == "nb-stunt-{run}")
    #expect(book.environment.map(\.name) == ["NIMBUS_BASE_URL", "NIMBUS_KEY"])
    #expect(book.rules(shownBy: "stuck").map(\.id).contains("gives-up"))
    #expect(!book.rules(shownBy: "stuck").map(\.id).contains("waits-as-told"))
  }

  @Test func `the fixture has every detector`() throws {
    let used = Set(try Nimbus.book.get().rules.map(\.detector.name))
    #expect(Set(DetectorName.allCases).subtracting(used).map(\.rawValue).sorted() == [])
  }

  @Test func `parameters are read`() throws {
    let book = try Nimbus.book.get()
    let contract = book.provider.contract
    guard
      case .cancelsWhenInterrupted(let operations)? = book.rules.first(where: { $0.id == "cancels" })?
        .detector
    else { throw Lost() }
    #expect(operations.indexes.map { contract.operations[$0].id } == ["cancelFilm"])
    #expect(!operations.isAll && !operations.contains(nil))
    guard case .pollPace(let pace)? = book.rules.first(where: { $0.id == "patient" })?.detector else {
      throw Lost()
    }
    #expect(pace.least == .seconds(2) && pace.tolerance == 0.5)
  }

  @Test func `operations of a role are found where none are named`() throws {
    let text = try Nimbus.rules.get().replacing(#", "operations": "cancelFilm""#, with: "")
    let book = try Nimbus.compile(text)
    guard
      case .cancelsWhenInterrupted(let operations)? = book.rules.first(where: { $0.id == "cancels" })?
        .detector
    else { throw Lost() }
    #expect(operations.indexes.map { book.provider.contract.operations[$0].id } == ["cancelFilm"])
  }

  struct Lost: Error {}
}
