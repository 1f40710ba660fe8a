import StuntJSON
import Testing

@Suite struct JSONMalformedTests {
  @Test(arguments: MalformedDocument.structures)
  func `a document with a wrong structure is refused where it goes wrong`(document: MalformedDocument) {
    expectRefusal(document)
  }

  @Test(arguments: MalformedDocument.wordsAndNumbers)
  func `a wrong word or number is refused where it goes wrong`(document: MalformedDocument) {
    expectRefusal(document)
  }

  @Test(arguments: MalformedDocument.strings)
  func `a wrong string is refused where it goes wrong`(document: MalformedDocument) {
    expectRefusal(document)
  }

  @Test(arguments: MalformedDocument.encodings)
  func `what is not UTF-8 is refused at its first byte`(document: MalformedDocument) {
    expectRefusal(document)
  }

  @Test func `every message says what was found, what was expected and what to do`() {
    for document in all {
      let sentence = document.fault.description
      let parts = sentence.split(separator: ";")
      #expect(parts.count >= 3 && sentence.contains("expected"), "\(sentence)")
    }
  }

  @Test func `a message begins with its place`() {
    let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: "{\n \"a\": [1, x]}") }
    #expect(
      error?.description == """
        line 2, column 11 (byte 12, at /a/1): found 'x'; expected a value; \
        write a string in double quotes, a number, an object, an array, true, false or null
        """)
  }

  @Test func `every fault occurs in the tables, and there are more than a hundred documents`() {
    let names = Set(
      all.map { String(describing: Mirror(reflecting: $0.fault).children.first?.label ?? "\($0.fault)") })
    #expect(names.count == 17)
    #expect(all.count >= 200)
  }

  @Test func `every beginning of a document is refused`() throws {
    let document = Array(#"{"a":[1.5e3,"\u00e9é",{"b":null}],"c":"😀\ud83d\ude00"}"#.utf8)
    _ = try JSONDocument(parsing: document)
    for length in 0..<document.count {
      #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(document[..<length])) }
    }
  }

  private var all: [MalformedDocument] {
    MalformedDocument.structures + MalformedDocument.wordsAndNumbers + MalformedDocument.strings
      + MalformedDocument.encodings
  }

  private func expectRefusal(_ document: MalformedDocument) {
    do {
      _ = try JSONDocument(parsing: document.bytes)
      Issue.record("accepted")
    } catch {
      guard case .malformed(let fault, let place) = error else {
        Issue.record(error)
        return
      }
      #expect(fault == document.fault)
      #expect("\(place.line):\(place.column)" == "\(document.line):\(document.column)")
      #expect(place.pointer.description == document.pointer)
    }
  }
}
