import StuntContract
import StuntJSON
import StuntSchema

/// A template made ready to be filled in with few looks: text, what stands at each place, and what is known of that.
///
/// What is known of a place's values needs no proof when an answer is given.
struct AnswerPlan: Sendable {
  /// A stretch of text, and the place after it.
  struct Step: Sendable {
    let before: AnswerProgram.Bytes
    /// The index of the place's first source.
    let source: Int
    /// The index of the binding among the program's pieces.
    let piece: Int
  }

  /// Where a place's value comes from, or what stands in for it.
  struct Source: Sendable {
    let kind: Kind
    /// The kinds, as bits, of which all values may stand at the place.
    var allowedKinds: UInt8 = 0
    /// Whether all whole numbers from 0 on may stand at the place.
    var allowsNaturals = false
    /// Whether what this writes may stand at the place whatever it is: an id, a URL, this text.
    var isKnown = false
    /// Whether the place takes all values that a good request to the answer's own operation can have here.
    var takesWishes = false
    /// The table whose keys may all stand at the place, and whose rows this value selects; -1 for none.
    var table = -1

    /// Whether all values of a kind may stand at the place.
    func allowsAll(_ kind: JSONKind) -> Bool { allowedKinds >> kind.rawValue & 1 == 1 }
  }

  /// The sources that are written without a look at their binding; where one yields nothing, the next stands in for it.
  enum Kind: Sendable {
    case identifier
    case link(operation: Int)
    case creation
    case job(Binding.JobMember)
    case request(MemberPath)
    /// Nothing, as long as nothing is kept with the job.
    case kept
    case text(AnswerProgram.Bytes)
    case null
    /// Whatever the binding says.
    case binding
  }

  private(set) var steps: [Step] = []
  private(set) var sources: [Source] = []
  /// The text after the last place.
  private(set) var end = AnswerProgram.Bytes(start: 0, count: 0)

  /// What is told about an answer when it is compiled.
  struct Facts {
    /// What is left to prove of the answer; nil where it is checked whole.
    var proof: AnswerProof?
    /// The form of the provider's ids.
    var identifier: JobIdentifier
    /// The provider's tables, with the request's member that their rows are selected by, as far as it alone decides.
    var keys: [(member: String, keys: [[UInt8]])?] = []
    /// The operation whose answer it is; nil for an answer of many.
    var operation: StuntContract.Operation?
  }

  init(_ template: Template, _ program: AnswerProgram, _ facts: Facts) {
    for piece in template.pieces {
      switch program.lists.pieces[piece] {
      case .bytes(let bytes): end = bytes
      case .slot(let binding):
        steps.append(Step(before: end, source: sources.count, piece: piece))
        end = AnswerProgram.Bytes(start: 0, count: 0)
        append(binding, program, facts)
      }
    }
  }

  /// Appends the sources of a place.
  private mutating func append(_ binding: Binding, _ program: AnswerProgram, _ facts: Facts) {
    let place = steps.count - 1
    var next: Binding? = binding
    while let binding = next {
      next = nil
      guard let kind = Kind(binding) else { break }
      sources.append(source(kind, at: place, program, facts))
      // What is always there needs nothing after it.
      if case .text = kind { return }
      switch binding.fallback {
      case .none: return sources.append(source(.null, at: place, program, facts))
      case .literal(let literal):
        return sources.append(source(.text(literal.json), at: place, program, facts))
      case .binding(let other): next = program.lists.bindings[Int(other)]
      }
    }
    sources.append(source(.binding, at: place, program, facts))
  }

  /// A source with what is known of it.
  private func source(_ kind: Kind, at place: Int, _ program: AnswerProgram, _ facts: Facts) -> Source {
    var source = Source(kind: kind)
    guard let proof = facts.proof else { return source }
    // Lists and objects are never known: they may reach limits together with what is around them.
    for kind in [JSONKind.null, .boolean, .number, .string] where proof.allowsAll(kind, at: place) {
      source.allowedKinds |= 1 << kind.rawValue
    }
    source.allowsNaturals = proof.allowsNaturalNumbers(at: place)
    func holds(_ json: some Sequence<UInt8>) -> Bool {
      Array(json).withUnsafeBufferPointer { proof.holds($0, at: place) }
    }
    switch kind {
    case .identifier: source.isKnown = proof.allowsEvery(facts.identifier.form, at: place)
    case .link: source.isKnown = proof.allowsURLs(at: place)
    case .text(let bytes): source.isKnown = holds(program.slice(bytes))
    case .null: source.isKnown = holds("null".utf8)
    case .request(let path):
      guard let member = path.onlyName(program) else { break }
      let wishes = facts.operation?.enumeratedValues(ofMember: member)
      source.takesWishes = wishes.map { $0.allSatisfy { holds($0) } } ?? false
      let table = facts.keys.firstIndex { $0.map { $0.member == member } ?? false }
      if let table, let found = facts.keys[table] {
        let takesKeys = found.keys.allSatisfy { key in
          holds(JSONWriter.bytes(.string(String(decoding: key, as: UTF8.self))))
        }
        if takesKeys { source.table = table }
      }
    case .creation, .job, .kept, .binding: break
    }
    return source
  }
}

extension AnswerPlan.Kind {
  /// How a binding is written; nil where only a look at it can tell.
  fileprivate init?(_ binding: Binding) {
    guard binding.condition == nil else { return nil }
    if case .kept = binding.source {
      self = .kept
      return
    }
    if case .job(.createdAt) = binding.source, case .integer = binding.conversion {
      self = .creation
      return
    }
    guard binding.isPlain else { return nil }
    switch binding.source {
    case .literal(let literal) where literal.kind != .null: self = .text(literal.json)
    case .request(let path): self = .request(path)
    case .job(.id): self = .identifier
    case .link(let operation): self = .link(operation: operation)
    case .job(let member): self = .job(member)
    default: return nil
    }
  }
}

extension MemberPath {
  /// The name of the outermost member, if the path leads no further.
  fileprivate func onlyName(_ program: AnswerProgram) -> String? {
    guard count == 1 else { return nil }
    return String(decoding: program.slice(program.lists.pathSteps[Int(first)].name), as: UTF8.self)
  }
}
