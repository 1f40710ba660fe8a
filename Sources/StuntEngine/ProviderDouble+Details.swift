import StuntContract
import StuntJSON

// Submits that go on from other jobs, or make jobs of another kind.
extension ProviderDouble {
  /// Finds the jobs that a submit speaks of, and gives the turn its source; a refusal when one is not there.
  mutating func findJobs(_ details: SubmitDetails, _ turn: inout Turn) -> Reply? {
    if let rule = details.source {
      let id = turn.value(of: rule.job).plainText
      if !id.isEmpty {
        guard let slot = slot(named: id, kinds: [0]) else { return refuse(rule.unknown, &turn) }
        guard bring(slot, to: turn.now) == .succeeded else { return refuse(rule.unfinished, &turn) }
        turn.source = SourceJob(slot: slot, job: jobs[slot])
      }
    }
    for mention in details.mentions {
      let id = turn.value(of: mention.job).plainText
      if !id.isEmpty, slot(named: id, kinds: [mention.kind]) == nil { return refuse(mention.unknown, &turn) }
    }
    return nil
  }

  /// Holds a draft against what the submit requires, and gives it its kind of id; a refusal when it does not fit.
  mutating func settle(_ details: SubmitDetails, _ turn: inout Turn) -> Reply? {
    for requirement in details.requirements {
      let value = turn.value(of: requirement.value)
      guard !value.isNull else { continue }
      let isEqual = requirement.equals.map { turn.value(of: $0).plainText == value.plainText } ?? true
      if !isEqual || !requirement.allows(value) {
        turn.isJobCurrent = true  // the refusal may speak of what was asked for
        return refuse(requirement.refusal, &turn)
      }
    }
    switch details.identifier {
    case .kind(let kind): turn.job?.kind = kind
    case .named(let binding):
      let name = turn.value(of: binding).plainText
      turn.job?.kind = name.isEmpty ? 0 : provider.kind(named: name) ?? 0
    }
    return nil
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
  /// What a name about the source yields; null for a submit that has none.
  func sourceMember(_ member: Binding.SourceMember) -> Value {
    guard let source else { return .null }
    switch member {
    case .id:
      return .text(provider.identifierText(slot: source.slot, kind: source.job.kind, entropy: entropy))
    case .seconds: return .micros(Int64(source.job.milliseconds) * 1_000)
    case .size: return .text(Array("\(source.job.width)x\(source.job.height)".utf8))
    case .request(let path):
      let document = try? JSONDocument(parsing: source.job.request, limits: .message)
      return document.map { path.value(in: $0, program) } ?? .null
    case .kept(let name):
      var turn = self
      turn.job = source.job
      return turn.keptMember(program.lists.names[Int(name.index)])
    case .table(let table, let column): return cell(table, Int(source.job.rows[table]), column)
    }
  }
}
