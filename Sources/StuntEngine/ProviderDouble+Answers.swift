import StuntContract
import StuntHTTP
import StuntJSON
import StuntSchema

// Making replies out of answers.
extension ProviderDouble {
  /// The answer of an operation for a phase.
  func choice(_ phase: Int, _ operation: Int) -> AnswerChoice {
    guard let choice = provider.behavior.operations[operation].answers[phase] else {
      // The compiler has seen to it that the phases that can come have answers; a submit's script may begin anywhere.
      return provider.behavior.operations[operation].answers.lazy.compactMap { $0 }.first ?? .failure
    }
    return choice
  }

  /// The answer of the submit that made the turn's job. It is not kept with the job: it is given once.
  mutating func answerOfNewJob(_ turn: inout Turn) -> Reply {
    guard let phase = turn.phase else { preconditionFailure("a job was made") }
    return reply(choice(Int(phase.rawValue), turn.operation), &turn)
  }

  /// The answer that the job's phase calls for.
  mutating func answerOfJob(_ turn: inout Turn) -> Reply {
    guard let slot = turn.slot else { return unknownJob(&turn) }
    let state = jobs.course(of: slot).state(at: turn.now, by: script(of: slot))
    turn.failure = failure(of: slot)
    return reply(choice(Int(state.phase.rawValue), turn.operation), &turn, state: state)
  }

  /// The script of a job.
  func script(of slot: Int) -> Scenario {
    provider.scenarios[Int(jobs[slot].scenario)]
  }

  /// The script at an index of the provider's scenarios; the last one that was asked for is at hand.
  mutating func script(at index: Int) -> Scenario {
    if let lastScript, lastScript.index == index { return lastScript.script }
    let script = provider.scenarios[index]
    lastScript = (index, script)
    return script
  }

  /// Why a job has failed, or will.
  func failure(of slot: Int) -> Int? { failure(of: jobs[slot], script(of: slot)) }

  /// Why a job that follows a script has failed, or will.
  func failure(of job: Job, _ script: Scenario) -> Int? {
    if job.failure >= 0 { return Int(job.failure) }
    return script.mayFail ? script.steps[Int(job.step)].failure : nil
  }

  /// Makes the reply of a choice.
  mutating func reply(_ choice: AnswerChoice, _ turn: inout Turn, state: Job.State? = nil) -> Reply {
    switch choice {
    case .answer(let template): return reply(template, &turn, state: state)
    case .refusal(let index): return refuse(index, &turn)
    case .first:
      select(&turn)
      let decided = decided(choice, &turn)
      return reply(decided.choice, &turn, state: decided.isOfJob ? state : nil)
    case .failure:
      guard let failure = turn.failure ?? turn.slot.flatMap({ failure(of: $0) }),
        let template = provider.behavior.failures[failure].answer
      else { return complaint(.unanswered(operation: provider.contract.operations[turn.operation].id), turn) }
      turn.failure = failure
      if let slot = turn.slot, turn.violations.isEmpty { turn.violations = violationsOfSubmit(slot) }
      return reply(template, &turn, state: nil)
    }
  }

  /// The provider's own error.
  mutating func refuse(_ index: Int, _ turn: inout Turn) -> Reply {
    trail.refusal = index
    return reply(provider.behavior.refusals[index].answer, &turn, state: nil)
  }

  /// The provider's answer to an id that is none of this tenant's.
  mutating func unknownJob(_ turn: inout Turn) -> Reply {
    guard
      let refusal = provider.behavior.operations[turn.operation].unknownRefusal
        ?? provider.behavior.unknownJob
    else {
      return complaint(.unanswered(operation: provider.contract.operations[turn.operation].id), turn)
    }
    turn.select(nil)
    return refuse(refusal, &turn)
  }

  /// The provider's error for the call's violations; nil when there are none.
  mutating func refusalOfViolations(_ turn: inout Turn) -> Reply? {
    let call = turn.call
    guard let first = call.violations.first else { return nil }
    turn.violations = call.violations
    for (index, rule) in provider.behavior.violations.enumerated() {
      if let operation = rule.operation, operation != turn.operation { continue }
      let matching = call.violations.filter { violation in
        (rule.keyword == nil || rule.keyword == violation.keyword)
          && (rule.parameter == nil || rule.parameter == violation.part.parameter)
          && (rule.location == nil || rule.location == violation.ruleLocation)
      }
      guard let match = matching.first else { continue }
      turn.violations = [match] + call.violations.filter { $0 != match }
      trail.violationRule = index
      return refuse(rule.refusal, &turn)
    }
    return complaint(.violation(first.message), turn)
  }

