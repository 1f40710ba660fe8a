import StuntContract
import StuntHTTP
import StuntJSON
import StuntMedia
import StuntSchema

// What the names of bindings stand for.
extension Turn {
  /// The value of a binding, converted, with its fallback.
  mutating func value(of binding: Binding) -> Value {
    if yieldsNothing(binding) { return .null }
    guard isWanted(binding) else { return .null }
    var found = source(binding.source)
    if case .none = binding.conversion {} else { found = found.converted(binding.conversion) }
    if !found.isNull { return found }
    switch binding.fallback {
    case .none: return .null
    case .literal(let literal): return program.value(literal)
    case .binding(let other): return value(of: program.lists.bindings[Int(other)])
    }
  }

  /// Whether a binding yields nothing, as far as the head of the call tells at a look; most calls send few fields.
  func yieldsNothing(_ binding: Binding) -> Bool {
    if let condition = binding.condition {
      let mark = program.lists.conditionMarks[Int(condition)]
      return !mark.isEmpty && !call.fieldMarks.mayHold(mark)
    }
    switch binding.source {
    case .query: guard call.query.isEmpty else { return false }
    case .field(let name):
      if call.fieldMarks.mayHold(program.lists.nameMarks[Int(name.index)]) { return false }
    default: return false
    }
    switch binding.fallback {
    case .none: return true
    case .literal: return false
    case .binding(let other): return yieldsNothing(program.lists.bindings[Int(other)])
    }
  }

  /// Whether a binding yields anything in this call.
  mutating func isWanted(_ binding: Binding) -> Bool {
    guard let index = binding.condition else { return true }
    return holds(index)
  }

  private func text(_ name: Binding.Name) -> String { program.lists.names[Int(name.index)] }

  private mutating func source(_ source: Binding.Source) -> Value {
    switch source {
    case .literal(let literal): return program.value(literal)
    case .join(let first, let count):
      return .text(ByteSink.bytes { appendJoined(first, count, to: &$0) })
    case .each: return .null
    case .job(let member): return jobMember(member)
    case .request(let path):
      readRequest()
      return requestMember(path)
    case .body(let path): return call.body.map { path.value(in: $0, program) } ?? .null
    case .path(let name): return pathParameter(text(name))
    case .kept(let name):
      if case .nothing = kept(name) { return .null }
      return keptMember(text(name))
    case .query(let name): return call.queryValue(text(name)).map { .text(Array($0.utf8)) } ?? .null
    case .field(let name): return fieldValue(name).map { .text(Array($0.utf8)) } ?? .null
    case .fieldMember(let name, let path): return fieldMember(name, path)
    case .table(let table, let column): return cell(table, job.map { Int($0.rows[table]) } ?? -1, column)
    case .failure(let name): return failureMember(text(name))
    case .item(let name): return itemMember(text(name))
    case .file(let kind, let member): return fileMember(kind, member)
    case .media(let member): return mediaMember(member)
    case .picture(let member): return pictureMember(member)
    case .pictures(let member): return picturesMember(member)
    case .link(let operation): return link(operation)
    case .page(let member): return pageMember(member)
    case .called(let member): return value(of: member)
    case .violation(.message): return violations.first.map { .text(Array($0.message.utf8)) } ?? .null
    case .violation(.location): return violations.first.map { .text(Array($0.dottedLocation.utf8)) } ?? .null
    case .nearest(let table, let text): return nearest(in: table, to: program.lists.bindings[Int(text)])
    case .upload(let member): return uploadMember(member)
    case .uploadLink(let operation): return uploadLink(operation)
    case .base(let operation): return base(of: operation)
    case .callID: return .text(callID())
    case .callUUID: return .text(callUUID())
    case .clockNow: return date(now)
    case .ofSource(let member): return sourceMember(member)
    case .sum(let first, let count): return sum(first, count)
    case .rate(let member): return rateMember(member)
    case .pollMilliseconds: return .integer(clock.pollMilliseconds(provider))
    case .webhook(let member): return webhookMember(member)
    }
  }

