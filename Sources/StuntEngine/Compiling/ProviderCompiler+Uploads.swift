import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// How files are taken from clients.
  func uploads(_ node: DocumentNode) throws(DocumentError) -> UploadRules {
    try node.refuseUnknownMembers(except: [
      "lifetimeSeconds", "ownLifetimeSeconds", "tokenSeconds", "badToken", "unknown", "incomplete",
      "description",
    ])
    return UploadRules(
      lifetime: .seconds(try node.required("lifetimeSeconds").nonNegative()),
      ownLifetime: try node.optional("ownLifetimeSeconds").map { (node) throws(DocumentError) in
        try binding(node)
      },
      tokenLifetime: .seconds(try node.optional("tokenSeconds")?.nonNegative() ?? 3_600),
      badToken: try refusal(try node.required("badToken")),
      unknown: try refusal(try node.required("unknown")),
      incomplete: try refusal(try node.required("incomplete")))
  }

  /// The members of the actions of uploads, besides `action` and `description`.
  static let uploadMembers: [(action: String, members: [String])] = [
    ("uploadToken", ["answers"]),
    ("upload", ["token", "name", "type", "answers"]),
    ("uploadBegin", ["token", "name", "type", "answers"]),
    ("uploadPut", ["token", "file", "part", "answers"]),
    ("uploadComplete", ["token", "file", "parts", "number", "tag", "answers"]),
  ]

  /// One step of an upload.
  func uploadRule(_ step: UploadRule.Step, _ node: DocumentNode) throws(DocumentError) -> UploadRule {
    guard root.optional("uploads") != nil else {
      throw node.error(
        .contradiction("there is no \"uploads\" that says how long files and tokens are good; add it"))
    }
    func wish(_ name: String) throws(DocumentError) -> Binding? {
      try node.optional(name).map { (node) throws(DocumentError) in try binding(node) }
    }
    let file = try wish("file")
    if step == .put || step == .complete {
      guard let file, case .path = file.source else {
        throw try node.required("file").expected("a parameter of the path, such as \"path/file\"")
      }
    }
    if step == .complete, node.optional("parts") == nil { throw node.error(.missingMember("parts")) }
    return UploadRule(
      step: step, name: try wish("name"), type: try wish("type"), file: file, part: try wish("part"),
      parts: try wish("parts"), numberMember: try node.optional("number")?.string() ?? "number",
      tagMember: try node.optional("tag")?.string() ?? "tag", token: try wish("token"))
  }

  /// A name of an upload's values.
  func uploadSource(_ name: String) -> Binding.Source? {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 2, parts[0] == "upload" else { return nil }
    return Binding.UploadMember(rawValue: parts[1]).map { .upload($0) }
  }

  /// The address of an operation for an upload, or the address that it is below.
  func uploadLink(_ head: String, _ operation: Int) -> Binding.Source {
    head == "upload" ? .uploadLink(operation: operation) : .base(operation: operation)
  }
}
