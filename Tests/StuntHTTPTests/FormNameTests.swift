import StuntHTTP
import Testing

@Suite struct FormNameTests {
  @Test(
    arguments: [
      ("prompt", [.member("prompt")]), ("file[url]", [.member("file"), .member("url")]),
      ("list[]", [.member("list"), .append]), ("a[0][b]", [.member("a"), .index(0), .member("b")]),
      ("a[][b]", [.member("a"), .append, .member("b")]), ("a[12]", [.member("a"), .index(12)]),
      ("a[01]", [.member("a"), .member("01")]), ("a[-1]", [.member("a"), .member("-1")]),
      ("a[ b ]", [.member("a"), .member(" b ")]), ("a b", [.member("a b")]), ("a.b", [.member("a.b")]),
      ("é[ü]", [.member("é"), .member("ü")]),
      ("a[99999999999999999999]", [.member("a"), .member("99999999999999999999")]),
    ] as [(String, [FormName.Component])])
  func `brackets spell a path`(_ name: String, _ path: [FormName.Component]) throws {
    #expect(try FormName(parsing: name).path == path)
  }

  @Test(arguments: [
    ("", FormNameError.empty), ("[]", .empty), ("[a]", .empty), ("a[", .brackets("a[")),
    ("a]", .brackets("a]")),
    ("a[b", .brackets("a[b")), ("a]b[c]", .brackets("a]b[c]")), ("a[b]c", .brackets("a[b]c")),
    ("a[[b]]", .brackets("a[[b]]")), ("a[b]]", .brackets("a[b]]")), ("a[b][", .brackets("a[b][")),
    ("a[b]c[d]", .brackets("a[b]c[d]")),
  ])
  func `brackets that do not pair are refused`(_ name: String, _ error: FormNameError) {
    #expect(throws: error) { try FormName(parsing: name) }
  }

  @Test func `there is a limit to the keys`() throws {
    #expect(try FormName(parsing: "a" + String(repeating: "[b]", count: 16)).path.count == 17)
    #expect(throws: FormNameError.tooDeep(max: 16)) {
      try FormName(parsing: "a" + String(repeating: "[b]", count: 17))
    }
  }

  @Test func `errors are sentences`() {
    #expect(FormNameError.empty.description == "a form entry needs a name before any brackets")
    #expect(
      FormNameError.brackets("a[").description
        == "the brackets in the form name \"a[\" do not pair; write name[key] or name[]")
    #expect(
      FormNameError.tooDeep(max: 2).description == "a form name has too many keys in brackets; at most 2")
  }
}
