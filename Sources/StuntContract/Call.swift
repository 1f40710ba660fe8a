package import StuntHTTP
package import StuntJSON

/// A request that was routed, decoded and checked, once.
///
/// A class, because it is handed from step to step: a copy would count a reference for each of its parts.
package final class Call: Sendable {
  /// The request as it came.
  package let request: HTTPRequest
  /// The marks of its fields' names. Beside the request, since a look at that may be one at a copy.
  package let fieldMarks: FieldMarks
  /// Where it was led.
  package let endpoint: Router.Endpoint
  /// The places of the path's parameters in the request's head.
  package let parameters: PathParameters
  /// The query's pairs, decoded, in order.
  package let query: [(name: String, value: String)]
  /// The body as JSON, whether it came so or as a form; nil where there is none or it cannot be read.
  ///
  /// Kept as it is: what is asked of it in a closure (`body.map`) counts nothing, where parts put together would.
  package let body: JSONDocument?
  /// Where the request disagrees with its operation; empty for a good one.
  package let violations: [CallViolation]

  /// A call from its parts.
  package init(
    request: consuming HTTPRequest, endpoint: Router.Endpoint, parameters: PathParameters,
    query: consuming [(name: String, value: String)] = [], body: consuming JSONDocument? = nil,
    violations: consuming [CallViolation] = []
  ) {
    fieldMarks = request.fieldMarks
    self.request = request
    self.endpoint = endpoint
    self.parameters = parameters
    self.query = query
    self.body = body
    self.violations = violations
  }

  /// Whether there is a body that could be read.
  package var hasBody: Bool { body != nil }

  /// Lends the bytes and the tape of the body, and counts no reference; nil where there is none.
  package func withBody(
    _ use: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<JSONRecord>) -> Bool
  ) -> Bool? {
    body.map { document in
      document.bytes.withUnsafeBufferPointer { bytes in
        document.tape.withUnsafeBufferPointer { tape in use(bytes, tape) }
      }
    }
  }

  /// The body's bytes as they came, or of a form that could be read, the JSON that it stands for.
  ///
  /// They differ from those of `body` where a string was read as another type.
  package var bodyAsSent: [UInt8] {
    guard let type = request.contentType, let body else { return request.body }
    return FormReader.isForm(type) ? body.bytes : request.body
  }

  /// The same call with nothing in its body.
  package var withoutBody: Call {
    var request = request
    request.body = []
    return Call(
      request: request, endpoint: endpoint, parameters: parameters, query: query, violations: violations)
  }

  /// The text of a path parameter, percent-decoding undone.
  package func pathParameter(_ index: Int) -> [UInt8] {
    parameters.text(index, in: request)
  }

  /// All values of a request field joined by commas; nil if there is none.
  ///
  /// Asked here, where the request is: a copy of it would count a reference for each of its parts.
  package func fieldValue(_ name: String) -> String? { request.fields[name] }

  /// Whether a request field is there; the name is given in small letters.
  package func hasField(_ name: [UInt8]) -> Bool { request.fields.contains(name) }

  /// The value of the first line of a request field; the name must be given in small letters.
  package func firstField(_ name: StaticString) -> ArraySlice<UInt8>? { request.fields.first(name) }

  /// The value of the first pair of that name in the query.
  package func queryValue(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }
}
