import StuntContract
import StuntHTTP
import StuntJSON
import StuntSchema

// Making jobs.
extension ProviderDouble {
  /// Why a submit makes no job: what is answered in the place of one.
  ///
  /// Thrown, so that the usual way carries no room for an answer from step to step.
  struct NoJob: Error {
    let reply: Reply

    init(_ reply: Reply) { self.reply = reply }
  }

  /// Accepts a submit, or refuses it.
  mutating func submit(_ rule: OperationBehavior.SubmitRule, _ turn: inout Turn) -> Reply {
    var damage = Damage()
    var reply: Reply
    do throws(NoJob) {
      try makeJob(rule, &turn, damage: &damage)
      reply = answerOfNewJob(&turn)
    } catch {
      reply = error.reply
    }
    self.damage(&reply, as: damage)
    return reply
  }

  /// Accepts a submit and answers when the job has ended.
  mutating func run(_ rule: OperationBehavior.SubmitRule, _ turn: inout Turn) -> Reply {
    whileWaiting(rule, &turn) { double, turn, slot, _ in
      guard double.bring(slot, to: turn.now).isTerminal else {
        return double.answerAtEnd(of: slot, turn, due: double.nextLook(at: slot, from: turn.now))
      }
      return double.answerOfJob(&turn)
    }
  }

  /// Makes the job of a call whose client waits for its end, and answers it; a refusal when none is made.
  ///
  /// - Parameter answer: Given the double, the turn, the job's slot and what faults do to the answer.
  mutating func whileWaiting(
    _ rule: OperationBehavior.SubmitRule, _ turn: inout Turn,
    answer: (inout ProviderDouble, inout Turn, Int, inout Damage) -> Reply
  ) -> Reply {
    var damage = Damage()
    var reply: Reply
    do throws(NoJob) {
      try makeJob(rule, &turn, damage: &damage)
      guard let slot = turn.slot else { preconditionFailure("a job was made") }
      // The job goes on while its client waits.
      (turn.isJobCurrent, turn.phase) = (false, nil)
      reply = answer(&self, &turn, slot, &damage)
    } catch {
      reply = error.reply
    }
    self.damage(&reply, as: damage)
    return reply
  }

  /// The reply that is given when the job has ended.
  func answerAtEnd(of slot: Int, _ turn: borrowing Turn, due: Instant) -> Reply {
    var reply = Reply(status: 200)
    reply.slot = slot
    reply.body = .later(
      Reply.Continuation(
        kind: .end, slot: slot, operation: turn.operation, entry: Int(callNumber), shown: 0, sent: turn.now,
        due: due))
    return reply
  }

  /// Makes the job of a submit and notes it in the turn.
  mutating func makeJob(
    _ rule: OperationBehavior.SubmitRule, _ turn: inout Turn, damage: inout Damage
  ) throws(NoJob) {
    let scenario: Int
    do throws(Complaint) { scenario = try chooseScenario(rule, &turn) } catch {
      throw NoJob(complaint(error, turn))
    }
    let script = script(at: scenario)
    if !script.isUsual, let broken = fault(for: &turn, scenario: scenario, damage: &damage) {
      throw NoJob(broken)
    }
    var failure = rule.failure
    if !turn.call.violations.isEmpty {
      let isDeferred = rule.deferredFailure != nil && turn.call.violations.allSatisfy { $0.part == .body }
      if !isDeferred, let refusal = refusalOfViolations(&turn) { throw NoJob(refusal) }
      failure = failure ?? rule.deferredFailure
    }
    var draft = Job(
      operation: UInt16(turn.operation), scenario: UInt16(scenario),
      rows: SIMD4(repeating: -1), width: 0, height: 0, milliseconds: 0, created: turn.now,
      stepStarted: turn.now)
    draft.failure = Int16(failure ?? -1)
    draft.marks = marks(&turn)
    if damage.isStaged { draft.marks.insert(.staged) }
    if provider.behavior.queue != nil { try limitQueue(&turn) }
    // What cannot be read as the body may be read from the job.
    if !turn.call.hasBody { turn.body = requestBytes(turn.call)[...] }
    try settle(draft, rule, script, &turn)
  }

  /// Fills in what follows from the request, and takes the job up.
  private mutating func settle(
    _ draft: Job, _ rule: OperationBehavior.SubmitRule, _ script: Scenario, _ turn: inout Turn
  ) throws(NoJob) {
    let isEstimate = rule.estimate.map { turn.holds($0.condition) } ?? false
    let key = isEstimate ? [] : rule.idempotencyKey.map { turn.value(of: $0).plainText } ?? []
    if !key.isEmpty, let known = idempotencyKeys[key] { throw NoJob(repeated(known, rule, &turn)) }
    guard jobs.count < jobsMax else { throw NoJob(complaint(.tooManyJobs(limit: jobsMax), turn)) }
    let isConcerned = turn.concerns(rule.details)
    let isParticular = isConcerned || rule.isParticular
    if isParticular, let details = rule.details { try findJobs(details, isConcerned: isConcerned, &turn) }
    if let rules = provider.behavior.webhooks { try findTarget(rules, &turn) }
    turn.kept = kept(rule, &turn)
    let isBad = draft.failure >= 0 || turn.failure != nil
    turn.job = draft
    try selectRows(isBad: isBad, &turn)
    if isParticular, let details = rule.details { try settle(details, isConcerned: isConcerned, &turn) }
    if provider.behavior.rateLimit != nil { count(&turn) }
    turn.measure()
    if isEstimate, let estimate = rule.estimate {
      turn.isJobCurrent = true
      turn.isUnlisted = true
      throw NoJob(reply(.answer(estimate.answer), &turn))
    }
    // Steps without a poll or a second in them are over before the first look.
    var job = turn.job ?? draft
    job.enter(0, at: turn.now, by: script)
    job.bring(to: turn.now, by: script)
    turn.job = job
    // Providers bill no job that fails.
    if !turn.willFail, !script.fails(inOneAttempt: job.marks.contains(.single)),
      rule.details?.isBilled != false
    {
      ledger.bill(turn.cost() ?? 0)
    }
    let slot = jobs.append(job, body: requestBytes(turn.call), kept: turn.kept)
    noteStart(of: slot, &turn)
    // Only now: a submit that was refused does not use up its key.
    if !key.isEmpty, idempotencyKeys.count < Limits.idempotencyKeysMax { idempotencyKeys[key] = slot }
    // Likewise: a scenario waits in the queue until a job follows it.
    if !queuedScenarios.isEmpty { queuedScenarios.removeFirst() }
    turn.slot = slot
    turn.isJobCurrent = true
    turn.phase = job.phase(in: script)
    turn.failure = failure(of: job, script)
    if turn.told != nil { watch(slot, turn) }
  }

