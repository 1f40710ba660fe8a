import StuntContract
import StuntJSON
import StuntSchema

extension ProviderCompiler {
  /// The behavior of every operation of the contract, in the contract's order.
  func operations() throws(DocumentError) -> [OperationBehavior] {
    let node = try root.required("operations")
    let members = try node.members()
    for (name, value) in members where contract.operation(named: name) == nil {
      throw value.error(
        .unknownMember(name, nearest: NearestName.among(contract.operations.map(\.id), to: name)))
    }
    var behaviors: [OperationBehavior] = []
    for operation in contract.operations {
      guard var member = members.first(where: { $0.name == operation.id })?.value else {
        throw node.error(.missingMember(operation.id))
      }
      for _ in 0..<Limits.bodyDepthMax {
        guard let like = member.optional("like") else { break }
        try member.refuseUnknownMembers(except: ["like", "description"])
        let name = try like.string()
        guard let other = members.first(where: { $0.name == name })?.value else {
          throw unknown("operation", like, in: members.map(\.name))
        }
        member = other
      }
      behaviors.append(try behavior(member, of: operation))
    }
    for (index, behavior) in behaviors.enumerated() {
      guard case .stream(let shown, _, _) = behavior.action,
        behaviors[shown].answers.contains(where: { $0 == nil })
      else { continue }
      let (own, other) = (contract.operations[index].id, contract.operations[shown].id)
      throw (members.first { $0.name == own }?.value.optional("answerOf") ?? node).error(
        .contradiction("\(own) tells the answers of \(other), which has none for some phases; name another"))
    }
    return behaviors
  }

  private func behavior(
    _ node: DocumentNode, of operation: StuntContract.Operation
  ) throws(DocumentError) -> OperationBehavior {
    let named = try node.required("action")
    let name = try named.string()
    guard let known = (Self.actionMembers + Self.uploadMembers).first(where: { $0.action == name })?.members
    else {
      throw unknown("action", named, in: (Self.actionMembers + Self.uploadMembers).map(\.action))
    }
    try node.refuseUnknownMembers(except: ["action", "description"] + known)
    var answers: [AnswerChoice?] = Array(repeating: nil, count: Phase.allCases.count)
    if let list = node.optional("answers") { try read(list, of: operation, into: &answers) }
    if Self.jobActions.contains(name) {
      for phase in Phase.allCases where answers[Int(phase.rawValue)] == nil {
        throw node.error(Self.unanswered(phase))
      }
    } else if known.contains("answers"), answers.allSatisfy({ $0 == nil }) {
      throw node.error(.missingMember("answers"))
    } else if name == "run" || name == "pictures" {
      // It answers when the job has ended, which one that always fails does not do well.
      let ends = Phase.allCases.filter {
        $0.isTerminal && !($0 == .succeeded && node.optional("fails") != nil)
      }
      for phase in ends where answers[Int(phase.rawValue)] == nil { throw node.error(Self.unanswered(phase)) }
    }
    var jobParameter: Int?
    if known.contains("job") {
      let job = try node.required("job")
      guard case .path(let parameter) = try binding(job).source,
        let index = operation.pathNames.firstIndex(of: program.lists.names[Int(parameter.index)])
      else { throw job.expected("a parameter of the path \(operation.path), such as \"path/id\"") }
      jobParameter = index
    }
    return OperationBehavior(
      action: try action(name, node), answers: answers, jobParameter: jobParameter,
      kinds: try kinds(of: node),
      expiredRefusal: name == "content"
        ? try node.optional("expired").map { (node) throws(DocumentError) in try refusal(node) } : nil,
      unknownRefusal: known.contains("job")
        ? try node.optional("unknown").map { (node) throws(DocumentError) in try refusal(node) } : nil,
      outcomes: try outcomes(node, of: operation))
  }