  /// The reply of an answer that is about the turn's job, if there is one.
  private mutating func reply(_ template: AnswerTemplate, _ turn: inout Turn, state: Job.State?) -> Reply {
    var phase: Phase?
    if let slot = turn.slot {
      phase = state?.phase ?? turn.phase ?? jobs[slot].phase(in: script(of: slot))
    }
    return template.withContent { reply($0, template.status, &turn, state: state, phase: phase) }
  }

  /// Renders, checks and wraps an answer; a job's answer that shows the same state is taken from where it is kept.
  private mutating func reply(
    _ answer: AnswerContent, _ status: Int, _ turn: inout Turn, state: Job.State?, phase: Phase?
  ) -> Reply {
    var isStaged = false
    // No closures, which would copy the job.
    if let slot = turn.slot { isStaged = jobs[slot].marks.contains(.staged) }
    var body = Reply.Body.none
    switch answer.body {
    case .none:
      select(&turn)
      if let broken = check([], nil, status, turn) { return broken }
    case .quirk(let quirk):
      select(&turn)
      let bytes = quirk.make(turn.violations, requestBytes(turn))
      if let broken = check(bytes, answer.essence, status, turn) { return broken }
      body = .bytes(bytes)
    case .template(let made):
      var key: UInt64?
      if !isStaged, turn.slot != nil, turn.firstLog == 0, let state {
        key = made.traits.keepingKey(turn.operation, turn.call, turn.links, state)
      }
      if let key, let slot = turn.slot, let kept = jobs.answer(of: slot, for: key) {
        body = .bytes(kept)
        // The usual poll: not even the job is copied.
        if answer.allFields.needsJob || !provider.behavior.kinds.isEmpty { select(&turn) }
        break
      }
      select(&turn)
      let hasLinks = made.traits.contains(.links)
      if hasLinks { lendWay(&turn) }
      let bytes = turn.body(of: answer)
      if hasLinks { swap(&turn.way, &lastWay) }
      if !turn.isProven, let broken = check(bytes, answer.essence, status, turn) { return broken }
      if let key, let slot = turn.slot { jobs.keep(bytes, key: key, for: slot) }
      body = .bytes(bytes)
    }
    if isStaged, let slot = turn.slot { disguise(&body, status, answer.essence, of: slot, turn) }
    return Reply(
      status: status, fieldLines: turn.fieldLines(answer), body: body, slot: turn.slot, phase: phase)
  }

  /// Gives the turn the way by which the client came, if it is remembered.
  ///
  /// Swapped, and swapped back when the body is there: what is in both places would be counted.
  private mutating func lendWay(_ turn: inout Turn) {
    let server = turn.call.endpoint.server
    if lastWay?.leads(turn.links, server: server) != true {
      lastWay = provider.linkWays.way(provider, turn.links, server: server)
    }
    swap(&turn.way, &lastWay)
  }

  /// Gives the turn its job as it is now.
  private func select(_ turn: inout Turn) {
    if turn.isJobCurrent { return }
    guard let slot = turn.slot else { return turn.job = nil }
    turn.select(slot, of: jobs)
  }

  /// The double's own complaint about an answer that its contract does not allow; nil for a good one.
  private func check(_ bytes: [UInt8], _ essence: String?, _ status: Int, _ turn: borrowing Turn) -> Reply? {
    let violations = provider.contract.operations[turn.operation].violations(
      status: status, essence: essence, body: bytes)
    guard let first = violations.first else { return nil }
    let id = provider.contract.operations[turn.operation].id
    return complaint(
      .answerOutsideContract(
        operation: id, status: status, message: first.message, location: first.location.description),
      turn)
  }

  /// The body that an answer complains about: the job's, or else this call's.
  private func requestBytes(_ turn: borrowing Turn) -> [UInt8] {
    turn.slot.map { Array(jobs.body(of: $0)) } ?? turn.call.bodyAsSent
  }

  /// What was wrong with the request that made a job: computed again, since few jobs ever need it.
  private func violationsOfSubmit(_ slot: Int) -> [CallViolation] {
    provider.contract.operations[Int(jobs[slot].operation)].violations(ofBody: Array(jobs.body(of: slot)))
  }
}

extension CallViolation {
  /// The place as rules name it: in the body, or of a parameter by its name.
  fileprivate var ruleLocation: JSONPointer {
    // A missing member is looked for where it should be.
    if let kind = cause?.kind, case .required(let missing) = kind { return location.appending(missing) }
    return location
  }
}