  /// Notes the row of each table that the request selects; a key that a table does not have is refused.
  private mutating func selectRows(isBad: Bool, _ turn: inout Turn) throws(NoJob) {
    for index in provider.behavior.tables.indices {
      guard let key = provider.behavior.tables[index].key else { continue }
      let found = turn.withText(of: key) { $0.firstIndex(in: provider.behavior.tables[index].keys) }
      guard let row = found ?? provider.behavior.tables[index].otherwise else {
        // A request that is bad anyway makes its job all the same.
        if !isBad, let missing = provider.behavior.tables[index].missing {
          throw NoJob(refuse(missing, &turn))
        }
        continue
      }
      turn.job?.rows[index] = Int16(row)
    }
  }

  private func kept(_ rule: OperationBehavior.SubmitRule, _ turn: inout Turn) -> [UInt8] {
    var kept: [UInt8] = []
    for (name, binding, _) in rule.keeps {
      if binding.isFixed { continue }
      let value = turn.value(of: binding)
      if value.isNull { continue }
      kept.append(UInt8(ascii: kept.isEmpty ? "{" : ","))
      JSONWriter.append(name, to: &kept)
      kept.append(UInt8(ascii: ":"))
      kept.append { value.appendJSON(to: &$0) }
    }
    if !kept.isEmpty { kept.append(UInt8(ascii: "}")) }
    return kept
  }

  private mutating func repeated(_ slot: Int, _ rule: OperationBehavior.SubmitRule, _ turn: inout Turn)
    -> Reply
  {
    turn.select(slot)
    turn.isUnlisted = true
    let phase = bring(slot, to: turn.now)
    turn.failure = failure(of: slot)
    var reply = reply(choice(Int(phase.rawValue), turn.operation), &turn)
    if let status = rule.idempotentStatus { reply.status = status }
    return reply
  }

  private func requestBytes(_ call: Call) -> [UInt8] {
    // A bad body is kept as it came, so that what is wrong with it can be said again.
    let bytes = call.violations.isEmpty ? call.body?.bytes ?? [] : call.bodyAsSent
    return bytes.count <= Limits.requestBytesMax ? bytes : []
  }

  // MARK: Choosing the scenario, first match wins.

  private mutating func chooseScenario(
    _ rule: OperationBehavior.SubmitRule, _ turn: inout Turn
  ) throws(Complaint) -> Int {
    if let first = queuedScenarios.first { return first }
    if turn.call.fieldMarks.mayHold(ScenarioMarker.fieldMarks),
      let name = turn.call.firstField("stunt-scenario")
    {
      return try named(name, "the field Stunt-Scenario")
    }
    if let prompt = rule.prompt, turn.mayHold(ScenarioMarker.first, prompt),
      case .json(let bytes, .string) = turn.value(of: prompt),
      let name = ScenarioMarker.name(in: bytes)
    {
      return try named(name, "the marker in the prompt")
    }
    return standingScenario ?? provider.defaultScenario
  }

  /// The scenario of that name, or the complaint that there is none.
  func named(_ name: ArraySlice<UInt8>, _ origin: String) throws(Complaint) -> Int {
    if let index = provider.scenario(named: name) { return index }
    let text = String(decoding: name, as: UTF8.self)
    throw .unknownScenario(
      text, origin: origin, provider: provider.name,
      nearest: NearestName.among(provider.scenarios.names, to: text))
  }
}

/// A scenario named in a prompt, as test cards name what a payment does: `[[stunt:slow]]`.
enum ScenarioMarker {
  /// The marks of the field that names a scenario.
  static let fieldMarks = FieldMarks("stunt-scenario".utf8)
  /// What the marker begins with; most prompts have none at all.
  static let first = UInt8(ascii: "[")
  private static let opening = Array("[[stunt:".utf8)

  /// The name between `[[stunt:` and `]]`; nil without a marker.
  static func name(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = text
    while let index = rest.firstIndex(of: first) {
      rest = rest[index...]
      if rest.starts(with: opening) {
        let name = rest.dropFirst(opening.count).prefix { $0 != UInt8(ascii: "]") }
        return name.endIndex < text.endIndex ? name : nil
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}

/// A scenario named by a key's ending, for clients whose only setting is the key: `…-stunt-slow`.
package enum KeySuffix {
  private static let mark = Array("-stunt-".utf8)

  /// The name after the last `-stunt-`; nil without one.
  package static func scenario(in key: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var index = key.endIndex - mark.count
    while index >= key.startIndex {
      if key[index] == UInt8(ascii: "-"), key[index...].starts(with: mark) {
        return key[(index + mark.count)...]
      }
      index -= 1
    }
    return nil
  }
}