  private func pathParameter(_ name: String) -> Value {
    // By name, since operations that behave alike have other templates.
    let names = provider.contract.operations[call.endpoint.operation].pathNames
    return names.firstIndex(of: name).map { .text(call.pathParameter($0)) } ?? .null
  }

  mutating func keptMember(_ name: String) -> Value {
    // Not `let job`, which would copy it.
    guard let operation = job?.operation,
      let rule = provider.behavior.operations[Int(operation)].submitRule
    else { return .null }
    // By index, since a copy of each would count references.
    for index in rule.keeps.indices where rule.keeps[index].name == name && rule.keeps[index].value.isFixed {
      return withOwnProgram { $0.value(of: rule.keeps[index].value) }
    }
    guard !kept.isEmpty, let document = try? JSONDocument(parsing: kept) else {
      return .null
    }
    return document.root[name].map { .json($0.rawBytes, $0.kind) } ?? .null
  }

  private mutating func nearest(in table: Int, to binding: Binding) -> Value {
    let text = String(decoding: value(of: binding).plainText, as: UTF8.self)
    let keys = provider.behavior.tables[table].keys.map { String(decoding: $0, as: UTF8.self) }
    return NearestName.among(keys, to: text).map { .text(Array($0.utf8)) } ?? .null
  }

  private func fieldValue(_ name: Binding.Name) -> String? {
    let mark = program.lists.nameMarks[Int(name.index)]
    return call.fieldMarks.mayHold(mark) ? call.fieldValue(text(name)) : nil
  }

  private func fieldMember(_ name: Binding.Name, _ path: MemberPath) -> Value {
    guard let text = fieldValue(name), let document = try? JSONDocument(parsing: Array(text.utf8))
    else { return .null }
    return path.value(in: document, program)
  }

  func cell(_ table: Int, _ row: Int, _ column: Int) -> Value {
    guard row >= 0, let literal = provider.behavior.tables[table].rows[row][column] else { return .null }
    return provider.behavior.program.value(literal)
  }

  /// Works with the provider's own program, which its rules refer to, in the place of an answer's.
  @inline(__always)
  mutating func withOwnProgram<Result>(_ body: (inout Turn) -> Result) -> Result {
    // Compared first: a program that is handed on is counted.
    if program === provider.behavior.program { return body(&self) }
    return withProgram(provider.behavior.program, body)
  }

  func date(_ instant: Instant) -> Value {
    instant == Job.never
      ? .null : .date(clock.unixSeconds(instant), nanoseconds: instant.nanoseconds % 1_000_000_000)
  }

  mutating func jobMember(_ member: Binding.JobMember) -> Value {
    // Asked for by nearly each answer; `let job` would copy it.
    switch member {
    case .createdAt: return date(job?.created ?? Job.never)
    case .queuePosition: return queuePosition.map { .integer(Int64($0)) } ?? .null
    default: break
    }
    guard let job else { return .null }
    let script = provider.scenarios[Int(job.scenario)]
    switch member {
    case .id:
      return slot.map { .text(provider.identifierText(slot: $0, kind: job.kind, entropy: entropy)) } ?? .null
    case .createdAt, .queuePosition: return .null  // Returned above.
    case .startedAt: return date(job.started)
    case .completedAt: return date(job.ended)
    case .expiresAt:
      let pictures = makesPictures ? provider.behavior.pictures?.lifetime : nil
      guard
        let span = pictures.map({ span(of: $0) })
          ?? provider.behavior.media.map({ rules in withOwnProgram { $0.lifetime(rules) } }),
        job.phase(in: script) == .succeeded
      else { return .null }
      return date(job.ended + span)
    case .progress: return .integer(Int64(job.state(at: now, by: script).progress))
    case .runSeconds: return job.started == Job.never ? .null : seconds(from: job.started, of: job)
    case .totalSeconds: return seconds(from: job.created, of: job)
    case .logs: return .null
    case .cost: return cost().map(Value.micros) ?? .null
    case .costMicros: return cost().map(Value.integer) ?? .null
    case .quantity where makesPictures: return picturesMember(.count)
    case .quantity: return .micros(Int64(job.milliseconds) * 1_000 * resultCount())
    case .scenario: return .text(Array(script.name.utf8))
    }
  }

