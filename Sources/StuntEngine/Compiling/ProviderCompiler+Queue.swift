import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// What submits may ask of the queue.
  func queue(_ node: DocumentNode) throws(DocumentError) -> QueueRule {
    try node.refuseUnknownMembers(except: [
      "limit", "full", "startSeconds", "late", "single", "keptSeconds", "brief", "briefSeconds",
      "description",
    ])
    try refuseHalf(of: ("limit", "full"), node)
    try refuseHalf(of: ("startSeconds", "late"), node)
    try refuseHalf(of: ("brief", "briefSeconds"), node)
    func wish(_ name: String) throws(DocumentError) -> Binding? {
      try node.optional(name).map { (node) throws(DocumentError) in try binding(node) }
    }
    func span(_ name: String) throws(DocumentError) -> Instant.Span? {
      try node.optional(name).map { (node) throws(DocumentError) in .seconds(try node.nonNegative()) }
    }
    let kept = try span("keptSeconds")
    if let brief = node.optional("brief"), kept == nil {
      throw brief.error(.contradiction("what is kept for ever is kept no shorter; add \"keptSeconds\""))
    }
    return QueueRule(
      limit: try wish("limit"),
      full: try node.optional("full").map { (node) throws(DocumentError) in try refusal(node) },
      startSeconds: try wish("startSeconds"),
      late: try node.optional("late").map { (node) throws(DocumentError) in try failure(node) },
      single: try wish("single"), kept: kept, brief: try wish("brief"),
      keptBriefly: try span("briefSeconds"))
  }

  /// Refuses one of two members that only mean something together.
  private func refuseHalf(of pair: (String, String), _ node: DocumentNode) throws(DocumentError) {
    for (one, other) in [pair, (pair.1, pair.0)] where node.optional(one) != nil {
      guard node.optional(other) != nil else { throw node.error(.missingMember(other)) }
    }
  }

  /// The answers that failures share, by name.
  mutating func readSharedAnswers() throws(DocumentError) {
    for (name, node) in try root.optional("answers")?.members() ?? [] {
      sharedAnswers.append((name, try answer(node)))
    }
  }

  /// The answer of a failure: its own, or a shared one by its name.
  func answerOfFailure(_ node: DocumentNode) throws(DocumentError) -> AnswerTemplate {
    guard let name = node.node.string else { return try answer(node) }
    guard let shared = sharedAnswers.first(where: { $0.name == name }) else {
      throw unknown("answer", node, in: sharedAnswers.map(\.name))
    }
    return shared.answer
  }
}
