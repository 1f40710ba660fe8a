/// A parsed request: one array of head bytes, with everything else as places in it, and one array of body bytes.
///
/// No text is made until somebody asks for it. After the head's own bytes the array holds an index of the
/// field lines, so that a look-up need not walk the text and a request is two allocations.
@usableFromInline package struct HTTPRequest: Sendable, Equatable {
  /// The request line, the field lines and the empty line as they came; then the index of the fields.
  @usableFromInline package let head: [UInt8]
  /// Bytes of `head` that are text.
  @usableFromInline package let headCount: Int
  /// The method, if it is a registered one; `methodBytes` spells it in any case.
  package let method: HTTPMethod
  /// 1 in HTTP/1.1; higher minor versions are treated as 1. RFC 9110, 2.5.
  package let versionMinor: Int
  /// Whether the connection may carry another request after this one. RFC 9112, 9.3.
  package let isKeepAlive: Bool
  /// Whether the client waits for `100 Continue` before it sends the body. RFC 9110, 10.1.1.
  package let expectsContinue: Bool
  /// The content, with chunks undone.
  @usableFromInline package var body: [UInt8]

  @usableFromInline let places: Places

  /// Places in `head`, in 32 bits, since a head is never larger.
  @usableFromInline
  struct Places: Sendable, Equatable {
    var methodEnd: UInt32 = 0
    var targetStart: UInt32 = 0
    var targetEnd: UInt32 = 0
    @usableFromInline var pathStart: UInt32 = 0
    @usableFromInline var pathEnd: UInt32 = 0
    @usableFromInline var queryStart: UInt32 = 0
    @usableFromInline var queryEnd: UInt32 = 0
    var authorityStart: UInt32 = 0
    var authorityEnd: UInt32 = 0
    @usableFromInline var fieldMarks = FieldMarks()
    @usableFromInline var fieldCount: UInt16 = 0
    /// Field numbers of fields that every request is asked for; `none` where it is missing.
    var host: UInt16 = Places.none
    var contentType: UInt16 = Places.none
    var authorization: UInt16 = Places.none

    static let none = UInt16.max
    @usableFromInline init() {}
  }

  init(
    head: [UInt8], headCount: Int, method: HTTPMethod, versionMinor: Int, isKeepAlive: Bool,
    expectsContinue: Bool, places: Places, body: [UInt8]
  ) {
    self.head = head
    self.headCount = headCount
    self.method = method
    self.versionMinor = versionMinor
    self.isKeepAlive = isKeepAlive
    self.expectsContinue = expectsContinue
    self.places = places
    self.body = body
  }
}

// Bytes: nothing is copied.
extension HTTPRequest {
  /// The method as it was spelled.
  package var methodBytes: ArraySlice<UInt8> { head[0..<Int(places.methodEnd)] }

  /// The request target as it came. RFC 9112, 3.2.
  package var target: ArraySlice<UInt8> { head[Int(places.targetStart)..<Int(places.targetEnd)] }

  /// Where in `head` the path lies: not decoded, before the question mark; "*" in asterisk-form.
  @inlinable
  package var pathRange: Range<Int> { Int(places.pathStart)..<Int(places.pathEnd) }

  /// The path as it came, before the question mark; empty in authority-form.
  package var path: ArraySlice<UInt8> { head[pathRange] }

  /// Where in `head` the query lies: not decoded, after the question mark; empty if there is none.
  @inlinable
  package var queryRange: Range<Int> { Int(places.queryStart)..<Int(places.queryEnd) }

  /// The query as it came, after the question mark; nil without a question mark.
  package var query: ArraySlice<UInt8>? { places.queryStart == 0 ? nil : head[queryRange] }

  /// Host and port: from the target in absolute-form and authority-form, else from Host. RFC 9112, 3.3.
  package var authority: ArraySlice<UInt8>? { authorityRange.map { head[$0] } }

  /// The value of the first Content-Type field.
  package var contentType: ArraySlice<UInt8>? { contentTypeRange.map { head[$0] } }

  /// The value of the first Authorization field.
  package var authorization: ArraySlice<UInt8>? { authorizationRange.map { head[$0] } }

  /// Where in `head` host and port lie.
  package var authorityRange: Range<Int>? {
    if places.authorityStart != 0 { return Int(places.authorityStart)..<Int(places.authorityEnd) }
    return valueRange(places.host)
  }

  /// Where in `head` the value of the first Content-Type field lies.
  package var contentTypeRange: Range<Int>? { valueRange(places.contentType) }

  /// Where in `head` the value of the first Authorization field lies.
  package var authorizationRange: Range<Int>? { valueRange(places.authorization) }

  // Not by way of `fields`, which would count references.
  private func valueRange(_ number: UInt16) -> Range<Int>? {
    guard number != Places.none else { return nil }
    let record = FieldRecord.read(from: head, at: headCount, number: Int(number))
    return Int(record.valueStart)..<Int(record.valueEnd)
  }

  /// The field lines, in order.
  @inlinable
  package var fields: HTTPFieldLines {
    HTTPFieldLines(head: head, indexStart: headCount, count: Int(places.fieldCount))
  }
}

// Text, for tests, journals and messages.
extension HTTPRequest {
  /// The method as it was spelled.
  package var methodText: String { String(decoding: methodBytes, as: UTF8.self) }

  /// The request target as it came.
  package var targetText: String { String(decoding: target, as: UTF8.self) }

  /// The path as it came, before the question mark.
  package var pathText: String { String(decoding: path, as: UTF8.self) }

  /// The query as it came, after the question mark.
  package var queryText: String? { query.map { String(decoding: $0, as: UTF8.self) } }

  /// Host and port.
  package var authorityText: String? { authority.map { String(decoding: $0, as: UTF8.self) } }

  /// The content as text, with broken UTF-8 replaced.
  package var bodyText: String { String(decoding: body, as: UTF8.self) }
}
