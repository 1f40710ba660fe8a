import StuntHTTP
import StuntJSON
import StuntSchema

/// Reads one operation of an OpenAPI document.
struct OperationReader {
  let compiler: ContractCompiler
  let method: HTTPMethod
  let path: String
  let node: DocumentNode
  let sharedParameters: [DocumentNode]
  let servers: [Int]
  let isSecured: Bool

  func read() throws(DocumentError) -> Operation {
    try node.refuseUnknownMembers(except: Self.members, isExtensible: true)
    guard !servers.isEmpty else { throw node.error(.missingMember("servers")) }
    let operation = Operation(
      id: try node.required("operationId").string(), method: method, path: path,
      summary: try node.optional("summary")?.string() ?? "", pathNames: try pathNames(),
      requiresKey: try node.optional("security").map(ContractCompiler.demandsKey) ?? isSecured,
      servers: servers, reader: self)
    if !compiler.areChecked { operation.fill(try messages()) }
    return operation
  }

  /// Reads what may be sent and what comes back.
  func messages() throws(DocumentError) -> Operation.Messages {
    let (bodies, isBodyRequired) = try requestBodies()
    return Operation.Messages(
      parameters: try parameters(pathNames: try pathNames()), requestBodies: bodies,
      isBodyRequired: isBodyRequired, responses: try responses())
  }

  static let members = [
    "operationId", "summary", "description", "tags", "parameters", "requestBody", "responses", "security",
    "servers",
    "deprecated", "externalDocs", "callbacks",
  ]

  /// https://spec.openapis.org/oas/v3.1.1.html#parameter-object and the objects below it.
  private static let parameterMembers = [
    "name", "in", "description", "required", "deprecated", "allowEmptyValue", "style", "explode",
    "allowReserved", "schema", "example", "examples",
  ]
  private static let mediaTypeMembers = ["schema", "example", "examples", "encoding"]

  private func pathNames() throws(DocumentError) -> [String] {
    let open = UInt8(ascii: "{")
    // As bytes: text would be looked through character by character.
    guard path.utf8.contains(open) else { return [] }
    let names = path.utf8.split(separator: UInt8(ascii: "/")).filter { $0.contains(open) }
    guard names.allSatisfy({ $0.first == open && $0.last == UInt8(ascii: "}") }) else {
      throw node.error(.contradiction("a path parameter fills a whole segment; mend the path \(path)"))
    }
    guard names.count <= Limits.pathParametersMax else {
      throw node.error(.tooMany(what: "path parameters", limit: Limits.pathParametersMax))
    }
    return names.map { String(Substring($0.dropFirst().dropLast())) }
  }

  private func parameters(pathNames: [String]) throws(DocumentError) -> [Operation.Parameter] {
    var parameters: [Operation.Parameter] = []
    var declared: Set<String> = []
    for element in sharedParameters + (try node.optional("parameters")?.elements() ?? []) {
      let node = try compiler.resolve(element)
      try node.refuseUnknownMembers(except: Self.parameterMembers, isExtensible: true)
      let name = try node.required("name").string()
      guard let location = Operation.Parameter.Location(rawValue: try node.required("in").string()) else {
        throw try node.required("in").expected("\"path\", \"query\" or \"header\"")
      }
      let schemaNode = try node.required("schema")
      let isRequired = try node.optional("required")?.boolean() ?? false
      let pathIndex = location == .path ? pathNames.firstIndex(of: name) : nil
      if location == .path {
        guard pathIndex != nil, isRequired else {
          throw node.error(
            .contradiction("the path parameter \"\(name)\" must be required and stand in \(path)"))
        }
        declared.insert(name)
      }
      if location == .path, Self.isAnyString(schemaNode) { continue }
      parameters.append(
        Operation.Parameter(
          name: name, location: location, isRequired: isRequired, schema: try compiler.schema(schemaNode),
          shape: try compiler.shape(schemaNode), pathIndex: pathIndex))
    }
    if let missing = pathNames.first(where: { !declared.contains($0) }) {
      throw node.error(
        .contradiction("the path parameter \"\(missing)\" is not declared; add it to parameters"))
    }
    return parameters
  }

  /// Whether a schema says no more than that the value is a string, which text always is.
  private static func isAnyString(_ schema: DocumentNode) -> Bool {
    let annotations = ["type", "description", "examples", "title", "example"]
    return schema.node.kind == .object && schema.node["type"]?.string == "string"
      && schema.node.members.allSatisfy { annotations.contains($0.name) }
  }

