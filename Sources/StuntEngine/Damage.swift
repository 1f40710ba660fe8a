import StuntContract
import StuntJSON

/// What the faults of one call do to the answer that was made for it.
struct Damage {
  var delay = Instant.Span.zero
  var transport = Reply.Transport.whole
  /// The faults that change the answer, as bits; those beyond the 64th are not known to any scenario.
  var changes: UInt64 = 0
  /// Whether the scenario has more to say about its jobs' answers than faults and phases do.
  var isStaged = false
}

extension ProviderDouble {
  /// The answer as the client gets it.
  ///
  /// - Parameter scenario: The scenario whose faults hit the call; nil for that of the job.
  func damage(_ reply: inout Reply, as damage: Damage, scenario: Int? = nil) {
    reply.delay = damage.delay
    reply.transport = damage.transport
    guard damage.changes != 0 else { return }
    guard let index = scenario ?? reply.slot.map({ Int(jobs[$0].scenario) }) else { return }
    let faults = provider.scenarios[index].faults
    for number in faults.indices where damage.changes >> UInt64(number) & 1 == 1 {
      change(&reply, as: faults[number].kind)
    }
  }

  private func change(_ reply: inout Reply, as kind: Fault.Kind) {
    switch kind {
    case .gateway(let page): page.write(over: &reply)
    case .members(let members):
      guard case .bytes(let bytes) = reply.body,
        var value = try? JSONValue(parsing: bytes, limits: .message)
      else { return }
      for (place, member) in members { value.replace(place.tokens[...], by: member) }
      reply.body = .bytes(JSONWriter.bytes(value))
    case .fields(let fields): reply.replace(fields)
    case .refusal, .transport, .delay: return
    }
  }
}

extension Fault.Page {
  /// Puts the page in the place of an answer; what it is about stays.
  func write(over reply: inout Reply) {
    reply.status = status
    reply.fieldLines = Array("Content-Type: \(contentType)\r\n".utf8) + fieldLines
    reply.body = .bytes(body)
    reply.isScripted = true
  }
}

extension JSONValue {
  /// Puts another value at a place that is there; `*` is each element.
  mutating func replace(_ path: ArraySlice<String>, by value: JSONValue) {
    guard let name = path.first else {
      self = value
      return
    }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      guard var member = members[name] else { return }
      member.replace(rest, by: value)
      members[name] = member
      self = .object(members)
    case .array(var elements):
      for index in elements.indices where name == "*" || JSONPointer.index(name) == index {
        elements[index].replace(rest, by: value)
      }
      self = .array(elements)
    default: return
    }
  }
}

extension Reply {
  /// Puts fields in the place of those of their names, or adds them.
  mutating func replace(_ fields: [Fault.Field]) {
    guard !fields.isEmpty else { return }
    let names = fields.map { $0.name.lowercased() }
    var lines: [UInt8] = []
    for line in fieldLines.split(separator: 0x0A) {
      let name = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self).lowercased()
      if !names.contains(name) { lines += line + [0x0A] }
    }
    fieldLines = fields.reduce(lines) { $0 + $1.line }
  }
}