  /// The members of each action, besides `action` and `description`.
  private static let actionMembers: [(action: String, members: [String])] = [
    (
      "submit",
      [
        "violations", "deferredFailure", "fails", "prompt", "keeps", "idempotencyKey", "idempotentStatus",
        "estimate", "upstream", "answers",
      ] + detailMembers
    ),
    ("pictures", ["prompt", "keeps", "estimate", "upstream", "answers"] + detailMembers),
    ("run", ["violations", "deferredFailure", "fails", "prompt", "keeps", "answers"] + detailMembers),
    ("observe", ["job", "identifiers", "unknown", "answers"]),
    ("stream", ["job", "identifiers", "unknown", "answerOf", "commentSeconds", "comment"]),
    ("result", ["job", "identifiers", "unknown", "answers"]),
    ("cancel", ["job", "identifiers", "unknown", "cancels", "answers"]),
    ("delete", ["job", "identifiers", "unknown", "deletes", "answers"]),
    ("content", ["job", "identifiers", "unknown", "variant", "expired", "answers"]),
    ("media", ["file", "expired", "unknown"]),
    ("list", ["identifiers", "limit", "defaultLimit", "after", "order", "operations", "answers"]),
    ("static", ["answers"]),
    ("lookup", ["table", "key", "unknown", "answers"]),
    ("call", ["call", "unknown", "refused", "broken", "answers"]),
    (
      "calls",
      [
        "limit", "defaultLimit", "after", "before", "ambiguous", "unknown", "filters", "sum",
        "answers",
      ]
    ),
    ("purge", ["call", "unknown", "answers"]),
  ]

  private static func unanswered(_ phase: Phase) -> DocumentError.Problem {
    .contradiction("no answer is for the phase \"\(phase.name)\"; add one to \"answers\"")
  }

  private static let jobActions = ["observe", "result", "cancel", "delete", "content", "call"]

  private func action(_ name: String, _ node: DocumentNode) throws(DocumentError) -> OperationBehavior.Action
  {
    switch name {
    case "submit": return .submit(try submitRule(node))
    case "run": return .run(try submitRule(node))
    case "pictures": return .pictures(try picturesRule(node))
    case "observe": return .observe
    case "result": return .result
    case "stream":
      return .stream(
        answerOf: try operation(try node.required("answerOf")),
        commentSpan: .seconds(try node.optional("commentSeconds")?.nonNegative() ?? 15),
        comment: try node.optional("comment")?.string() ?? "")
    case "cancel":
      return .cancel(phases: try phases(try node.required("cancels")))
    case "delete":
      return .delete(
        phases: try phases(try node.required("deletes")))
    case "content":
      return .content(
        variant: try optionalBinding(node, "variant"))
    case "media":
      return .media(
        file: try binding(try node.required("file")), expired: try refusal(try node.required("expired")),
        unknown: try refusal(try node.required("unknown")))
    case "list":
      return .list(
        OperationBehavior.ListRule(
          limit: try optionalBinding(node, "limit"),
          defaultLimit: try node.optional("defaultLimit")?.integer(in: 1...Limits.pageJobsMax) ?? 20,
          after: try optionalBinding(node, "after"), order: try optionalBinding(node, "order"),
          operations: try node.optional("operations").map(operations)))
    case "lookup":
      return .lookup(
        table: try table(try node.required("table")), key: try binding(try node.required("key")),
        unknown: try refusal(try node.required("unknown")))
    case "call":
      return .call(
        id: try binding(try node.required("call")), unknown: try refusal(try node.required("unknown")))
    case "calls": return .calls(try callList(node))
    case "purge":
      return .purge(
        id: try binding(try node.required("call")), unknown: try refusal(try node.required("unknown")))
    default:
      if let step = UploadRule.Step(rawValue: name) { return .upload(try uploadRule(step, node)) }
      return .constant
    }
  }

  /// The binding under a name; nil where there is none.
  func optionalBinding(_ node: DocumentNode, _ name: String) throws(DocumentError) -> Binding? {
    guard let member = node.optional(name) else { return nil }
    return try binding(member)
  }

  /// How a submit, or an operation like one, makes jobs.
  func submitRule(_ node: DocumentNode) throws(DocumentError) -> OperationBehavior.SubmitRule {
    var deferredFailure: Int?
    if let violations = node.optional("violations") {
      switch try violations.string() {
      case "refuse": break
      case "defer": deferredFailure = try failure(try node.required("deferredFailure"))
      default: throw violations.expected("\"refuse\" or \"defer\"")
      }
    }
    var keeps: [OperationBehavior.SubmitRule.Keep] = []
    for (name, value) in try node.optional("keeps")?.members() ?? [] {
      keeps.append((name, try submitBinding(value), program.name(name)))
    }
    return OperationBehavior.SubmitRule(
      deferredFailure: deferredFailure,
      failure: try node.optional("fails").map { (node) throws(DocumentError) in try failure(node) },
      prompt: try optionalBinding(node, "prompt"), keeps: keeps, details: try details(node),
      idempotencyKey: try optionalBinding(node, "idempotencyKey"),
      idempotentStatus: try node.optional("idempotentStatus")?.integer(in: 200...299),
      estimate: try node.optional("estimate").map { (node) throws(DocumentError) in try estimate(node) },
      upstream: try node.optional("upstream").map { (node) throws(DocumentError) in try lazyUpstream(node) })
  }

