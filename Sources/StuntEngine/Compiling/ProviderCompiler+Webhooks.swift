import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// How the ends of jobs are told; nil for a provider that tells nobody.
  func webhookRules() throws(DocumentError) -> WebhookRules? {
    guard let node = root.optional("webhooks") else { return nil }
    try node.refuseUnknownMembers(except: [
      "url", "targets", "refusal", "id", "fields", "signature", "events", "delivery", "description",
    ])
    var fields = FieldBlock()
    try read(node.optional("fields"), into: &fields)
    var events: [WebhookRules.Event] = []
    for element in try node.required("events").elements() {
      let event = try webhookEvent(element)
      guard !events.contains(where: { $0.name == event.name }) else {
        throw element.error(.duplicateName(what: "event", name: event.name))
      }
      events.append(event)
    }
    return WebhookRules(
      url: try node.optional("url").map { (node) throws(DocumentError) in try binding(node) },
      targets: try webhookTargets(node.optional("targets")),
      refusal: try node.optional("refusal").map { (node) throws(DocumentError) in try refusal(node) },
      id: try binding(try node.required("id")), fields: fields,
      signature: try node.optional("signature").map { (node) throws(DocumentError) in
        try webhookSignature(node)
      },
      events: events, retries: try webhookRetries(try node.required("delivery")))
  }

  private func webhookEvent(_ node: DocumentNode) throws(DocumentError) -> WebhookRules.Event {
    try node.refuseUnknownMembers(except: ["name", "phases", "answerOf", "webhook", "body", "description"])
    let named = try node.required("name")
    let name = try named.string()
    let place = node.optional("webhook") ?? named
    guard let webhook = contract.webhook(named: try place.string()) else {
      throw unknown("webhook of the contract", place, in: contract.webhooks.map(\.name))
    }
    var phases: Set<Phase> = []
    for element in try node.required("phases").elements() {
      let phase = try self.phase(element)
      guard phase.isTerminal else {
        throw element.error(
          .contradiction("a webhook tells how a job ended; name \"succeeded\", \"failed\" or \"canceled\""))
      }
      phases.insert(phase)
    }
    return WebhookRules.Event(
      name: name, phases: phases, webhook: webhook, message: try message(node),
      answerOf: try node.optional("answerOf").map { (node) throws(DocumentError) in try operation(node) })
  }

  /// The message of an event, compiled when the first one is sent where the documents were checked before.
  private func message(_ node: DocumentNode) throws(DocumentError) -> AnswerTemplate {
    guard let surroundings else {
      var compiler = self
      compiler.program = AnswerProgramBuilder()
      let body = try node.required("body")
      let content = try compiler.content(node, status: 200, of: nil)
      guard case .template = content.body else { throw body.expected("a body with an example") }
      return AnswerTemplate(status: 200, content: content)
    }
    return AnswerTemplate(status: 200) {
      do throws(DocumentError) {
        return try surroundings.compiler().content(node, status: 200, of: nil)
      } catch {
        preconditionFailure("a document was changed after it was checked: \(error)")
      }
    }
  }

  private func webhookTargets(_ node: DocumentNode?) throws(DocumentError) -> WebhookRules.Targets {
    var targets = WebhookRules.Targets()
    guard let node else { return targets }
    try node.refuseUnknownMembers(except: ["schemes", "ports", "addresses", "refusedHosts", "description"])
    if let schemes = node.optional("schemes") {
      targets.schemes = try schemes.strings()
      guard targets.schemes?.allSatisfy({ $0 == "http" || $0 == "https" }) == true else {
        throw schemes.expected("\"http\", \"https\" or both")
      }
    }
    if let ports = node.optional("ports") {
      targets.ports = []
      for element in try ports.elements() { targets.ports?.append(try element.integer(in: 1...65_535)) }
    }
    targets.takesAddresses = try node.optional("addresses")?.boolean() ?? true
    targets.refusedHosts = try node.optional("refusedHosts")?.strings().map { $0.lowercased() } ?? []
    return targets
  }

  private func webhookSignature(_ node: DocumentNode) throws(DocumentError) -> WebhookRules.Signature {
    try node.refuseUnknownMembers(except: [
      "algorithm", "content", "encoding", "field", "value", "secretPrefix", "description",
    ])
    let algorithm = try node.required("algorithm")
    guard let known = WebhookRules.Signature.Algorithm(rawValue: try algorithm.string()) else {
      throw unknown(
        "algorithm", algorithm, in: WebhookRules.Signature.Algorithm.allCases.map(\.rawValue))
    }
    let encoding = try node.required("encoding")
    guard let knownEncoding = WebhookRules.Signature.Encoding(rawValue: try encoding.string()) else {
      throw unknown("encoding", encoding, in: WebhookRules.Signature.Encoding.allCases.map(\.rawValue))
    }
    let field = try node.required("field")
    try checkFieldName(try field.string(), field)
    var block = FieldBlock()
    block.append(try field.string(), try binding(try node.required("value")), program)
    return WebhookRules.Signature(
      algorithm: known, content: try binding(try node.required("content")), encoding: knownEncoding,
      field: block, secretPrefix: try node.optional("secretPrefix")?.string() ?? "")
  }

  private func webhookRetries(_ node: DocumentNode) throws(DocumentError) -> WebhookRules.Retries {
    try node.refuseUnknownMembers(except: [
      "retrySeconds", "timeoutSeconds", "attemptsMax", "permanent", "description",
    ])
    let delays = try spans(try node.required("retrySeconds"))
    let timeouts = try spans(try node.required("timeoutSeconds"))
    guard !timeouts.isEmpty, timeouts.allSatisfy({ $0 > .zero }) else {
      throw try node.required("timeoutSeconds").expected("at least one time, longer than none")
    }
    let attempts =
      try node.optional("attemptsMax")?.integer(in: 1...Limits.webhookAttemptsMax) ?? delays.count + 1
    guard attempts <= Limits.webhookAttemptsMax else {
      throw try node.required("retrySeconds").error(
        .tooMany(what: "times", limit: Limits.webhookAttemptsMax - 1))
    }
    var permanent: [ClosedRange<Int>] = []
    for element in try node.optional("permanent")?.elements() ?? [] {
      let text = try element.string()
      guard text.utf8.count == 3, text.hasSuffix("xx"), let digit = Int(text.prefix(1)),
        (3...5).contains(digit)
      else { throw element.expected("\"3xx\", \"4xx\" or \"5xx\"") }
      permanent.append(digit * 100...digit * 100 + 99)
    }
    return WebhookRules.Retries(
      delays: delays, timeouts: timeouts, attemptsMax: attempts, permanent: permanent)
  }

  private func spans(_ node: DocumentNode) throws(DocumentError) -> [Instant.Span] {
    var spans: [Instant.Span] = []
    for element in try node.elements() { spans.append(.seconds(try element.nonNegative())) }
    return spans
  }

  /// What goes wrong with the message about a job's end.
  func webhookPlan(_ node: DocumentNode) throws(DocumentError) -> WebhookPlan {
    guard let rules = compiled?.webhooks else {
      throw node.error(
        .contradiction("the provider has no \"webhooks\" in its behavior.json; remove the member"))
    }
    try node.refuseUnknownMembers(except: [
      "duplicates", "lateSeconds", "earlySeconds", "reordered", "tampered", "staleSeconds", "unsigned",
      "wrongKey", "lostAttempts", "event",
    ])
    var plan = WebhookPlan()
    plan.duplicates = try node.optional("duplicates")?.integer(in: 1...Limits.webhookAttemptsMax) ?? 0
    plan.late = .seconds(try node.optional("lateSeconds")?.nonNegative() ?? 0)
    plan.early = .seconds(try node.optional("earlySeconds")?.nonNegative() ?? 0)
    plan.isReordered = try node.optional("reordered")?.boolean() ?? false
    plan.isTampered = try node.optional("tampered")?.boolean() ?? false
    plan.stale = .seconds(try node.optional("staleSeconds")?.nonNegative() ?? 0)
    plan.isUnsigned = try node.optional("unsigned")?.boolean() ?? false
    plan.hasWrongKey = try node.optional("wrongKey")?.boolean() ?? false
    plan.lostAttempts = try node.optional("lostAttempts")?.integer(in: 1...Limits.webhookAttemptsMax) ?? 0
    if let event = node.optional("event") {
      let name = try event.string()
      plan.event = rules.events.firstIndex { $0.name == name }
      guard plan.event != nil else { throw unknown("event", event, in: rules.events.map(\.name)) }
    }
    if plan.late > .zero, plan.early > .zero {
      throw node.error(
        .contradiction("a message is late or early, not both; remove \"lateSeconds\" or \"earlySeconds\""))
    }
    return plan
  }
}
