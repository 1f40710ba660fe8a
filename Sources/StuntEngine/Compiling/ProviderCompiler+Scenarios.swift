import StuntContract
import StuntHTTP
import StuntJSON

extension ProviderCompiler {
  /// One scenario document.
  func scenario(_ node: DocumentNode, others: [Scenario]) throws(DocumentError) -> Scenario {
    try node.refuseUnknownMembers(except: [
      "$schema", "provider", "name", "description", "source", "steps", "faults", "cancel", "webhooks",
    ])
    if let provider = node.optional("provider"), try provider.string() != contract.provider {
      throw provider.error(
        .contradiction("the scenario is not for \(contract.provider), whose folder it is in; move it"))
    }
    let named = try node.required("name")
    let name = try named.string()
    guard !others.contains(where: { $0.name == name }) else {
      throw named.error(.duplicateName(what: "scenario", name: name))
    }
    guard !name.isEmpty, name.utf8.allSatisfy({ Self.isNameByte($0) }) else {
      throw named.expected("a name of small letters, digits and hyphens")
    }
    var steps: [Scenario.Step] = []
    let elements = try node.required("steps").elements()
    for element in elements { steps.append(try step(element)) }
    try checkOrder(steps, elements, node)
    var faults: [Fault] = []
    for element in try node.optional("faults")?.elements() ?? [] { faults.append(try fault(element)) }
    let cancel = try node.optional("cancel")?.string()
    guard cancel == nil || cancel == "ignored" else {
      throw try node.required("cancel").expected("\"ignored\"")
    }
    return Scenario(
      name: name, description: try node.required("description").string(),
      source: try node.required("source").string(), steps: steps, faults: faults,
      ignoresCancel: cancel != nil,
      webhooks: try node.optional("webhooks").map { (node) throws(DocumentError) in try webhookPlan(node) })
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
  }

  private func checkOrder(
    _ steps: [Scenario.Step], _ elements: [DocumentNode], _ node: DocumentNode
  ) throws(DocumentError) {
    guard let last = steps.last, steps.count <= Limits.scenarioStepsMax else {
      throw try node.required("steps").expected("one to \(Limits.scenarioStepsMax) steps")
    }
    guard last.phase.isTerminal || last.isEndless else {
      throw elements[elements.count - 1].error(
        .contradiction(
          "the last step ends, but not the job; end in \"succeeded\", \"failed\" or \"canceled\", or leave \"until\" out"
        ))
    }
    if last.endsAttempt {
      throw elements[elements.count - 1].error(
        .contradiction("the last step ends the job; remove \"retry\", or add the next attempt's steps"))
    }
    for (index, step) in steps.enumerated() where index < steps.count - 1 {
      if step.endsAttempt { continue }
      if step.phase.isTerminal {
        throw elements[index].error(
          .contradiction("a job that has \(step.phase.name) stays so; remove the steps after it"))
      }
      if step.isEndless {
        throw elements[index].error(
          .contradiction("the step never ends; add \"until\", or remove the steps after it"))
      }
      if steps[index + 1].phase.rawValue < step.phase.rawValue {
        throw elements[index + 1].error(
          .contradiction("a job does not go back from \(step.phase.name) to \(steps[index + 1].phase.name)"))
      }
    }
  }

  private func step(_ node: DocumentNode) throws(DocumentError) -> Scenario.Step {
    try node.refuseUnknownMembers(except: [
      "phase", "until", "queuePosition", "progress", "logs", "failure", "retry",
    ])
    let phase = try self.phase(try node.required("phase"))
    var polls: Int?
    var span: Instant.Span?
    if let until = node.optional("until") {
      try until.refuseUnknownMembers(except: ["polls", "seconds"])
      polls = try until.optional("polls")?.integer(in: 0...1_000_000)
      if let seconds = until.optional("seconds") { span = .seconds(try seconds.nonNegative()) }
      guard polls != nil || span != nil else { throw until.expected("\"polls\" or \"seconds\"") }
      // No poll sees the step: it is over when it begins, whether somebody polls or not.
      if polls == 0 { (polls, span) = (nil, .zero) }
      guard !phase.isTerminal else {
        throw until.error(.contradiction("a job that has \(phase.name) stays so; remove \"until\""))
      }
    }
    var failure: Int?
    if let named = node.optional("failure") {
      failure = try self.failure(named)
      guard phase == .failed || phase == .canceled else {
        throw named.error(.contradiction("only a failed or canceled step has a \"failure\"; remove it"))
      }
    } else if phase == .failed {
      throw node.error(.missingMember("failure"))
    }
    let endsAttempt = try node.optional("retry")?.boolean() ?? false
    if endsAttempt {
      guard phase == .failed else {
        throw try node.required("retry").error(
          .contradiction("only after a failed step is there another attempt; remove \"retry\""))
      }
      span = .zero
    }
    return Scenario.Step(
      phase: phase, polls: polls, span: span,
      queuePositions: try integers(node.optional("queuePosition"), 0...1_000_000),
      progress: try integers(node.optional("progress"), 0...100), logs: try strings(node.optional("logs")),
      failure: failure, endsAttempt: endsAttempt)
  }

