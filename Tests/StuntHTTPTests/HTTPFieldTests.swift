import StuntHTTP
import Testing

@Suite struct HTTPFieldTests {
  @Test func `values of a name are joined, or told one by one, in any letters' case`() {
    let fields: HTTPFields = ["Accept": "a", "X": "1", "ACCEPT": "b"]
    #expect(fields["accept"] == "a, b")
    #expect(fields[values: "Accept"] == ["a", "b"])
    #expect(fields["Y"] == nil)
    #expect(fields.contains("x"))
    #expect(!fields.contains("y"))
    #expect(fields.map(\.name) == ["Accept", "X", "ACCEPT"])
    #expect(fields.count == 3)
  }

  @Test(arguments: [
    ("x-fast", "1, 2"), ("X-FAST", "1, 2"), ("x-fasU", nil), ("x-fas", nil), ("accept", "a"), ("", nil),
  ])
  func `a request's field is found in any letters' case`(name: String, value: String?) throws {
    let fields: HTTPFields = ["X-Fast": "1", "Accept": "a", "x-fast": "2"]
    let request = HTTPRequest(method: .get, target: "/", fields: fields)
    #expect(request.fields[name] == value)
  }

  @Test func `a name is ruled out by its length and first letter`() {
    let request = HTTPRequest(method: .get, target: "/", fields: ["X-Fast": "1", "Accept": "a"])
    let marks = request.fieldMarks
    for number in 0..<request.fields.count {
      #expect(marks.mayHold(FieldMarks(request.fields[lineAt: number].name)))
    }
    #expect(marks.mayHold(FieldMarks(["qqq".utf8, "accept".utf8])))
    #expect(!marks.mayHold(FieldMarks(["bccept".utf8, "b".utf8, "".utf8])))
    #expect(!marks.mayHold(FieldMarks("accep".utf8)))
    #expect(!marks.mayHold(FieldMarks()))
  }

  @Test func `setting a name replaces all its lines where the first stood`() {
    var fields: HTTPFields = ["A": "1", "B": "2", "a": "3", "C": "4"]
    fields["a"] = "5"
    #expect(fields == ["a": "5", "B": "2", "C": "4"])
    fields["B"] = nil
    #expect(fields == ["a": "5", "C": "4"])
    fields["D"] = "6"
    fields.append("E", "7")
    fields.append(HTTPField("F", "8"))
    #expect(fields == ["a": "5", "C": "4", "D": "6", "E": "7", "F": "8"])
  }

  @Test(arguments: ["", "a b", "a:", "é", "a\r", "a\n", "a\0", "(a)"])
  func `text that is no token is no name`(_ name: String) {
    #expect(throws: HTTPFieldError.name(name)) { try HTTPField(checking: name, value: "x") }
  }

  @Test(arguments: [" a", "a ", "\ta", "a\t", "a\rb", "a\nb", "a\0b", "a\u{7F}", "a\u{1B}[31m"])
  func `text with control characters or outer white space is no value`(_ value: String) {
    #expect(throws: HTTPFieldError.value(value, ofField: "A")) { try HTTPField(checking: "A", value: value) }
  }

  @Test func `other text is a field`() throws {
    for value in ["", "a", "a b", "a\tb", "é", "a:b"] {
      let field = try HTTPField(checking: "A-1", value: value)
      #expect(field == HTTPField("A-1", value))
    }
  }

  @Test func `the errors say what to do`() {
    #expect(
      HTTPFieldError.name("a b").description
        == "\"a b\" cannot be a field name; use letters, digits and !#$%&'*+-.^_`|~")
    #expect(
      HTTPFieldError.value("a\n", ofField: "X").description
        == "\"a\n\" cannot be the value of X; remove control characters and outer white space")
  }
}
