import StuntContract
import StuntCrypto
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntSchema

/// Makes the request of a step.
struct ExerciseRequest {
  let provider: Provider
  let exercise: Exercise
  let variables: ExerciseVariables
  /// Whether it goes to the provider's own hosts, in absolute-form, rather than to paths on the double.
  var isAtHost = false

  /// The request that a step asks for.
  func request(_ step: DocumentNode) throws(DocumentError) -> HTTPRequest {
    var (method, target) = try methodAndTarget(step)
    if let query = step.optional("query") { target += try queryText(query, in: target) }
    let host = isAtHost ? Self.authority(of: target) : nil
    guard target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), host != nil || target.hasPrefix("/") else {
      throw step.error(.expected("an address on the double", found: target))
    }
    var fields: HTTPFields = ["Host": host ?? "127.0.0.1:4010"]
    try appendKey(step, to: &fields)
    if let scenario = step.optional("scenario") ?? exercise.scenario {
      try append("Stunt-Scenario", try variables.text(of: scenario), scenario, to: &fields)
    }
    let (contentType, body) = try content(step)
    if let contentType { try append("Content-Type", contentType, step, to: &fields) }
    for (name, node) in try step.optional("fields")?.members() ?? [] {
      for value in node.node.kind == .array ? try node.elements() : [node] {
        try append(name, try variables.text(of: value), value, to: &fields)
      }
    }
    return HTTPRequest(methodName: method, target: target, fields: fields, body: body)
  }

  private func append(
    _ name: String, _ value: String, _ node: DocumentNode, to fields: inout HTTPFields
  ) throws(DocumentError) {
    do {
      fields.append(try HTTPField(checking: name, value: value))
    } catch { throw node.error(.contradiction("\(error)")) }
  }

  // MARK: Where to

  private func methodAndTarget(_ step: DocumentNode) throws(DocumentError) -> (String, String) {
    if let line = step.optional("request") {
      let parts = try variables.text(of: line).split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
        throw line.expected("a method and an address, such as \"GET ${url}\"")
      }
      return (parts[0], isAtHost ? parts[1] : Self.pathOnDouble(parts[1]))
    }
    let named = try step.required("call")
    let id = try variables.text(of: named)
    guard let index = provider.contract.operation(named: id) else {
      throw named.error(
        .unknownName(
          what: "operation", name: id,
          nearest: NearestName.among(provider.contract.operations.map(\.id), to: id)))
    }
    let operation = provider.contract.operations[index]
    let number = try step.optional("server")?.integer(in: 0...operation.servers.count - 1) ?? 0
    var values: [(name: String, value: String)] = []
    let path = step.optional("path")
    try path?.refuseUnknownMembers(except: operation.pathNames)
    for name in operation.pathNames {
      guard let value = path?.optional(name) else {
        throw (path ?? step).error(.missingMember(path == nil ? "path" : name))
      }
      values.append((name, try variables.text(of: value)))
    }
    return (
      operation.method.name,
      isAtHost
        ? provider.contract.remoteTarget(of: operation, server: number, path: values)
        : provider.contract.localTarget(of: operation, server: number, path: values)
    )
  }

  /// The host of an absolute URL; nil for a path.
  private static func authority(of url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    return String(url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" })
  }

  /// The path and query of a URL that leads to the double.
  static func pathOnDouble(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
  }

  private func queryText(_ node: DocumentNode, in target: String) throws(DocumentError) -> String {
    var pairs: [URLEncodedPairs.Pair] = []
    for (name, value) in try node.members() {
      for element in value.node.kind == .array ? try value.elements() : [value] {
        pairs.append(URLEncodedPairs.Pair(name, try variables.text(of: element)))
      }
    }
    guard !pairs.isEmpty else { return "" }
    return (target.contains("?") ? "&" : "?") + URLEncodedPairs(pairs).encoded
  }

  private func appendKey(_ step: DocumentNode, to fields: inout HTTPFields) throws(DocumentError) {
    guard let rule = provider.authentication, let key = step.optional("key") ?? exercise.key, !key.node.isNull
    else { return }
    let text = try variables.text(of: key)
    try append(rule.field, rule.scheme.map { "\($0) \(text)" } ?? text, key, to: &fields)
  }

  // MARK: What with

  private func content(_ step: DocumentNode) throws(DocumentError) -> (type: String?, body: [UInt8]) {
    let kinds = ["json", "form", "multipart", "text", "base64"].filter { step.optional($0) != nil }
    let own = try step.optional("contentType").map(variables.text)
    guard let kind = kinds.first else { return (own, []) }
    let node = try step.required(kind)
    guard kinds.count == 1 else {
      throw node.error(.contradiction("a request has one body; remove \(kinds[1])"))
    }
    switch kind {
    case "json": return (own ?? "application/json", JSONWriter.bytes(try variables.value(of: node)))
    case "form":
      var pairs: [URLEncodedPairs.Pair] = []
      for (name, value) in try node.members() {
        pairs.append(URLEncodedPairs.Pair(name, try variables.text(of: value)))
      }
      return (own ?? "application/x-www-form-urlencoded", Array(URLEncodedPairs(pairs).encoded.utf8))
    case "multipart": return try multipart(node, own)
    case "text": return (own ?? "text/plain", Array(try variables.text(of: node).utf8))
    default: return (own ?? "application/octet-stream", try Self.decoded(node))
    }
  }

  private func multipart(
    _ node: DocumentNode, _ own: String?
  ) throws(DocumentError) -> (type: String?, body: [UInt8]) {
    var writer = MultipartWriter(boundary: "stunt-exercise-5f3a")
    for part in try node.elements() {
      try part.refuseUnknownMembers(except: ["name", "fileName", "contentType", "text", "base64"])
      let content: [UInt8]
      if let encoded = part.optional("base64") {
        content = try Self.decoded(encoded)
      } else {
        content = Array(try variables.text(of: try part.required("text")).utf8)
      }
      writer.append(
        name: try variables.text(of: try part.required("name")),
        filename: try part.optional("fileName").map(variables.text),
        contentType: try part.optional("contentType").map(variables.text), content: content)
    }
    return (own ?? writer.contentType.description, writer.finish())
  }

  private static func decoded(_ node: DocumentNode) throws(DocumentError) -> [UInt8] {
    guard let bytes = Base64.decode(try node.string()) else { throw node.expected("base64 with its padding") }
    return bytes
  }
}

extension Contract {
  /// The local address of an operation.
  ///
  /// - Parameter server: The number of the server among the operation's own.
  func localTarget(
    of operation: Operation, server: Int, path: [(name: String, value: String)]
  ) -> String {
    servers[operation.servers[server]].localPath + filledPath(of: operation, path)
  }

  /// The address of an operation at the provider's own host.
  func remoteTarget(
    of operation: Operation, server: Int, path: [(name: String, value: String)]
  ) -> String {
    let server = servers[operation.servers[server]]
    return server.origin + server.basePath + filledPath(of: operation, path)
  }

  private func filledPath(of operation: Operation, _ path: [(name: String, value: String)]) -> String {
    let segments = operation.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      let value = path.first { segment == "{\($0.name)}" }?.value
      return value.map { PercentEncoding.encode($0, as: .pathSegment) } ?? String(segment)
    }
    return segments.joined(separator: "/")
  }
}
