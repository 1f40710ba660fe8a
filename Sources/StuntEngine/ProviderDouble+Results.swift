import StuntContract
import StuntJSON

// Files of results, and lists of jobs.
extension ProviderDouble {
  /// A result's file by the job's id.
  mutating func content(_ variant: Binding?, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let slot = slot(turn.call, turn.operation) else { return unknownJob(&turn) }
    turn.select(slot, of: jobs)
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    let phase = bring(slot, to: turn.now)
    turn.failure = failure(of: slot)
    let choice = decided(choice(Int(phase.rawValue), turn.operation), &turn).choice
    guard phase == .succeeded, case .answer(let template) = choice else {
      var reply = reply(choice, &turn)
      self.damage(&reply, as: damage)
      return reply
    }
    let name = variant.map { String(decoding: turn.value(of: $0).plainText, as: UTF8.self) } ?? ""
    let kind = ResultFile.Kind.ofVideos.first { $0.name == name } ?? .video
    guard let file = file(kind, slot) else { return unknownJob(&turn) }
    guard !isGone(slot, &turn) else {
      return provider.behavior.operations[turn.operation].expiredRefusal.map { refuse($0, &turn) }
        ?? unknownJob(&turn)
    }
    var reply = Reply(status: template.status)
    reply.fieldLines = ByteSink.bytes {
      turn.appendFieldsOfProvider(to: &$0)
      turn.appendFields(of: template.content, to: &$0)
    }
    reply.body = .file(file)
    reply.slot = slot
    reply.phase = phase
    self.damage(&reply, as: damage)
    return reply
  }

  /// A result's file by its own name.
  mutating func media(_ file: Binding, expired: Int, unknown: Int, _ turn: inout Turn) -> Reply {
    let name = turn.value(of: file).plainText
    if provider.uploadNumber(ofName: name, entropy: entropy) != nil {
      guard let stored = uploadedFile(named: name, at: turn.now) else { return refuse(expired, &turn) }
      var reply = Reply(status: 200)
      reply.fieldLines = ByteSink.bytes { turn.appendFieldsOfProvider(to: &$0) }
      reply.body = .stored(stored)
      return reply
    }
    guard let found = provider.file(named: name, entropy: entropy), found.slot < jobs.count,
      !jobs[found.slot].isDeleted
    else { return refuse(unknown, &turn) }
    turn.select(found.slot, of: jobs)
    guard bring(found.slot, to: turn.now) == .succeeded,
      let result = self.file(code: found.code, found.slot, &turn), result.ending == found.ending
    else { return refuse(unknown, &turn) }
    guard !isGone(found.slot, &turn) else { return refuse(expired, &turn) }
    var damage = Damage()
    if let broken = fault(for: &turn, damage: &damage) { return broken }
    var reply = Reply(status: 200)
    reply.fieldLines = ByteSink.bytes { turn.appendFieldsOfProvider(to: &$0) }
    reply.body = .file(result)
    reply.slot = found.slot
    reply.phase = .succeeded
    self.damage(&reply, as: damage)
    return reply
  }

  private func file(_ kind: ResultFile.Kind, _ slot: Int) -> ResultFile? {
    guard let ending = provider.behavior.media?.ending(of: kind) else { return nil }
    return provider.file(kind, ending: ending, of: jobs[slot], slot: slot, entropy: entropy)
  }

  private func file(code: Int, _ slot: Int, _ turn: inout Turn) -> ResultFile? {
    if turn.makesPictures { return turn.pictureFile(code: code) }
    return ResultFile.Kind(rawValue: UInt8(code)).flatMap { file($0, slot) }
  }

  /// Whether the files of the turn's job can no longer be fetched.
  private func isGone(_ slot: Int, _ turn: inout Turn) -> Bool {
    let pictures =
      provider.makesPictures(Int(jobs[slot].operation)) ? provider.behavior.pictures?.lifetime : nil
    guard let span = pictures.map({ turn.span(of: $0) }) ?? provider.behavior.media.map({ turn.lifetime($0) })
    else { return jobs[slot].isPurged }
    return jobs[slot].isPurged || turn.now >= jobs[slot].ended + span
  }

  /// A page of the tenant's jobs.
  mutating func list(_ rule: OperationBehavior.ListRule, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    let limit =
      rule.limit.flatMap { turn.number(of: $0) }.map { max(0, Int($0 / 1_000_000)) } ?? rule.defaultLimit
    let isAscending =
      rule.order.map { String(decoding: turn.value(of: $0).plainText, as: UTF8.self) } == "asc"
    var position = isAscending ? 0 : jobs.count - 1
    if let after = rule.after.map({ turn.value(of: $0).plainText }), !after.isEmpty {
      guard let slot = slotOfPage(after, provider.behavior.operations[turn.operation].kinds) else {
        return unknownJob(&turn)
      }
      position = isAscending ? slot + 1 : slot - 1
    }
    let slots = page(
      from: position, isAscending: isAscending, count: min(limit, Limits.pageJobsMax) + 1,
      kinds: provider.behavior.operations[turn.operation].kinds, rule.operations)
    let shown = slots.prefix(min(limit, Limits.pageJobsMax))
    // A page that shows nothing has nothing behind it: there is no id to go on from.
    var page = Turn.Page(
      first: shown.first.map { ($0, jobs[$0].kind) }, last: shown.last.map { ($0, jobs[$0].kind) },
      hasMore: !shown.isEmpty && slots.count > shown.count)
    for slot in shown { page.bodies.append(bodyOfJob(slot, turn)) }
    turn.page = page
    return reply(choice(0, turn.operation), &turn)
  }

  /// The slot that a page begins after; of a deleted job, too, so that a list can be gone through while it shrinks.
  private func slotOfPage(_ id: [UInt8], _ kinds: [UInt8]) -> Int? {
    kinds.lazy.compactMap { kind in
      provider.identifier(ofKind: kind).slot(of: id, entropy: entropy).flatMap { slot in
        slot < jobs.count && jobs[slot].kind == kind ? slot : nil
      }
    }.first
  }

  private func page(from start: Int, isAscending: Bool, count: Int, kinds: [UInt8], _ operations: Set<Int>?)
    -> [Int]
  {
    var slots: [Int] = []
    var position = start
    while position >= 0, position < jobs.count, slots.count < count {
      let isListed = operations?.contains(Int(jobs[position].operation)) ?? true
      if isListed, !jobs[position].isDeleted, kinds.contains(jobs[position].kind) { slots.append(position) }
      position += isAscending ? 1 : -1
    }
    return slots
  }

  /// A job as the operation that the list names answers for it, with no poll counted.
  private mutating func bodyOfJob(_ slot: Int, _ turn: borrowing Turn) -> [UInt8] {
    _ = bring(slot, to: turn.now)
    let operation = provider.listedOperation(turn.operation)
    var item = Turn(self, call: turn.call, operation: operation, now: turn.now, links: turn.links)
    item.select(slot)
    guard case .bytes(let bytes) = answerOfJob(&item).body else { return Array("null".utf8) }
    return bytes
  }
}

extension Provider {
  /// The operation whose answers a list consists of.
  func listedOperation(_ list: Int) -> Int {
    guard case .answer(let template)? = behavior.operations[list].answers[0]?.all.first,
      case .template(let body) = template.content.body
    else { return list }
    for index in body.pieces {
      guard case .slot(let binding) = template.content.program.lists.pieces[index] else { continue }
      if case .each(.page, .answer(let operation)) = binding.source { return operation }
    }
    return list
  }
}