  /// The place in the queue of the turn's job.
  private var queuePosition: Int? {
    guard let course = job?.course else { return nil }
    return provider.scenarios.withScenario(Int(course.scenario)) { course.queuePosition(at: now, by: $0) }
  }

  private func seconds(from start: Instant, of job: Job) -> Value {
    .micros((min(job.ended, now) - start).nanoseconds / 1_000)
  }

  /// What the job costs, in millionths of the currency.
  mutating func cost() -> Int64? {
    guard let milliseconds = job?.milliseconds else { return nil }
    if milliseconds == 0, makesPictures { return costOfPictures() }
    // The bindings alone, since a rule that is held would be counted.
    guard let price = provider.behavior.cost?.unit, let unit = withOwnProgram({ $0.number(of: price) })
    else { return nil }
    let paid = provider.behavior.cost?.seconds.flatMap { seconds in
      withOwnProgram { $0.number(of: seconds) }
    }
    let quantity = paid.map { $0 / 1_000 } ?? Int64(milliseconds)
    let (product, isLarge) = unit.multipliedReportingOverflow(by: quantity)
    return (isLarge ? unit / 1_000 * quantity : product / 1_000) * resultCount()
  }

  /// How many results the request asks for.
  private mutating func resultCount() -> Int64 {
    guard let times = provider.behavior.cost?.times else { return 1 }
    return withOwnProgram { $0.number(of: times) }.map { max(1, $0 / 1_000_000) } ?? 1
  }

  private mutating func failureMember(_ name: String) -> Value {
    guard let failure else { return .null }
    guard let literal = provider.behavior.failures[failure].values.first(where: { $0.name == name })?.value
    else {
      return .null
    }
    return provider.behavior.program.value(literal)
  }

  private func itemMember(_ name: String) -> Value {
    switch item {
    case .log(let message, let at):
      switch name {
      case "message": return .text(Array(message.utf8))
      case "at": return date(at)
      default: return .null
      }
    case .row(let table, let row):
      guard let column = provider.behavior.tables[table].columns.firstIndex(of: name) else { return .null }
      return cell(table, row, column)
    case .picture, nil: return .null
    }
  }

  private func link(_ operation: Int) -> Value {
    guard let slot else { return .null }
    let form = provider.identifier(ofKind: job?.kind ?? 0)
    return .text(
      ByteSink.bytes { out in
        appendLink(to: operation, &out) { form.append(slot: slot, entropy: entropy, to: &$0) }
      })
  }

  /// Appends the URL of an operation, with its path parameter if it has one.
  func appendLink(to operation: Int, _ out: inout ByteSink, parameter: (inout ByteSink) -> Void) {
    let servers = provider.contract.operations[operation].servers
    let own = call.endpoint.server
    let server = servers.contains(own) ? own : servers[0]
    links.appendBase(
      of: provider.contract.servers[server], isOpenFile: provider.isOpenFile(operation), to: &out)
    out.append(contentsOf: provider.behavior.links[operation].before)
    guard let after = provider.behavior.links[operation].after else { return }
    parameter(&out)
    out.append(contentsOf: after)
  }

  private func pageMember(_ member: Binding.PageMember) -> Value {
    func id(_ place: (slot: Int, kind: UInt8)?) -> Value {
      place.map { .text(provider.identifierText(slot: $0.slot, kind: $0.kind, entropy: entropy)) } ?? .null
    }
    switch member {
    case .firstId: return id(page?.first)
    case .lastId: return id(page?.last)
    case .hasMore: return .boolean(page?.hasMore ?? false)
    }
  }

  private func callID() -> [UInt8] {
    Turn.callIdentifier.text(slot: Int(callNumber), entropy: callEntropy)
  }

  private func callUUID() -> [UInt8] {
    Turn.callUUIDs.text(slot: Int(callNumber), entropy: callEntropy)
  }

  static let callIdentifier = JobIdentifier(prefix: [], alphabet: .hex, length: 32)
  private static let callUUIDs = JobIdentifier(prefix: [], alphabet: .uuid, length: 36)

  var callEntropy: Entropy { Entropy(seed: entropy.number(for: .call)) }
}