  private func integers(_ node: DocumentNode?, _ range: ClosedRange<Int>) throws(DocumentError) -> [Int] {
    guard let node else { return [] }
    if node.node.kind == .number { return [try node.integer(in: range)] }
    var numbers: [Int] = []
    for element in try node.elements() { numbers.append(try element.integer(in: range)) }
    guard numbers.count <= Limits.stepListMax else {
      throw node.error(.tooMany(what: "elements", limit: Limits.stepListMax))
    }
    return numbers
  }

  private func strings(_ node: DocumentNode?) throws(DocumentError) -> [String] {
    let strings = try node?.strings() ?? []
    if let node, strings.count > Limits.stepListMax {
      throw node.error(.tooMany(what: "elements", limit: Limits.stepListMax))
    }
    return strings
  }

  private func fault(_ node: DocumentNode) throws(DocumentError) -> Fault {
    try node.refuseUnknownMembers(except: [
      "operation", "call", "refusal", "status", "fields", "body", "contentType", "transport", "cutAfterBytes",
      "delaySeconds", "trickle",
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
      guard case .refusal(let index) = fault.kind, let refusal = compiled?.refusals[index] else { continue }
      guard contract.operations[operation].response(status: refusal.answer.status) == nil else { continue }
      throw try node.required("refusal").error(
        .contradiction(
          "\"\(refusal.name)\" has the status \(refusal.answer.status), which \(id) does not document; name another"
        ))
    }
    if case .gateway = fault.kind { return }
    for name in ["fields", "body", "contentType"] {
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

  private func faultKind(_ node: DocumentNode) throws(DocumentError) -> Fault.Kind {
    let kinds = ["refusal", "status", "transport", "cutAfterBytes", "delaySeconds", "trickle"]
      .filter { node.optional($0) != nil }
    guard kinds.count == 1 else {
      throw node.expected(
        "one of \"refusal\", \"status\", \"transport\", \"cutAfterBytes\", \"delaySeconds\" or \"trickle\"")
    }
    let value = try node.required(kinds[0])
    switch kinds[0] {
    case "refusal": return .refusal(try refusal(value))
    case "status": return try gateway(node, status: try value.integer(in: 200...599))
    case "transport":
      switch try value.string() {
      case "reset": return .transport(.reset)
      case "lostReply": return .transport(.lostReply)
      default: throw value.expected("\"reset\" or \"lostReply\"")
      }
    case "cutAfterBytes": return .transport(.cut(afterBytes: try value.integer(in: 0...1_000_000_000)))
    case "delaySeconds": return .delay(.seconds(try value.nonNegative()))
    default:
      try value.refuseUnknownMembers(except: ["bytes", "seconds"])
      return .transport(
        .trickle(
          bytes: try value.required("bytes").integer(in: 1...1_000_000),
          pause: .seconds(try value.required("seconds").nonNegative())))
    }
  }

  private func gateway(_ node: DocumentNode, status: Int) throws(DocumentError) -> Fault.Kind {
    var lines: [UInt8] = []
    for (name, value) in try node.optional("fields")?.members() ?? [] {
      try checkFieldName(name, value)
      lines.append(contentsOf: "\(name): \(try fieldValue(value))\r\n".utf8)
    }
    let body = try node.optional("body")?.string() ?? ""
    return .gateway(
      status: status, fieldLines: lines,
      contentType: try node.optional("contentType").map(fieldValue) ?? "text/plain", body: Array(body.utf8))
  }
}