  private func requestBodies() throws(DocumentError) -> ([Operation.RequestBody], Bool) {
    guard let body = node.optional("requestBody") else { return ([], false) }
    let resolved = try compiler.resolve(body)
    try resolved.refuseUnknownMembers(except: ["description", "content", "required"], isExtensible: true)
    var bodies: [Operation.RequestBody] = []
    for (essence, content) in try resolved.required("content").members() {
      try content.refuseUnknownMembers(except: Self.mediaTypeMembers, isExtensible: true)
      let schema = try content.required("schema")
      var coercions: Set<FormShape.Scalar> = []
      if let list = try compiler.resolve(schema).optional("x-stunt-coerce") {
        for name in try list.strings() {
          guard let scalar = FormShape.Scalar(rawValue: name) else {
            throw list.expected("names of JSON types")
          }
          coercions.insert(scalar)
        }
      }
      bodies.append(
        Operation.RequestBody(
          essence: essence.lowercased(), schema: try compiler.schema(schema),
          shape: try compiler.shape(schema),
          coercions: coercions, example: try Self.example(content)))
    }
    return (bodies, try resolved.optional("required")?.boolean() ?? false)
  }

  static func example(_ content: DocumentNode) throws(DocumentError) -> [UInt8]? {
    if let example = content.optional("example") { return Array(example.node.rawBytes) }
    return try content.optional("examples")?.members().first?.value.required("value").node.rawBytes.map { $0 }
  }

  private func responses() throws(DocumentError) -> [Operation.Response] {
    var responses: [Operation.Response] = []
    for (name, element) in try node.required("responses").members() {
      let status = Int(name)
      guard name == "default" || status.map((100...599).contains) == true else {
        throw element.error(.unknownMember(name, nearest: nil))
      }
      let response = try compiler.resolve(element)
      try response.refuseUnknownMembers(
        except: ["description", "headers", "content", "links"], isExtensible: true)
      var contents: [(essence: String, schema: Schema?)] = []
      for (essence, content) in try response.optional("content")?.members() ?? [] {
        try content.refuseUnknownMembers(except: Self.mediaTypeMembers, isExtensible: true)
        let schema = try content.optional("schema").map { (node) throws(DocumentError) in
          try compiler.schema(node)
        }
        contents.append((essence.lowercased(), schema))
      }
      responses.append(
        Operation.Response(
          status: status, description: try response.required("description").string(), contents: contents))
    }
    return responses
  }
}

extension ContractCompiler {
  /// Reads how text becomes a value of a schema.
  func shape(_ schema: DocumentNode, depth: Int = 0) throws(DocumentError) -> FormShape {
    guard depth < Limits.shapeDepthMax, schema.node.kind == .object else { return .scalar([.string]) }
    if let reference = schema.optional("$ref") { return try shape(target(of: reference), depth: depth + 1) }
    var scalars: [FormShape.Scalar] = []
    var nested: FormShape?
    for branch in ["anyOf", "oneOf", "allOf"] {
      for element in try schema.optional(branch)?.elements() ?? [] {
        switch try shape(element, depth: depth + 1) {
        case .scalar(let types): scalars += types
        case .either(let types, let shape):
          scalars += types
          nested = nested ?? shape
        case let shape: nested = nested ?? shape
        }
      }
    }
    let types = try schema.optional("type")?.strings() ?? []
    scalars += types.compactMap(FormShape.Scalar.init(rawValue:))
    if let items = schema.optional("items") { nested = .array(of: try shape(items, depth: depth + 1)) }
    if let properties = schema.optional("properties") {
      var members: [(name: String, shape: FormShape)] = []
      for (name, member) in try properties.members() {
        members.append((name, try shape(member, depth: depth + 1)))
      }
      nested = .object(members, additional: .scalar([.string]))
    }
    // Narrow types first, so that "5" is a number where a number may stand, and a string only where nothing else fits.
    let ordered = FormShape.Scalar.readingOrder.filter(scalars.contains)
    switch (ordered.isEmpty, nested) {
    case (_, nil): return .scalar(ordered.isEmpty ? [.string] : ordered)
    case (true, .some(let nested)): return nested
    case (false, .some(let nested)): return .either(scalar: ordered, nested: nested)
    }
  }
}
