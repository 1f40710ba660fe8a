import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A condition on the call: `{ "query": "name", "in": [..] }`, `{ "field": "name", "in": [..] }` or
  /// `{ "given": BINDING, "in": [..] }`; without `in` any value will do.
  ///
  /// - Returns: Its index among the program's conditions.
  func condition(_ node: DocumentNode) throws(DocumentError) -> Int32 {
    let values = try node.optional("in")?.strings() ?? []
    if let given = node.optional("given") {
      try node.refuseUnknownMembers(except: ["given", "in"])
      return program.condition(.given(program.binding(try binding(given)), values: values))
    }
    try node.refuseUnknownMembers(except: ["query", "field", "in"])
    switch (node.optional("query"), node.optional("field")) {
    case (let query?, nil): return program.condition(.query(name: try query.string(), values: values))
    case (nil, let field?):
      try checkFieldName(try field.string(), field)
      return program.condition(.field(name: try field.string().lowercased(), values: values))
    default: throw node.expected("one of \"query\", \"field\" or \"given\"")
    }
  }
}

extension CallCondition {
  /// What an answer depends on that has this condition.
  func traits(in compiler: ProviderCompiler) -> Template.Traits {
    switch self {
    case .query: .query
    case .field: .call
    case .given(let binding, _): compiler.program.lists.bindings[Int(binding)].traits(in: compiler)
    }
  }
}
