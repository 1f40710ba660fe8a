import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A submit's `"upstream"`: compiled now, or of documents that were checked before, when the journal is read.
  func lazyUpstream(_ node: DocumentNode) throws(DocumentError) -> LazyUpstream {
    guard let surroundings else {
      var compiler = self
      compiler.program = AnswerProgramBuilder()
      let rule = try compiler.upstream(node)
      return LazyUpstream { rule }
    }
    return LazyUpstream {
      do throws(DocumentError) {
        return try surroundings.compiler().upstream(node)
      } catch {
        preconditionFailure("a document was changed after it was checked: \(error)")
      }
    }
  }

  /// What each parameter becomes for whom.
  private func upstream(_ node: DocumentNode) throws(DocumentError) -> UpstreamRule {
    try node.refuseUnknownMembers(except: ["provider", "set", "always", "sets", "description"])
    var always: [UpstreamRule.Parameter] = []
    if let shared = node.optional("always") { always = try parameters(shared) }
    var sets: [(name: String, parameters: [UpstreamRule.Parameter])] = []
    for (name, set) in try node.required("sets").members() {
      let own = try parameters(set)
      let names = own.map(\.name)
      sets.append((name, own + always.filter { !names.contains($0.name) }))
    }
    let provider = try binding(try node.required("provider"))
    let set = try binding(try node.required("set"))
    return UpstreamRule(
      program: AnswerProgram(program.lists), provider: provider, set: set, sets: sets)
  }

  /// Parameters by name; one that becomes several has a list.
  private func parameters(_ node: DocumentNode) throws(DocumentError) -> [UpstreamRule.Parameter] {
    var list: [UpstreamRule.Parameter] = []
    for (name, value) in try node.members() {
      if value.node.kind == .array {
        for element in try value.elements() { list.append(try parameter(name, element)) }
      } else {
        list.append(try parameter(name, value))
      }
    }
    return list
  }

  private func parameter(_ name: String, _ node: DocumentNode) throws(DocumentError) -> UpstreamRule.Parameter
  {
    try node.refuseUnknownMembers(except: ["mode", "sentAs", "value", "map", "description"])
    let named = try node.required("mode")
    guard let mode = UpstreamReport.Mode(rawValue: try named.string()) else {
      throw unknown("mode", named, in: UpstreamReport.Mode.allCases.map(\.rawValue))
    }
    var map: [(text: [UInt8], value: Binding.Literal)] = []
    for (text, value) in try node.optional("map")?.members() ?? [] {
      map.append((Array(text.utf8), program.literal(value.node)))
    }
    let value = try node.optional("value").map { (node) throws(DocumentError) in try binding(node) }
    let sentAs = try node.optional("sentAs")?.string()
    switch mode {
    case .emulated, .unavailable:
      for name in ["sentAs", "value", "map"] {
        guard let extra = node.optional(name) else { continue }
        throw extra.error(.contradiction("a parameter that is \(mode.rawValue) is not sent; remove it"))
      }
      return UpstreamRule.Parameter(name: name, mode: mode, sentAs: nil, value: nil, map: [])
    case .passthrough:
      for name in ["value", "map"] {
        guard let extra = node.optional(name) else { continue }
        throw extra.error(.contradiction("a passthrough is sent as it came; remove it, or say \"converted\""))
      }
    case .renamed, .converted: _ = try node.required("sentAs")
    }
    return UpstreamRule.Parameter(name: name, mode: mode, sentAs: sentAs ?? name, value: value, map: map)
  }
}
