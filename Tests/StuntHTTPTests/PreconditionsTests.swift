import StuntHTTP
import Testing

@Suite struct PreconditionsTests {
  // RFC 9110, 8.8.3.2, table 3.
  @Test(arguments: [
    ("W/\"1\"", "W/\"1\"", false, true), ("W/\"1\"", "W/\"2\"", false, false),
    ("W/\"1\"", "\"1\"", false, true),
    ("\"1\"", "\"1\"", true, true),
  ])
  func `tags are compared strongly and weakly`(_ one: String, _ other: String, _ strong: Bool, _ weak: Bool)
    throws
  {
    let (one, other) = (try #require(EntityTag(parsing: one)), try #require(EntityTag(parsing: other)))
    #expect(one.matchesStrongly(other) == strong)
    #expect(other.matchesStrongly(one) == strong)
    #expect(one.matchesWeakly(other) == weak)
  }

  @Test(arguments: ["\"\"", "\"xyzzy\"", "W/\"xyzzy\"", "\"a,b\"", "\"é\"", "\"!#\\\""])
  func `a tag is read and written`(_ text: String) {
    #expect(EntityTag(parsing: text)?.description == text)
  }

  @Test(arguments: [
    "", "xyzzy", "\"", "\"a", "a\"", "w/\"a\"", "W/a", "\"a\"b", "\"a b\"", "\"a\tb\"", "*", "\"a\"\"b\"",
    "W/",
  ])
  func `anything else is no tag`(_ text: String) {
    #expect(EntityTag(parsing: text) == nil)
  }

  @Test func `a list of tags is read`() {
    #expect(EntityTagCondition(parsing: "*") == .any)
    #expect(
      EntityTagCondition(parsing: "\"a\", W/\"b\",,\"c,d\" ,")
        == .tags([EntityTag("a"), EntityTag("b", isWeak: true), EntityTag("c,d")]))
    for text in ["", ",", "a", "\"a\" \"b\"", "*, \"a\"", "\"a\", *", "\"a\";"] {
      #expect(EntityTagCondition(parsing: text) == nil, "\(text)")
    }
  }

  static let tag = EntityTag("v1")
  static let modified = "Sun, 06 Nov 1994 08:49:37 GMT"
  static let before = "Sun, 06 Nov 1994 08:49:36 GMT"

  // The steps of RFC 9110, 13.2.2, one by one and against each other.
  static let outcomes: [(HTTPMethod, HTTPFields, Preconditions.Outcome)] = [
    (.get, [:], .proceed),
    (.get, ["If-Match": "\"v1\""], .proceed), (.get, ["If-Match": "*"], .proceed),
    (.get, ["If-Match": "\"v2\", \"v1\""], .proceed), (.get, ["If-Match": "\"v2\""], .failed),
    (.get, ["If-Match": "W/\"v1\""], .failed), (.delete, ["If-Match": "\"v2\""], .failed),
    (.get, ["If-Match": "v1"], .failed), (.get, ["If-Match": "\"v2\"", "if-match": "\"v1\""], .proceed),
    (.get, ["If-Unmodified-Since": modified], .proceed), (.get, ["If-Unmodified-Since": before], .failed),
    (.get, ["If-Unmodified-Since": "yesterday"], .proceed),
    (.get, ["If-Match": "\"v1\"", "If-Unmodified-Since": before], .proceed),
    (.get, ["If-None-Match": "\"v1\""], .notModified), (.head, ["If-None-Match": "\"v1\""], .notModified),
    (.get, ["If-None-Match": "W/\"v1\""], .notModified), (.get, ["If-None-Match": "*"], .notModified),
    (.get, ["If-None-Match": "\"v2\""], .proceed), (.put, ["If-None-Match": "\"v1\""], .failed),
    (.put, ["If-None-Match": "*"], .failed), (.get, ["If-None-Match": "v1"], .proceed),
    (.get, ["If-Modified-Since": modified], .notModified), (.get, ["If-Modified-Since": before], .proceed),
    (.post, ["If-Modified-Since": modified], .proceed), (.get, ["If-Modified-Since": "soon"], .proceed),
    (.get, ["If-None-Match": "\"v2\"", "If-Modified-Since": modified], .proceed),
    (.get, ["If-Match": "\"v2\"", "If-None-Match": "\"v1\""], .failed),
    (.get, ["If-Match": "\"v1\"", "If-None-Match": "\"v1\""], .notModified),
  ]

  @Test(arguments: outcomes)
  func `conditions are evaluated in order`(
    _ method: HTTPMethod, _ fields: HTTPFields, _ outcome: Preconditions.Outcome
  ) {
    let conditions = Preconditions(HTTPRequest(method: method, target: "/", fields: fields))
    #expect(
      conditions.evaluate(
        tag: PreconditionsTests.tag, lastModified: HTTPDate(parsing: PreconditionsTests.modified))
        == outcome)
  }

  @Test func `dates mean nothing where no date is known`() {
    for name in ["If-Modified-Since", "If-Unmodified-Since"] {
      let fields = HTTPFields([HTTPField(name, PreconditionsTests.before)])
      let conditions = Preconditions(HTTPRequest(method: .get, target: "/", fields: fields))
      #expect(conditions.evaluate(tag: PreconditionsTests.tag) == .proceed)
    }
  }

  @Test(
    arguments: [
      (nil, true), ("\"v1\"", true), ("\"v2\"", false), ("W/\"v1\"", false), (modified, true),
      (before, false),
      ("v1", false),
    ] as [(String?, Bool)])
  func `a range is obeyed if If-Range names the version at hand`(_ value: String?, _ isAllowed: Bool) {
    let fields = HTTPFields(value.map { [HTTPField("If-Range", $0)] } ?? [])
    let conditions = Preconditions(HTTPRequest(method: .get, target: "/", fields: fields))
    let date = HTTPDate(parsing: PreconditionsTests.modified)
    #expect(conditions.allowsRange(tag: PreconditionsTests.tag, lastModified: date) == isAllowed)
    #expect(conditions.allowsRange(tag: EntityTag("v1", isWeak: true), lastModified: nil) == (value == nil))
  }
}
