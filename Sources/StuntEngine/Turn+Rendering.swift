import StuntContract
import StuntHTTP
import StuntJSON
import StuntMedia

// Filling an answer's places with values.
extension Turn {
  /// The body of a template.
  mutating func body(_ template: Template, capacity: Int = 640) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(capacity)
    append(template, to: &out)
    return out
  }

  /// The field lines of an answer: its own and the provider's.
  mutating func fieldLines(_ template: AnswerTemplate) -> [UInt8] {
    var lines: [UInt8] = []
    lines.reserveCapacity(192)
    append(template.fields, to: &lines)
    append(provider.behavior.fields, to: &lines)
    return lines
  }

  /// Appends the field lines of a block; a field without a value is left out.
  mutating func append(_ block: FieldBlock, to out: inout [UInt8]) {
    for part in block.parts {
      switch part {
      case .lines(let lines): out.append(contentsOf: lines)
      case .field(let name, let value):
        let start = out.count
        out.append(contentsOf: name)
        let first = out.count
        guard appendText(of: value, to: &out) else {
          out.removeLast(out.count - start)
          continue
        }
        // A value from a request must not begin another line.
        for index in first..<out.count where out[index] < 0x20 || out[index] == 0x7F { out[index] = 0x20 }
        out.append(0x0D)
        out.append(0x0A)
      }
    }
  }

  /// Appends a binding's value as text, straight where it can; false where there is none.
  private mutating func appendText(of binding: Binding, to out: inout [UInt8]) -> Bool {
    if binding.isPlain {
      switch binding.source {
      case .callID:
        callIdentifier.append(slot: Int(callNumber), entropy: callEntropy, to: &out)
        return true
      case .job(.id):
        guard let slot else { return false }
        provider.identifier.append(slot: slot, entropy: entropy, to: &out)
        return true
      case .join(let parts):
        for part in parts {
          switch part {
          case .text(let bytes): out.append(contentsOf: bytes)
          case .binding(let binding): _ = appendText(of: binding, to: &out)
          }
        }
        return true
      default: break
      }
    }
    let value = value(of: binding)
    if value.isNull { return false }
    value.appendText(to: &out)
    return true
  }

  /// Appends a binding's value as JSON, straight where it can.
  private mutating func appendJSON(of binding: Binding, to out: inout [UInt8]) {
    if binding.isPlain, let slot {
      let start = out.count
      out.append(UInt8(ascii: "\""))
      switch binding.source {
      case .job(.id):
        provider.identifier.append(slot: slot, entropy: entropy, to: &out)
        out.append(UInt8(ascii: "\""))
        return
      case .link(let operation) where links.isPlain:
        appendLink(to: operation, &out) { provider.identifier.append(slot: slot, entropy: entropy, to: &$0) }
        out.append(UInt8(ascii: "\""))
        return
      default: out.removeLast(out.count - start)
      }
    }
    value(of: binding).appendJSON(to: &out)
  }

  private mutating func append(_ template: Template, to out: inout [UInt8]) {
    for piece in template.pieces {
      switch piece {
      case .bytes(let bytes): out.append(contentsOf: bytes)
      case .slot(let binding):
        if case .each(let list, let item) = binding.source, isWanted(binding) {
          append(list, item, to: &out)
        } else {
          appendJSON(of: binding, to: &out)
        }
      }
    }
  }

  /// The value of a binding, converted, with its fallback.
  mutating func value(of binding: Binding) -> Value {
    guard isWanted(binding) else { return .null }
    let found = source(binding.source)
    if !found.isNull { return binding.conversion == .none ? found : found.converted(binding.conversion) }
    switch binding.fallback {
    case .none: return .null
    case .literal(let literal): return .json(literal.json[...], literal.kind)
    case .binding(let other): return value(of: other)
    }
  }

  private func isWanted(_ binding: Binding) -> Bool {
    guard let condition = binding.condition else { return true }
    guard let sent = call.queryValue(condition.parameter) else { return false }
    return condition.values.contains(sent)
  }

  private mutating func append(_ list: Binding.List, _ shape: Binding.Item, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    var isFirst = true
    func comma(_ out: inout [UInt8]) {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
    }
    switch (list, shape) {
    case (.page, _):
      for body in page?.bodies ?? [] {
        comma(&out)
        out.append(contentsOf: body)
      }
    case (.logs, .template(let template)):
      for log in job.map({ $0.logs(at: now, by: provider.scenarios[Int($0.scenario)]) })?.dropFirst(firstLog)
        ?? []
      {
        comma(&out)
        item = .log(message: log.message, at: log.at)
        append(template, to: &out)
      }
    case (.table(let table), .template(let template)):
      for row in provider.behavior.tables[table].rows.indices
      where provider.behavior.tables[table].isListed(row) {
        comma(&out)
        item = .row(table: table, row: row)
        append(template, to: &out)
      }
    case (.logs, .answer), (.table, .answer):
      preconditionFailure("the compiler refuses answers of what is no job")
    }
    item = nil
    out.append(UInt8(ascii: "]"))
  }

  private mutating func source(_ source: Binding.Source) -> Value {
    switch source {
    case .literal(let literal): return .json(literal.json[...], literal.kind)
    case .join(let parts): return join(parts)
    case .each: return .null
    case .job(let member): return jobMember(member)
    case .request(let path): return requestDocument().map(path.value(in:)) ?? .null
    case .body(let path): return call.body.map(path.value(in:)) ?? .null
    case .path(let name): return pathParameter(name)
    case .kept(let name): return keptMember(name)
    case .query(let name): return call.queryValue(name).map { .text(Array($0.utf8)) } ?? .null
    case .field(let name): return call.request.fields[name].map { .text(Array($0.utf8)) } ?? .null
    case .table(let table, let column): return cell(table, job.map { Int($0.rows[table]) } ?? -1, column)
    case .failure(let name): return failureMember(name)
    case .item(let name): return itemMember(name)
    case .file(let kind, let member): return fileMember(kind, member)
    case .media(let member): return mediaMember(member)
    case .link(let operation): return link(operation)
    case .page(let member): return pageMember(member)
    case .violation(.message): return violations.first.map { .text(Array($0.message.utf8)) } ?? .null
    case .violation(.location): return violations.first.map { .text(Array($0.dottedLocation.utf8)) } ?? .null
    case .callID: return .text(callID())
    case .callUUID: return .text(callUUID())
    case .clockNow: return date(now)
    }
  }

  private mutating func join(_ parts: [Binding.Part]) -> Value {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let bytes): text.append(contentsOf: bytes)
      case .binding(let binding): _ = appendText(of: binding, to: &text)
      }
    }
    return .text(text)
  }

  /// The submit body that the answer is about.
  mutating func requestDocument() -> JSONDocument? {
    if let request { return request }
    guard let job, !job.request.isEmpty else { return nil }
    request = try? JSONDocument(parsing: job.request, limits: .message)
    return request
  }
}
