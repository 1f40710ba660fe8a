import StuntHTTP
import StuntJSON
import StuntRecording

/// What tells one request from another, whatever the order of members, the boundary of a form, or the job's id.
struct ReplayKey: Hashable, Sendable {
  /// The operation, as provider and index; nil for a request that no contract knows.
  let operation: Operation?
  /// Method and path: of requests without an operation with their host, else without.
  let line: String
  /// The values of the path's parameters, but for a job's id.
  let parameters: [String]
  /// The recorded id of the job that it is about; nil for none.
  let job: String?
  /// The query's pairs, sorted.
  let query: [Pair]
  let body: Body

  /// An operation of a provider, by their indexes.
  struct Operation: Hashable, Sendable {
    let provider: Int
    let index: Int
  }

  /// One pair of the query.
  struct Pair: Hashable, Comparable, Sendable {
    let name: String
    let value: String

    static func < (left: Pair, right: Pair) -> Bool { (left.name, left.value) < (right.name, right.value) }
  }

  /// A body by its meaning.
  enum Body: Hashable, Sendable {
    case none
    /// JSON, or a form that its operation reads as JSON; equal by value.
    case json(JSONValue)
    /// The parts of a form that no operation reads, in order.
    case parts([Part])
    case bytes([UInt8])
  }

  /// One part of a form.
  struct Part: Hashable, Sendable {
    let name: String
    let filename: String?
    let contentType: String?
    let content: [UInt8]
  }

  /// The key of a message to a client's server, which nobody asks for.
  static func webhook(_ interaction: Interaction, _ job: String?) -> ReplayKey {
    ReplayKey(
      operation: nil, line: "webhook \(interaction.operation ?? URLParts(interaction.request.url).path)",
      parameters: [], job: job, query: [], body: .none)
  }

  /// The same request about another job.
  func about(_ job: String?) -> ReplayKey {
    ReplayKey(operation: operation, line: line, parameters: parameters, job: job, query: query, body: body)
  }
}

extension ReplayKey {
  /// The same request with other texts: in path, query, JSON, and the parts of a form that are no files.
  func mapped(_ map: (String) -> String) -> ReplayKey {
    var body = body
    switch body {
    case .json(let value): body = .json(Self.mapped(value, map))
    case .parts(let parts): body = .parts(parts.map { $0.filename == nil ? Self.mapped($0, map) : $0 })
    case .none, .bytes: break
    }
    return ReplayKey(
      operation: operation, line: line, parameters: parameters.map(map), job: job.map(map),
      query: query.map { Pair(name: $0.name, value: map($0.value)) }.sorted(), body: body)
  }

  private static func mapped(_ part: Part, _ map: (String) -> String) -> Part {
    guard let text = String(validating: part.content, as: UTF8.self) else { return part }
    return Part(
      name: part.name, filename: nil, contentType: part.contentType, content: Array(map(text).utf8))
  }

  private static func mapped(_ value: JSONValue, _ map: (String) -> String) -> JSONValue {
    switch value {
    case .string(let text): return .string(map(text))
    case .array(let elements): return .array(elements.map { mapped($0, map) })
    case .object(let object):
      var copy = JSONObject()
      for member in object.members { copy.append(member.name, mapped(member.value, map)) }
      return .object(copy)
    case .null, .boolean, .number: return value
    }
  }
}

extension ReplayKey.Body {
  /// The body without what varies between calls that mean the same.
  func without(_ members: [JSONPointer]) -> ReplayKey.Body {
    guard case .json(var value) = self else { return self }
    for pointer in members { value = Self.removing(pointer.tokens[...], from: value) }
    return .json(value)
  }

  private static func removing(_ tokens: ArraySlice<String>, from value: JSONValue) -> JSONValue {
    guard let name = tokens.first, case .object(var object) = value, let inner = object[name] else {
      return value
    }
    guard tokens.count > 1 else {
      object.remove(name)
      return .object(object)
    }
    var copy = JSONObject()
    for member in object.members {
      copy.append(member.name, member.name == name ? removing(tokens.dropFirst(), from: inner) : member.value)
    }
    return .object(copy)
  }

  /// The body of a request that no operation reads.
  init(_ request: HTTPRequest) {
    guard !request.body.isEmpty else {
      self = .none
      return
    }
    let type = request.contentType.flatMap { try? MediaType(parsing: $0) }
    if let type, let form = try? MultipartFormData(parsing: request.body, as: type) {
      self = .parts(
        form.parts.map {
          ReplayKey.Part(
            name: $0.name, filename: $0.filename, contentType: $0.contentType,
            content: Array(form.content(of: $0)))
        })
    } else if let value = try? JSONValue(parsing: request.body) {
      self = .json(value)
    } else {
      self = .bytes(request.body)
    }
  }
}
