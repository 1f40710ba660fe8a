package import StuntContract
import StuntHTTP
package import StuntJSON

/// Tells by an answer's own words where its job stands: the provider's behavior, read backwards.
package struct PhaseReader: Sendable {
  /// An answer that the behavior knows, and the phases that it is given in.
  private struct Candidate: Sendable {
    let phases: Set<Phase>
    let status: Int
    let pattern: AnswerPattern?
    /// What the contract says of it, where it is a message that the provider sends by itself.
    let promise: Contract.Webhook?

    init(_ phases: Set<Phase>, _ answer: AnswerTemplate, _ promise: Contract.Webhook? = nil) {
      self.phases = phases
      self.promise = promise
      status = answer.status
      pattern = AnswerPattern(answer.content)
    }
  }

  private let role: Provider.Role
  private let candidates: [Candidate]
  /// Where the word stands that differs from phase to phase; nil where there is none.
  private let word: JSONPointer?
  /// Where any candidate has something.
  private let places: Set<[String]>

  /// The reader of an operation's answers; it tells nothing of operations that are about no job.
  package init(_ provider: Provider, operation: Int) {
    role = provider.role(of: operation)
    var shown = operation
    if case .stream(let other, _, _) = provider.behavior.operations[operation].action { shown = other }
    let behavior = provider.behavior
    var candidates: [Candidate] = []
    switch role {
    case .list, .file, .other, .pictures: break
    case .submit, .run, .observe, .result, .stream, .content, .cancel, .delete:
      for phase in Phase.allCases {
        guard let choice = behavior.operations[shown].answers[Int(phase.rawValue)] else { continue }
        for answer in choice.all.flatMap({ Self.answers($0, behavior) }) {
          candidates.append(Candidate([phase], answer))
        }
      }
    }
    (self.candidates, word, places) = Self.prepared(candidates)
  }

  /// The reader of the messages that a provider sends by itself.
  package init(webhooksOf provider: Provider) {
    role = .observe
    let events = provider.behavior.webhooks?.events ?? []
    let candidates = events.map { Candidate($0.phases, $0.message, $0.webhook) }
    (self.candidates, word, places) = Self.prepared(candidates)
  }

  private static func answers(_ choice: AnswerChoice, _ behavior: Behavior) -> [AnswerTemplate] {
    switch choice {
    case .answer(let template): [template]
    case .refusal(let index): [behavior.refusals[index].answer]
    case .failure: behavior.failures.compactMap(\.answer)
    case .first: []
    }
  }

  private static func prepared(_ candidates: [Candidate]) -> ([Candidate], JSONPointer?, Set<[String]>) {
    let patterns = candidates.compactMap(\.pattern)
    let places = Set(patterns.flatMap { $0.leaves.map(\.place.tokens) })
    return (candidates, word(of: candidates.filter { $0.status < 300 }), places)
  }

  /// The first place where all answers have a text, and not the same one in all phases.
  private static func word(of candidates: [Candidate]) -> JSONPointer? {
    let patterns = candidates.compactMap(\.pattern)
    guard patterns.count == candidates.count, let first = patterns.first else { return nil }
    return first.leaves.lazy.map(\.place).first { place in
      guard patterns.allSatisfy({ $0.text(at: place) != nil }) else { return false }
      var texts: [Phase: Set<String>] = [:]
      for candidate in candidates {
        guard let text = candidate.pattern?.text(at: place) else { continue }
        for phase in candidate.phases { texts[phase, default: []].insert(text) }
      }
      return Set(texts.values).count > 1
    }
  }

  /// The phase that an answer tells; nil where it tells none, or one of several.
  package func phase(status: Int, body: [UInt8]) -> Phase? {
    guard !candidates.isEmpty else { return nil }
    guard role != .stream else { return lastPhase(ofStream: body) }
    let root = (try? JSONDocument(parsing: body, limits: .message))?.root
    let phases = phases(status: status, root)
    let phase = Self.one(of: phases, isSubmit: role == .submit)
    // What was canceled or deleted had a phase before: only an end stays what it is.
    if role == .cancel || role == .delete { return phase?.isTerminal == true ? phase : nil }
    return phase
  }

  /// What a message that a provider sends by itself is about.
  package struct Message {
    /// The job's id.
    package let job: String
    /// How well it fits, to tell whose it is.
    package let score: Int
    /// What the contract says of it.
    package let promise: Contract.Webhook
  }

  /// What a message is about; nil where it is none of the provider's.
  package func message(_ body: JSONNode) -> Message? {
    let fitting = candidates.filter { isWord($0, body) }
    guard let best = best(of: fitting, body)?.first, let pattern = best.pattern, let promise = best.promise,
      let place = pattern.jobPlace, let job = body[place]?.string
    else { return nil }
    return Message(job: job, score: pattern.score(body, among: places), promise: promise)
  }

  private func lastPhase(ofStream body: [UInt8]) -> Phase? {
    var decoder = ServerSentEventDecoder(eventBytesMax: max(body.count, 1))
    // A stream may be cut in the middle of an event.
    let events = (try? decoder.decode(body)) ?? []
    for event in events.reversed() {
      guard let document = try? JSONDocument(parsing: Array(event.data.utf8), limits: .message) else {
        continue
      }
      if let phase = Self.one(of: phases(status: 200, document.root), isSubmit: false) { return phase }
    }
    return nil
  }

  /// The phases in which such an answer is given.
  private func phases(status: Int, _ root: JSONNode?) -> Set<Phase> {
    // The word tells more than the status, in which documents and servers do not always agree.
    if status < 300, let word, let root, root[word]?.string != nil {
      return union(best(of: candidates.filter { $0.status < 300 && isWord($0, root) }, root))
    }
    let status = status == 206 ? 200 : status
    let fitting = candidates.filter { $0.status == status }
    guard let root else {
      return status < 300 ? union(fitting.filter { $0.pattern == nil }) : []
    }
    guard status >= 300 else { return word == nil ? union(best(of: fitting, root)) : [] }
    let good = fitting.filter { ($0.pattern?.score(root, among: []) ?? 0) > 0 }
    return union(best(of: good, root))
  }

  private func isWord(_ candidate: Candidate, _ root: JSONNode) -> Bool {
    guard let word else { return true }
    return candidate.pattern?.text(at: word) == root[word]?.string
  }

  private func best(of candidates: [Candidate], _ root: JSONNode) -> [Candidate]? {
    let scored = candidates.map { ($0, $0.pattern?.score(root, among: places) ?? 0) }
    guard let most = scored.map(\.1).max() else { return nil }
    return scored.filter { $0.1 == most }.map(\.0)
  }

  private func union(_ candidates: [Candidate]?) -> Set<Phase> {
    (candidates ?? []).reduce(into: []) { $0.formUnion($1.phases) }
  }

  /// The one phase that is left: a job that was just made is queued, and an end that is not a success a failure.
  private static func one(of phases: Set<Phase>, isSubmit: Bool) -> Phase? {
    if phases.count == 1 { return phases.first }
    if isSubmit, phases.contains(.queued) { return .queued }
    return phases == [.failed, .canceled] ? .failed : nil
  }
}
