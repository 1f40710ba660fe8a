import StuntContract
import StuntJSON

// Submits that go on from other jobs, or make jobs of another kind.
extension ProviderDouble {
  /// Finds the jobs that a submit speaks of, and gives the turn its source; refuses it when one is not there.
  ///
  /// - Parameter isConcerned: Whether mentions can have anything to look at.
  mutating func findJobs(_ details: SubmitDetails, isConcerned: Bool, _ turn: inout Turn) throws(NoJob) {
    if let rule = details.source {
      let id = turn.value(of: rule.job).plainText
      if !id.isEmpty {
        guard let slot = slot(of: id, after: rule.prefix, kind: 0) else {
          return try turnDown(rule.unknown, &turn)
        }
        guard bring(slot, to: turn.now) == .succeeded else { return try turnDown(rule.unfinished, &turn) }
        turn.source = SourceJob(slot: slot, of: jobs)
      }
    }
    guard isConcerned else { return }
    // By index, since a copy of each would count references: most submits mention nothing.
    for index in details.mentions.indices where !turn.isAbsent(details.mentions[index].job) {
      let mention = details.mentions[index]
      let id = turn.value(of: mention.job).plainText
      if !id.isEmpty, slot(of: id, after: mention.prefix, kind: mention.kind) == nil {
        return try turnDown(mention.unknown, &turn)
      }
    }
  }

  private func slot(of id: [UInt8], after prefix: [UInt8], kind: UInt8) -> Int? {
    id.starts(with: prefix) ? slot(named: Array(id.dropFirst(prefix.count)), kinds: [kind]) : nil
  }

  /// Refuses a submit, or notes in the turn why its job fails, unless it does so already.
  private mutating func turnDown(_ verdict: SubmitDetails.Verdict, _ turn: inout Turn) throws(NoJob) {
    switch verdict {
    case .refusal(let refusal):
      if turn.job != nil { turn.isJobCurrent = true }  // the refusal may speak of what was asked for
      throw NoJob(refuse(refusal, &turn))
    case .failure(let failure): turn.failure = turn.failure ?? failure
    }
  }

  /// Holds a draft against what the submit requires, and gives it its kind of id; refuses it when it does not fit.
  ///
  /// - Parameter isConcerned: Whether requirements can have anything to look at.
  mutating func settle(_ details: SubmitDetails, isConcerned: Bool, _ turn: inout Turn) throws(NoJob) {
    for index in details.requirements.indices
    where isConcerned && !turn.isAbsent(details.requirements[index].value) {
      let requirement = details.requirements[index]
      let value = turn.value(of: requirement.value)
      guard !value.isNull else { continue }
      let isEqual = requirement.equals.map { turn.value(of: $0).plainText == value.plainText } ?? true
      if !isEqual || !requirement.allows(value) { try turnDown(requirement.verdict, &turn) }
    }
    if let failure = turn.failure, !turn.willFail { turn.job?.failure = Int16(failure) }
    switch details.identifier {
    case .kind(let kind): turn.job?.kind = kind
    case .named(let binding):
      let name = turn.value(of: binding).plainText
      turn.job?.kind = name.isEmpty ? 0 : provider.kind(named: name) ?? 0
    }
  }
}

extension SubmitDetails.Requirement {
  /// Whether a value is as it has to be; text that is no number is below every minimum.
  fileprivate func allows(_ value: Value) -> Bool {
    if !texts.isEmpty, !texts.contains(String(decoding: value.plainText, as: UTF8.self)) { return false }
    guard minimum != nil || maximum != nil else { return true }
    guard let number = value.number else { return false }
    return number >= minimum ?? .min && number <= maximum ?? .max
  }
}

extension Turn {
  /// Whether the request has anything that mentions and requirements look at.
  mutating func concerns(_ details: SubmitDetails?) -> Bool {
    guard let members = details?.members else { return details != nil }
    readRequest()
    return members.contains { hasRequestMember($0) }
  }

  /// Whether the turn's job fails, whatever its script says.
  var willFail: Bool { (job?.failure ?? -1) >= 0 }

  /// What a name about the source yields; null for a submit that has none.
  mutating func sourceMember(_ member: Binding.SourceMember) -> Value {
    guard let source else { return .null }
    switch member {
    case .id:
      return .text(provider.identifierText(slot: source.slot, kind: source.job.kind, entropy: entropy))
    case .seconds: return .micros(Int64(source.job.milliseconds) * 1_000)
    case .size: return .text(Array("\(source.job.width)x\(source.job.height)".utf8))
    case .request(let path):
      let document = try? JSONDocument(parsing: source.body, limits: .message)
      return document.map { path.value(in: $0, program) } ?? .null
    case .kept(let name):
      let own = (job, kept)
      (job, kept) = (source.job, source.kept)
      defer { (job, kept) = own }
      return keptMember(program.lists.names[Int(name.index)])
    case .table(let table, let column): return cell(table, Int(source.job.rows[table]), column)
    }
  }
}
