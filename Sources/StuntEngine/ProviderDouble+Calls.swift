import StuntContract
import StuntHTTP
import StuntJSON

// The list of a tenant's own calls, as some providers keep one.
extension ProviderDouble {
  /// One call of the list.
  mutating func call(_ id: Binding, unknown: Int, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let entry = loggedCall(turn.value(of: id).plainText) else { return refuse(unknown, &turn) }
    var reply = tell(of: entry, by: turn.operation, turn)
    reply.slot = entry.slot
    return reply
  }

  /// Forgets the files of a call's job.
  mutating func purge(_ id: Binding, unknown: Int, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    guard let entry = loggedCall(turn.value(of: id).plainText) else { return refuse(unknown, &turn) }
    if entry.makesJob, let slot = entry.slot { jobs[slot].isPurged = true }
    return reply(choice(0, turn.operation), &turn)
  }

  /// A page of the list, newest first.
  mutating func calls(_ rule: CallListRule, _ turn: inout Turn) -> Reply {
    if let refusal = refusalOfViolations(&turn) { return refusal }
    let (after, before) = (turn.call.queryValue(rule.after), turn.call.queryValue(rule.before))
    if after != nil, before != nil { return refuse(rule.ambiguous, &turn) }
    var cursor: Int?
    if let id = after ?? before {
      guard let entry = loggedCall(Array(id.utf8)) else { return refuse(rule.unknown, &turn) }
      cursor = entry.number
    }
    let asked = rule.limit.flatMap { turn.number(of: $0) }.map { Int($0 / 1_000_000) } ?? rule.defaultLimit
    let limit = min(max(asked, 1), Limits.pageJobsMax)
    let matching = matchingCalls(rule, turn)
    let sum = matching.reduce(Int64(0)) { $0 &+ $1.cost }
    let page = CallPages.cut(
      matching, after: after == nil ? nil : cursor, before: before == nil ? nil : cursor, limit)
    turn.page = Turn.Page(bodies: page.shown.map(\.body), hasMore: page.hasOlder)
    turn.callPage = CallPage(
      next: page.hasOlder ? page.shown.last.map { url(rule.after, $0.number, rule, turn) } : nil,
      previous: page.hasNewer ? page.shown.first.map { url(rule.before, $0.number, rule, turn) } : nil,
      matching: matching.count, sum: sum)
    return reply(choice(0, turn.operation), &turn)
  }

  /// Notes a call in the list, if its operation is of those listed.
  mutating func list(_ entry: Journal.Entry, _ turn: borrowing Turn) {
    guard let rule = provider.behavior.calls, rule.values[entry.operation] != nil, !turn.isUnlisted else {
      return
    }
    callLog.append(entry)
  }

  private func loggedCall(_ id: [UInt8]) -> Journal.Entry? {
    guard let rule = provider.behavior.calls,
      let number = rule.identifier.slot(of: id, entropy: Entropy(seed: entropy.number(for: .call)))
    else { return nil }
    return callLog.entries.last { $0.number == number }
  }

  /// The calls that the query's filters let through, newest first.
  private mutating func matchingCalls(_ rule: CallListRule, _ turn: borrowing Turn) -> [CallPages.Item] {
    let wanted = rule.filters.compactMap { filter in
      turn.call.queryValue(filter.parameter).map { (filter, $0) }
    }
    let operation = provider.listedOperation(turn.operation)
    var items: [CallPages.Item] = []
    for entry in callLog.entries.reversed() {
      guard case .bytes(let bytes) = tell(of: entry, by: operation, turn).body,
        let document = try? JSONDocument(parsing: bytes)
      else { continue }
      guard wanted.allSatisfy({ $0.0.holds(for: document.root[$0.0.member], value: $0.1) }) else { continue }
      let cost = rule.sum.flatMap { document.root[$0] }.flatMap { Value.micros(parsing: $0.rawBytes) } ?? 0
      items.append(CallPages.Item(number: entry.number, body: bytes, cost: cost))
    }
    return items
  }

  /// The answer of an operation about a call: by the phase of its job, or by what was answered.
  private mutating func tell(of entry: Journal.Entry, by operation: Int, _ asking: borrowing Turn) -> Reply {
    var turn = Turn(self, call: entry.call, operation: operation, now: asking.now, links: asking.links)
    turn.logged = LoggedCall(entry)
    turn.callPage = asking.callPage
    guard entry.makesJob, let slot = entry.slot else {
      guard let outcomes = provider.behavior.operations[operation].outcomes else {
        return reply(choice(0, operation), &turn)
      }
      return reply(.answer(entry.status < 500 ? outcomes.refused : outcomes.broken), &turn)
    }
    let phase = bring(slot, to: asking.now)
    turn.select(slot, of: jobs)
    turn.isJobCurrent = true
    turn.failure = failure(of: slot)
    return reply(choice(Int(phase.rawValue), operation), &turn)
  }

  /// The same page's address with another cursor; relative, as the request's path was.
  private func url(_ cursor: String, _ number: Int, _ rule: CallListRule, _ turn: borrowing Turn) -> [UInt8] {
    var out = Array(turn.call.request.pathText.utf8) + [UInt8(ascii: "?")]
    for pair in turn.call.query where pair.name != rule.after && pair.name != rule.before {
      out += PercentEncoding.encode(pair.name, as: .query).utf8 + [UInt8(ascii: "=")]
      out += PercentEncoding.encode(pair.value, as: .query).utf8 + [UInt8(ascii: "&")]
    }
    out += Array("\(cursor)=".utf8)
    out.append { turn.appendReference(number, to: &$0) }
    return out
  }
}

extension CallListRule.Filter {
  /// Whether a value of a call is as the query wants it.
  fileprivate func holds(for node: JSONNode?, value: String) -> Bool {
    guard let node else { return false }
    switch test {
    case .equal:
      return (node.string ?? String(decoding: node.rawBytes, as: UTF8.self)) == value
    case .after, .before:
      guard let own = node.string.flatMap(Calendar.seconds(iso:)), let other = Calendar.seconds(iso: value)
      else { return false }
      return test == .after ? own > other : own < other
    }
  }
}

/// Cutting a list of calls into pages.
enum CallPages {
  /// One call of the list.
  struct Item {
    var number: Int
    var body: [UInt8]
    /// In millionths.
    var cost: Int64
  }

  /// The calls older than one, or the nearest ones newer than one; newest first in any case.
  static func cut(
    _ items: [Item], after: Int?, before: Int?, _ limit: Int
  ) -> (shown: ArraySlice<Item>, hasOlder: Bool, hasNewer: Bool) {
    let range: Range<Int>
    if let before {
      let end = items.firstIndex { $0.number <= before } ?? items.count
      range = max(0, end - limit)..<end
    } else {
      let start = after.map { after in items.firstIndex { $0.number < after } ?? items.count } ?? 0
      range = start..<min(items.count, start + limit)
    }
    return (items[range], range.upperBound < items.count, range.lowerBound > 0)
  }
}
