import Testing

@testable import StuntSchema

@Suite struct URIReferenceTests {
  /// RFC 3986, 5.4, all of it but the fragments, which do not belong to what a resource is known by.
  @Test(arguments: [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
    ("#s", "http://a/b/c/d;p?q"), ("g#s", "http://a/b/c/g"), (";x", "http://a/b/c/;x"),
    ("", "http://a/b/c/d;p?q"),
    (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
    ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
    ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"),
    ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"), ("g?y/../x", "http://a/b/c/g?y/../x"),
  ])
  func `a reference is resolved as RFC 3986 shows`(reference: String, expected: String) {
    let base = URIReference("http://a/b/c/d;p?q")
    #expect(URIReference(reference).resolved(against: base).absolute == expected)
  }

  @Test(arguments: [
    ("#a", "urn:x:y", "urn:x:y", "a"), ("api.json#/a", "", "api.json", "/a"),
    ("b.json", "x/a.json", "x/b.json", nil),
    ("x", "http://a.example", "http://a.example/x", nil), ("../x", "a/b/c", "a/x", nil),
    ("#", "x:y", "x:y", ""),
  ])
  func `bases without a hierarchy work`(reference: String, base: String, absolute: String, fragment: String?)
  {
    let resolved = URIReference(reference).resolved(against: URIReference(base))
    #expect(resolved.absolute == absolute)
    #expect(resolved.fragment == fragment)
  }
}
