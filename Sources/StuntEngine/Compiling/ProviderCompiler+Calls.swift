import StuntContract
import StuntJSON

// The list of calls, and the account.
extension ProviderCompiler {
  /// Top level `"calls"`: which operations are listed, and how the ids look.
  func callLog() throws(DocumentError) -> CallLogRule? {
    guard let node = root.optional("calls") else { return nil }
    try node.refuseUnknownMembers(except: ["identifier", "operations", "description"])
    var values: [[(name: String, value: Binding.Literal)]?] = contract.operations.map { _ in nil }
    for (name, member) in try node.required("operations").members() {
      guard let index = contract.operation(named: name) else {
        throw member.error(.unknownName(what: "operation", name: name, nearest: nil))
      }
      values[index] = try member.members().map { ($0.name, program.literal($0.value.node)) }
    }
    return CallLogRule(identifier: try identifier(try node.required("identifier")), values: values)
  }

  /// Top level `"account"`: what there is to spend, in millionths.
  func balance() throws(DocumentError) -> Int64? {
    guard let node = root.optional("account") else { return nil }
    try node.refuseUnknownMembers(except: ["balance", "description"])
    let balance = try node.required("balance")
    let amount = try balance.nonNegative()
    guard amount <= Limits.balanceMax else { throw balance.expected("at most \(Int(Limits.balanceMax))") }
    return Int64(amount * 1_000_000)
  }

  /// How the action `calls` cuts pages.
  func callList(_ node: DocumentNode) throws(DocumentError) -> CallListRule {
    var filters: [CallListRule.Filter] = []
    for element in try node.optional("filters")?.elements() ?? [] {
      try element.refuseUnknownMembers(except: ["query", "member", "test"])
      let named = try element.required("test")
      guard let test = CallListRule.Filter.Test(rawValue: try named.string()) else {
        throw unknown("test", named, in: CallListRule.Filter.Test.allCases.map(\.rawValue))
      }
      filters.append(
        CallListRule.Filter(
          parameter: try element.required("query").string(),
          member: try pointer(try element.required("member")),
          test: test))
    }
    return CallListRule(
      limit: try node.optional("limit").map { (node) throws(DocumentError) in try binding(node) },
      defaultLimit: try node.optional("defaultLimit")?.integer(in: 1...Limits.pageJobsMax) ?? 20,
      after: try node.required("after").string(), before: try node.required("before").string(),
      ambiguous: try refusal(try node.required("ambiguous")),
      unknown: try refusal(try node.required("unknown")), filters: filters,
      sum: try node.optional("sum").map { (node) throws(DocumentError) in try pointer(node) })
  }

  /// How the action `call` tells of calls without a job; nil for other actions.
  func outcomes(
    _ node: DocumentNode, of operation: StuntContract.Operation
  ) throws(DocumentError) -> CallOutcomes? {
    guard node.optional("action")?.node.string == "call" else { return nil }
    return CallOutcomes(
      refused: try answer(try node.required("refused"), of: operation),
      broken: try answer(try node.required("broken"), of: operation))
  }

  /// A name about calls, keys or the account; nil for any other.
  func callMember(_ node: DocumentNode, _ name: String) throws(DocumentError) -> Binding.CallMember? {
    switch name {
    case "call.reference":
      guard root.optional("calls") != nil else {
        throw node.error(
          .contradiction("there is no \"calls\" that says how the ids of calls look; add it"))
      }
      return .reference
    case "logged.id": return .loggedID
    case "logged.at": return .loggedAt
    case "logged.status": return .loggedStatus
    case "logged.requestBytes": return .loggedRequestBytes
    case "logged.answerBytes": return .loggedAnswerBytes
    case "key.id": return .keyID
    case "account.available":
      guard root.optional("account") != nil else {
        throw node.error(.contradiction("there is no \"account\" that says what there is to spend; add it"))
      }
      return .available
    case "page.next": return .nextPage
    case "page.previous": return .previousPage
    case "page.matching": return .matching
    case "page.sum": return .sum
    default: break
    }
    if name.hasPrefix("logged/") { return .loggedValue(program.name(String(name.dropFirst(7)))) }
    if name.hasPrefix("answer/") {
      guard let pointer = try? JSONPointer(parsing: "/" + name.dropFirst(7)) else {
        throw node.expected("a JSON Pointer after \"answer/\"")
      }
      return .answer(program.path(pointer))
    }
    return nil
  }
}
