package import StuntContract
import StuntHTTP
import StuntJSON

/// The running stand-in for one provider, of one tenant: a value that never waits.
///
/// Time comes in with each call, chance from the entropy; what has to happen besides the answer stands in the reply.
package struct ProviderDouble: Sendable {
  package let provider: Provider
  /// The tenant's own entropy; its seed names the tenant in the names of files.
  package let entropy: Entropy
  /// The entropy that all tenants of the provider share.
  let serverEntropy: Entropy
  package internal(set) var clock: Clock
  package internal(set) var journal = Journal()
  /// The last calls of the operations that the provider lists.
  var callLog = Journal()
  package internal(set) var ledger = Ledger()
  var jobs = JobStore()
  /// The way by which the last client came that was given URLs.
  var lastWay: LinkWay?
  /// The script that was asked for last: most jobs of a tenant follow the same.
  var lastScript: (index: Int, script: Scenario)?
  /// The scenarios that the next jobs follow, by the control operations.
  package internal(set) var queuedScenarios: [Int] = []
  /// The scenario that jobs follow when the request does not say: of the server, or of the key.
  package internal(set) var standingScenario: Int?
  /// How often an operation was called, for scenarios that have faults.
  var faultCalls: [FaultKey: Int] = [:]
  var idempotencyKeys: [[UInt8]: Int] = [:]
  var webhooks = WebhookBook()
  /// Whether somebody delivers what is told of jobs.
  package var deliversWebhooks = false
  var callNumber: UInt64 = 0
  /// What went wrong since somebody asked.
  var trail = Trail()
  /// The windows of the rate limit, by what they are counted for.
  var rateWindows: [RateWindow] = []
  /// What the tenant's clients sent.
  var uploads = UploadStore()
  var uploadLimits = UploadLimits()
  var jobsMax = Limits.jobsMax
  /// By slot: when a job must have begun, of those whose caller said so.
  var startDeadlines: [Int: Instant] = [:]
  /// Never set; it has the double handed on by its address, as the turn's does.
  private let unsized: (any Sendable)? = nil

  /// What a count of calls is for: one job, or the submits under one scenario.
  struct FaultKey: Hashable, Sendable {
    let slot: Int
    let scenario: Int
    let operation: Int
  }

  /// A tenant's double.
  ///
  /// - Parameters:
  ///   - entropy: The tenant's own.
  ///   - standingScenario: The index of the scenario to follow unless a request says otherwise; nil for the provider's default.
  ///   - serverEntropy: What all tenants of the provider share; the tenant's own where there is but one.
  package init(
    provider: Provider, entropy: Entropy, clock: Clock, standingScenario: Int? = nil,
    serverEntropy: Entropy? = nil
  ) {
    self.provider = provider
    self.entropy = entropy
    self.serverEntropy = serverEntropy ?? entropy
    self.clock = clock
    self.standingScenario = standingScenario
  }

  /// The number of jobs ever submitted.
  package var jobCount: Int { jobs.count }

  /// Answers a call.
  ///
  /// - Parameters:
  ///   - call: The routed and checked request.
  ///   - rim: The rim's monotonic instant.
  ///   - links: The way by which the client came.
  package mutating func respond(to call: Call, at rim: Instant, links: Links) -> Reply {
    callNumber += 1
    let operation = call.endpoint.operation
    let isPoll = provider.behavior.operations[operation].isPoll
    if isPoll, clock.mode == .auto { clock.advance(by: provider.pollSpan) }
    let now = clock.now(at: rim)
    let jobsBefore = jobs.count
    var reply: Reply
    // Only a list of calls asks what a call was about once it is answered.
    if provider.behavior.calls != nil {
      var turn = Turn(self, call: call, operation: operation, now: now, links: links)
      reply = answer(&turn)
      let entry = finish(&reply, call, isPoll: isPoll, jobsBefore: jobsBefore, at: now, rim)
      list(entry, turn)
      journal.append(entry)
      return reply
    }
    if isPoll, let usual = usualPoll(call, operation, at: now, links) {
      reply = usual
    } else {
      var turn = Turn(self, call: call, operation: operation, now: now, links: links)
      reply = answer(&turn)
    }
    journal.append(finish(&reply, call, isPoll: isPoll, jobsBefore: jobsBefore, at: now, rim))
    return reply
  }

  /// Dates an answer, and makes its entry for the journal.
  private mutating func finish(
    _ reply: inout Reply, _ call: Call, isPoll: Bool, jobsBefore: Int, at now: Instant, _ rim: Instant
  ) -> Journal.Entry {
    if isPoll, !webhooks.watches.isEmpty, let slot = reply.slot { notePoll(of: slot, at: now) }
    reply.unixSeconds = clock.unixSeconds(now)
    return Journal.Entry(
      number: Int(callNumber), instant: now, arrival: rim, call: call, reply: reply,
      makesJob: jobs.count > jobsBefore, bodyBytesMax: journal.bodyBytesMax)
  }

  /// The provider's own error for a call that has no tenant: its key is missing or malformed.
  package mutating func refuse(_ refusal: Int, call: Call, at rim: Instant, links: Links) -> Reply {
    callNumber += 1
    let now = clock.now(at: rim)
    var turn = Turn(self, call: call, operation: call.endpoint.operation, now: now, links: links)
    var reply = refuse(refusal, &turn)
    reply.unixSeconds = clock.unixSeconds(now)
    return reply
  }

  /// Moves the tenant's clock on.
  package mutating func advance(by span: Instant.Span) {
    clock.advance(by: span)
  }

  /// Changes how the tenant's time passes.
  package mutating func changeClock(to mode: Clock.Mode, at rim: Instant) {
    clock.change(to: mode, at: rim)
  }

  /// Queues scenarios for the next submits, first in, first out; false when too many wait.
  package mutating func queue(scenarios: [Int]) -> Bool {
    guard queuedScenarios.count + scenarios.count <= Limits.queuedScenariosMax else { return false }
    queuedScenarios += scenarios
    return true
  }

  /// Sets the scenario that jobs follow when nothing else is asked for.
  package mutating func stand(on scenario: Int?) {
    standingScenario = scenario
  }

  private mutating func answer(_ turn: inout Turn) -> Reply {
    switch provider.behavior.operations[turn.operation].action {
    case .submit(let rule): return submit(rule, &turn)
    case .run(let rule): return run(rule, &turn)
    case .pictures(let rule): return pictures(rule, &turn)
    case .observe, .result: return poll(&turn)
    case .stream: return stream(&turn)
    case .cancel(let phases): return cancel(phases, &turn)
    case .delete(let phases): return delete(phases, &turn)
    case .content(let variant): return content(variant, &turn)
    case .media(let file, let expired, let unknown):
      return media(file, expired: expired, unknown: unknown, &turn)
    case .upload(let rule): return answerWithoutJob(&turn) { $0.upload(rule, &$1) }
    case .list(let rule): return answerWithoutJob(&turn) { $0.list(rule, &$1) }
    case .constant:
      return answerWithoutJob(&turn) { double, turn in
        if let refusal = double.refusalOfViolations(&turn) { return refusal }
        return double.reply(double.choice(0, turn.operation), &turn)
      }
    case .lookup(let table, let key, let unknown):
      return answerWithoutJob(&turn) { $0.lookup(table, key, unknown, &$1) }
    case .call(let id, let unknown): return answerWithoutJob(&turn) { $0.call(id, unknown: unknown, &$1) }
    case .calls(let rule): return answerWithoutJob(&turn) { $0.calls(rule, &$1) }
    case .purge(let id, let unknown): return answerWithoutJob(&turn) { $0.purge(id, unknown: unknown, &$1) }
    }
  }

  private mutating func poll(_ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let slot = slot(turn.call, turn.operation) else { return unknownJob(&turn) }
    turn.select(slot)
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    let scenario = Int(jobs[slot].scenario)
    if !startDeadlines.isEmpty { enforceStart(of: slot, at: turn.now) }
    jobs[slot].poll(at: turn.now, by: provider.scenarios[scenario])
    if isForgotten(slot, at: turn.now) { return unknownJob(&turn) }
    var reply = answerOfJob(&turn)
    self.damage(&reply, as: damage)
    return reply
  }

  private mutating func cancel(_ phases: Set<Phase>, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let slot = slot(turn.call, turn.operation) else { return unknownJob(&turn) }
    turn.select(slot)
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    let found = bring(slot, to: turn.now)
    if isForgotten(slot, at: turn.now) { return unknownJob(&turn) }
    let scenario = Int(jobs[slot].scenario)
    turn.failure = failure(of: slot)
    if phases.contains(found), !provider.scenarios[scenario].ignoresCancel { jobs[slot].cancel(at: turn.now) }
    var reply = reply(choice(Int(found.rawValue), turn.operation), &turn)
    reply.phase = jobs[slot].phase(in: provider.scenarios[scenario])
    self.damage(&reply, as: damage)
    return reply
  }

  private mutating func delete(_ phases: Set<Phase>, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let slot = slot(turn.call, turn.operation) else { return unknownJob(&turn) }
    turn.select(slot)
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    let found = bring(slot, to: turn.now)
    turn.failure = failure(of: slot)
    var reply = reply(choice(Int(found.rawValue), turn.operation), &turn)
    self.damage(&reply, as: damage)
    if phases.contains(found) { jobs[slot].isDeleted = true }
    return reply
  }

  private mutating func lookup(_ table: Int, _ key: Binding, _ unknown: Int, _ turn: inout Turn) -> Reply {
    let found = turn.withText(of: key) { $0.firstIndex(in: provider.behavior.tables[table].keys) }
    guard let row = found,
      provider.behavior.tables[table].isListed(row)
    else { return refuse(unknown, &turn) }
    turn.item = .row(table: table, row: row)
    return reply(choice(0, turn.operation), &turn)
  }

  /// Brings a job as far as time takes it, and tells its phase.
  mutating func bring(_ slot: Int, to now: Instant) -> Phase {
    let scenario = Int(jobs[slot].scenario)
    if !startDeadlines.isEmpty { enforceStart(of: slot, at: now) }
    jobs[slot].bring(to: now, by: provider.scenarios[scenario])
    return jobs[slot].phase(in: provider.scenarios[scenario])
  }

  /// The slot of the job that a call names, if it is one of this tenant's.
  func slot(_ call: Call, _ operation: Int) -> Int? {
    guard let index = provider.behavior.operations[operation].jobParameter else { return nil }
    let found = call.request.head.withUnsafeBufferPointer {
      let id = UnsafeBufferPointer(rebasing: $0[call.parameters[index]])
      guard provider.behavior.kinds.isEmpty else {
        return slot(named: id, kinds: provider.behavior.operations[operation].kinds)
      }
      return provider.identifier.slot(of: id, entropy: entropy)
    }
    guard let found, found < jobs.count, !jobs[found].isDeleted else { return nil }
    return found
  }
}
