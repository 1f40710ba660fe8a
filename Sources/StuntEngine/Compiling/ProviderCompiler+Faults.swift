import StuntContract
import StuntHTTP
import StuntJSON

// What goes wrong under a scenario, and what its answers wear.
extension ProviderCompiler {
  /// One fault.
  func fault(_ node: DocumentNode) throws(DocumentError) -> Fault {
    try node.refuseUnknownMembers(except: [
      "operation", "call", "refusal", "status", "fields", "body", "contentType", "transport", "cutAfterBytes",
      "delaySeconds", "trickle", "set", "setFields", "accepted",
    ])
    let operation = try node.required("operation")
    var operations: [Int] = []
    if operation.node.string != nil {
      operations = [try self.operation(operation)]
    } else {
      for element in try operation.elements() { operations.append(try self.operation(element)) }
    }
    let fault = Fault(
      operations: operations, calls: try calls(node.optional("call")), kind: try faultKind(node))
    if !areChecked { try check(fault, node) }
    return fault
  }

  /// Refuses a fault that could never show, and one whose answer its operation does not document.
  private func check(_ fault: Fault, _ node: DocumentNode) throws(DocumentError) {
    for operation in fault.operations {
      let id = contract.operations[operation].id
      guard case .refusal(let index, _) = fault.kind, let refusal = compiled?.refusals[index] else {
        continue
      }
      guard contract.operations[operation].response(status: refusal.answer.status) == nil else { continue }
      throw try node.required("refusal").error(
        .contradiction(
          "\"\(refusal.name)\" has the status \(refusal.answer.status), which \(id) does not document; name another"
        ))
    }
    if case .gateway = fault.kind { return }
    var names = ["body", "contentType", "accepted"]
    if case .refusal = fault.kind {} else { names.insert("fields", at: 0) }
    for name in names {
      guard let member = node.optional(name) else { continue }
      throw member.error(.contradiction("only a fault with a \"status\" has \"\(name)\"; remove it"))
    }
  }

  private func calls(_ node: DocumentNode?) throws(DocumentError) -> ClosedRange<Int> {
    guard let node else { return 1...Int.max }
    guard node.node.kind == .object else {
      let number = try node.integer(in: 1...1_000_000)
      return number...number
    }
    try node.refuseUnknownMembers(except: ["from", "to"])
    let first = try node.required("from").integer(in: 1...1_000_000)
    let last = try node.optional("to")?.integer(in: first...1_000_000) ?? Int.max
    return first...last
  }

  private static let kinds = [
    "refusal", "status", "transport", "cutAfterBytes", "delaySeconds", "trickle", "set", "setFields",
  ]

  private func faultKind(_ node: DocumentNode) throws(DocumentError) -> Fault.Kind {
    let kinds = Self.kinds.filter { node.optional($0) != nil }
    guard kinds.count == 1 else {
      let names = Self.kinds.map { "\"\($0)\"" }
      throw node.expected("one of \(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])")
    }
    let value = try node.required(kinds[0])
    switch kinds[0] {
    case "refusal": return .refusal(try refusal(value), fields: try fieldLines(node.optional("fields")))
    case "status": return .gateway(try page(node, status: try value.integer(in: 200...599)))
    case "transport":
      switch try value.string() {
      case "reset": return .transport(.reset)
      case "lostReply": return .transport(.lostReply)
      default: throw value.expected("\"reset\" or \"lostReply\"")
      }
    case "cutAfterBytes": return .transport(.cut(afterBytes: try value.integer(in: 0...1_000_000_000)))
    case "delaySeconds": return .delay(.seconds(try value.nonNegative()))
    case "set": return .members(try otherMembers(value))
    case "setFields": return .fields(try fieldLines(value))
    default:
      try value.refuseUnknownMembers(except: ["bytes", "seconds"])
      return .transport(
        .trickle(
          bytes: try value.required("bytes").integer(in: 1...1_000_000),
          pause: .seconds(try value.required("seconds").nonNegative())))
    }
  }

  private func page(_ node: DocumentNode, status: Int) throws(DocumentError) -> Fault.Page {
    let lines = try fieldLines(node.optional("fields")).flatMap(\.line)
    let body = try node.optional("body")?.string() ?? ""
    return Fault.Page(
      status: status, fieldLines: lines,
      contentType: try node.optional("contentType").map(fieldValue) ?? "text/plain", body: Array(body.utf8),
      isAfterwards: try node.optional("accepted")?.boolean() ?? false)
  }

  private func fieldLines(_ node: DocumentNode?) throws(DocumentError) -> [Fault.Field] {
    var lines: [Fault.Field] = []
    for (name, value) in try node?.members() ?? [] {
      try checkFieldName(name, value)
      lines.append((name, Array("\(name): \(try fieldValue(value))\r\n".utf8)))
    }
    return lines
  }

  private func otherMembers(_ node: DocumentNode) throws(DocumentError) -> [(
    place: JSONPointer, value: JSONValue
  )] {
    var members: [(place: JSONPointer, value: JSONValue)] = []
    for (text, value) in try node.members() {
      guard let place = try? JSONPointer(parsing: text) else {
        throw value.expected("a JSON Pointer as the name, such as \"/state\"")
      }
      members.append((place, value.node.value))
    }
    return members
  }

  // MARK: Answers in disguise, and how long results last

  /// What a scenario's answers wear; nil for nothing.
  func disguise(_ node: DocumentNode) throws(DocumentError) -> Disguise? {
    guard let list = node.optional("answers") else {
      for name in ["keeps", "beyond"] {
        guard let member = node.optional(name) else { continue }
        throw member.error(.contradiction("only a scenario with \"answers\" has \"\(name)\"; remove it"))
      }
      return nil
    }
    var changes: [Disguise.Change] = []
    for element in try list.elements() {
      guard let change = Disguise.Change(rawValue: try element.string()) else {
        throw unknown("change of answers", element, in: Disguise.Change.allCases.map(\.rawValue))
      }
      changes.append(change)
    }
    return Disguise(
      changes: changes, kept: try pointers(node.optional("keeps")),
      beyond: try pointers(node.optional("beyond")))
  }

  private func pointers(_ node: DocumentNode?) throws(DocumentError) -> [JSONPointer] {
    var pointers: [JSONPointer] = []
    for element in try node?.elements() ?? [] { pointers.append(try pointer(element)) }
    return pointers
  }

  /// How long a scenario lets results be fetched; nil for the provider's own time.
  func resultSpan(_ node: DocumentNode) throws(DocumentError) -> Instant.Span? {
    guard let seconds = node.optional("resultSeconds") else { return nil }
    if let compiled, compiled.media == nil {
      throw seconds.error(.contradiction("the provider has no \"media\" that could expire; remove it"))
    }
    return .seconds(try seconds.nonNegative())
  }
}
