import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// An answer: status, fields and body.
  ///
  /// - Parameter operation: The one operation that it is of; nil for an answer of many.
  func answer(
    _ node: DocumentNode, of operation: StuntContract.Operation? = nil, alsoKnown: [String] = []
  ) throws(DocumentError) -> AnswerTemplate {
    if surroundings == nil {
      try node.refuseUnknownMembers(
        except: ["status", "fields", "body", "contentType", "description"] + alsoKnown)
    }
    let status = try node.required("status").integer(in: 200...599)
    guard let surroundings else {
      var compiler = self
      compiler.program = AnswerProgramBuilder()
      return AnswerTemplate(
        status: status, content: try compiler.content(node, status: status, of: operation))
    }
    return AnswerTemplate(status: status) {
      do throws(DocumentError) {
        return try surroundings.compiler().content(node, status: status, of: operation)
      } catch {
        preconditionFailure("a document was changed after it was checked: \(error)")
      }
    }
  }

  /// What an answer is made of; its program takes up nothing else.
  func content(
    _ node: DocumentNode, status: Int, of operation: StuntContract.Operation?
  ) throws(DocumentError) -> AnswerContent {
    var body = Body(source: .none)
    if let named = node.optional("body") { body = try self.body(named) }
    let type = try node.optional("contentType").map(fieldValue) ?? "application/json"
    var fields = FieldBlock()
    var essence: String?
    var facts = AnswerPlan.Facts(identifier: try identifier(try root.required("identifier")))
    if case .none = body.source {
    } else {
      essence = type
      fields.append("Content-Type", Binding(source: .literal(program.literal(type))), program)
      if case .template = body.source {
        facts.proof = operation?.proof(
          status: status, essence: type, example: body.example, places: body.places)
        facts.keys = tables.map(keys)
        facts.operation = operation
      }
    }
    try read(node.optional("fields"), into: &fields)
    var allFields = fields
    try read(root.optional("fields"), into: &allFields)
    return AnswerContent(
      program: AnswerProgram(program.lists), fields: fields, allFields: allFields, body: body.source,
      essence: essence, facts: facts)
  }

  /// The keys of a table whose rows are selected by one member of the request, or refused; nil for another table.
  private func keys(of table: Table) -> (member: String, keys: [[UInt8]])? {
    guard table.otherwise == nil, let key = table.key, key.isPlain, case .request = key.source else {
      return nil
    }
    // The path is one of the provider's own program, which is not at hand here; the document says the same.
    let node = root.optional("tables")?.optional(table.name)?.optional("key")
    let text = node?.node.string ?? node?.optional("from")?.node.string ?? ""
    guard text.hasPrefix("request/"), !text.dropFirst(8).contains("/"), !text.contains("~") else {
      return nil
    }
    return (String(text.dropFirst(8)), table.keys)
  }

  /// What an answer can speak of, for answers that are compiled later, each by a compiler of its own.
  final class Surroundings: Sendable {
    private let contract: Contract
    private let root: DocumentNode
    private let quirks: [BodyQuirk]
    private let tables: [Table]
    private let refusalNames: [String]
    private let failureNames: [String]
    private let keptNames: [String]
    private let failureMembers: [String]
    private let bodies: [(name: String, value: DocumentNode)]

    init(_ compiler: ProviderCompiler) {
      contract = compiler.contract
      root = compiler.root
      quirks = compiler.quirks
      tables = compiler.tables
      refusalNames = compiler.refusalNames
      failureNames = compiler.failureNames
      keptNames = compiler.keptNames
      failureMembers = compiler.failureMembers
      bodies = compiler.bodies
    }

    /// A compiler that knows all this, with an empty program.
    func compiler() -> ProviderCompiler {
      var compiler = ProviderCompiler(contract: contract, root: root, quirks: quirks, areChecked: true)
      compiler.tables = tables
      compiler.refusalNames = refusalNames
      compiler.failureNames = failureNames
      compiler.keptNames = keptNames
      compiler.failureMembers = failureMembers
      compiler.bodies = bodies
      return compiler
    }
  }
}
