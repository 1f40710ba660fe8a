package import StuntHTTP
package import StuntSchema

/// One method and path of a contract: what a client may send, and what it gets back.
///
/// A class, because each request asks for one: a copy would count a reference for each of its lists.
package final class Operation: Sendable {
  /// The `operationId`.
  package let id: String
  package let method: HTTPMethod
  /// The path template below a server's address, such as `/things/{id}`.
  package let path: String
  /// One sentence on what it is for.
  package let summary: String
  /// The names of the template's parameters, in order.
  package let pathNames: [String]
  /// Whether a key has to come with the request.
  package let requiresKey: Bool
  /// The servers that it is under: indexes into the contract's list.
  package let servers: [Int]
  private let known = FirstUse<Messages>()
  private let knownNames = FirstUse<DocumentedNames>()
  let reader: OperationReader

  init(
    id: String, method: HTTPMethod, path: String, summary: String, pathNames: [String], requiresKey: Bool,
    servers: [Int], reader: OperationReader
  ) {
    self.id = id
    self.method = method
    self.path = path
    self.summary = summary
    self.pathNames = pathNames
    self.requiresKey = requiresKey
    self.servers = servers
    self.reader = reader
  }

  /// Where it stands in the documents.
  package var place: DocumentError.Place { reader.node.place }

  /// What may be sent, and what comes back: read when it is first asked for, unless it was checked at load.
  ///
  /// Of several threads that ask first, each may read; the first to end gives its messages to all.
  package var messages: Messages {
    if let messages = known.value { return messages }
    do throws(DocumentError) {
      return known.keep(try reader.messages())
    } catch {
      preconditionFailure("a document was changed after it was checked: \(error)")
    }
  }

  /// Lends what may be sent to a body, and counts no reference: each request asks.
  @inline(__always)
  func withMessages<Result>(_ body: (Messages) -> Result) -> Result {
    known.withValue(body) ?? body(messages)
  }

  /// The names that requests may have: read when they are first asked for.
  package var names: DocumentedNames {
    if let names = knownNames.value { return names }
    do throws(DocumentError) {
      return knownNames.keep(try reader.names())
    } catch {
      preconditionFailure("a document was changed after it was checked: \(error)")
    }
  }

  /// The documented answer for a status, `default` included.
  package func response(status: Int) -> Response? { messages.response(status: status) }

  func fill(_ messages: Messages) {
    _ = known.keep(messages)
  }

  /// What a client may send, and what it gets back.
  ///
  /// A class, as the operation is.
  package final class Messages: Sendable {
    /// Path, query and field parameters that have something to check.
    package let parameters: [Parameter]
    /// The request bodies by media type; empty when the operation takes none.
    package let requestBodies: [RequestBody]
    package let isBodyRequired: Bool
    /// The documented answers by status.
    package let responses: [Response]
    /// The parameters without those that are fields and may be left out.
    let firmParameters: [Parameter]
    /// The parameters that a request without a query, and without any of those fields, is still asked for.
    let strictParameters: [Parameter]
    /// What a request's fields are looked through for, before the parameters that may be left out are.
    let optionalFieldMarks: FieldMarks
    /// The request bodies, for those who count no reference.
    let lentBodies: LentList<RequestBody>

    init(parameters: [Parameter], requestBodies: [RequestBody], isBodyRequired: Bool, responses: [Response]) {
      self.parameters = parameters
      self.requestBodies = requestBodies
      lentBodies = LentList(requestBodies)
      self.isBodyRequired = isBodyRequired
      self.responses = responses
      let optional = parameters.filter { $0.location == .header && !$0.isRequired && !$0.fieldName.isEmpty }
      firmParameters = parameters.filter { parameter in !optional.contains { $0 === parameter } }
      strictParameters = firmParameters.filter { $0.location != .query || $0.isRequired }
      optionalFieldMarks = FieldMarks(optional.map(\.fieldName))
    }

    /// The documented answer for a status, `default` included.
    package func response(status: Int) -> Response? {
      responses.first { $0.status == status } ?? responses.first { $0.status == nil }
    }
  }

  /// A parameter outside the body.
  ///
  /// A class, as the operation is.
  package final class Parameter: Sendable {
    /// Where the parameter stands.
    package enum Location: String, Sendable {
      case path, query, header
    }

    package let name: String
    package let location: Location
    package let isRequired: Bool
    package let schema: Schema
    /// How its text is read.
    package let shape: FormShape
    /// The index in the path template, for a path parameter.
    package let pathIndex: Int?
    /// The name in small letters, as fields are looked up.
    let fieldName: [UInt8]

    init(
      name: String, location: Location, isRequired: Bool, schema: Schema, shape: FormShape, pathIndex: Int?
    ) {
      self.name = name
      self.location = location
      self.isRequired = isRequired
      self.schema = schema
      self.shape = shape
      self.pathIndex = pathIndex
      fieldName = Array(name.lowercased().utf8)
    }
  }

  /// What a body of one media type has to be.
  ///
  /// A class, as the operation is.
  package final class RequestBody: Sendable {
    /// The media type without parameters, lower case.
    package let essence: String
    package let schema: Schema
    /// How the text of forms is read.
    package let shape: FormShape
    /// The types that a JSON string may stand for, besides itself.
    package let coercions: Set<FormShape.Scalar>
    /// The first documented example, as JSON; nil when there is none.
    package let example: [UInt8]?
    /// The media type, to be compared.
    let essenceBytes: [UInt8]
    /// Whether it comes as a form, whose text stands for JSON.
    let isForm: Bool
    /// Whether it is no JSON and no form: bytes that nobody reads.
    let isRaw: Bool

    init(
      essence: String, schema: Schema, shape: FormShape, coercions: Set<FormShape.Scalar>, example: [UInt8]?
    ) {
      self.essence = essence
      self.schema = schema
      self.shape = shape
      self.coercions = coercions
      self.example = example
      essenceBytes = Array(essence.utf8)
      isForm = essence == "multipart/form-data" || essence == "application/x-www-form-urlencoded"
      isRaw = !isForm && essence != "application/json" && !essence.hasSuffix("+json")
    }
  }

  /// What an answer with one status has to be.
  package struct Response: Sendable {
    /// The status, or nil for `default`.
    package let status: Int?
    package let description: String
    /// The schemas by media type.
    package let contents: [(essence: String, schema: Schema?)]
  }
}