  private func operations(_ list: DocumentNode) throws(DocumentError) -> Set<Int> {
    var operations: Set<Int> = []
    for node in try list.elements() {
      guard let operation = contract.operation(named: try node.string()) else {
        throw unknown("operation", node, in: contract.operations.map(\.id))
      }
      operations.insert(operation)
    }
    return operations
  }

  private func phases(_ node: DocumentNode) throws(DocumentError) -> Set<Phase> {
    var phases: Set<Phase> = []
    for element in try node.elements() { phases.insert(try phase(element)) }
    return phases
  }

  func phase(_ node: DocumentNode) throws(DocumentError) -> Phase {
    guard let phase = Phase(name: try node.string()) else {
      throw unknown("phase", node, in: Phase.allCases.map(\.name))
    }
    return phase
  }

  private func read(
    _ list: DocumentNode, of operation: StuntContract.Operation, into answers: inout [AnswerChoice?]
  ) throws(DocumentError) {
    var conditional: [[ConditionalAnswer]] = Array(repeating: [], count: answers.count)
    for node in try list.elements() {
      let choice: AnswerChoice
      if let refusal = node.optional("refusal") {
        try node.refuseUnknownMembers(except: ["phases", "when", "refusal"])
        choice = .refusal(try self.refusal(refusal))
      } else if let failure = node.optional("failure") {
        try node.refuseUnknownMembers(except: ["phases", "when", "failure"])
        guard try failure.boolean() else { throw failure.expected("true") }
        choice = .failure
      } else {
        choice = .answer(try answer(node, of: operation, alsoKnown: ["phases", "when"]))
      }
      let named = try node.optional("phases").map { (list) throws(DocumentError) in try self.phases(list) }
      let phases = (named ?? Set(Phase.allCases)).map { Int($0.rawValue) }
      guard let when = node.optional("when") else {
        for phase in phases { answers[phase] = choice }
        continue
      }
      let index = try condition(when)
      let isOfCall = !program.lists.conditions[Int(index)].traits(in: self).isDisjoint(with: [.query, .call])
      for phase in phases {
        conditional[phase].append(ConditionalAnswer(condition: index, isOfCall: isOfCall, choice: choice))
      }
    }
    for phase in answers.indices where !conditional[phase].isEmpty {
      // Without one for all the others, the phase counts as unanswered.
      guard let otherwise = answers[phase] else { continue }
      answers[phase] = .first(of: conditional[phase], otherwise: otherwise)
    }
  }

  /// The fields of answers; names are checked, values are bindings.
  func read(_ node: DocumentNode?, into fields: inout FieldBlock) throws(DocumentError) {
    for (name, value) in try node?.members() ?? [] {
      try checkFieldName(name, value)
      let binding = try binding(value)
      if case .literal(let literal) = binding.source, literal.kind == .string,
        let text = value.optional("literal")
      {
        _ = try fieldValue(text)
      }
      fields.append(name, binding, program)
    }
  }

  /// Refuses what is no name of a field, and the fields that whoever writes a message decides.
  func checkFieldName(_ name: String, _ node: DocumentNode) throws(DocumentError) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
      throw node.error(.contradiction("\"\(name)\" is no field name (RFC 9110, 5.1); mend it"))
    }
    guard !Self.framingNames.contains(name.lowercased()) else {
      throw node.error(
        .contradiction("the field \(name) follows from the message itself (RFC 9112, 6); remove it"))
    }
  }

  private static let framingNames = ["content-length", "transfer-encoding", "connection", "date"]

  /// The characters of a token. RFC 9110, 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
  }

  /// A text that can stand in a field: no line end, nor any other control character. RFC 9110, 5.5.
  func fieldValue(_ node: DocumentNode) throws(DocumentError) -> String {
    let text = try node.string()
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw node.expected("text without line ends and control characters")
    }
    return text
  }
}
