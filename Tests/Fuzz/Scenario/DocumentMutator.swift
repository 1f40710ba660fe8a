import StuntJSON

/// libFuzzer's own way of changing an input, which knows the dictionary. C, but of words only, so that Swift may call it.
@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int) -> Int

/// The function that libFuzzer calls to change an input; most changes of single bytes only make what is no JSON.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateScenario(
  _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ most: Int, _ seed: UInt32
) -> Int {
  var mutator = DocumentMutator(seed: seed)
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  guard seed % 4 > 0, let mutated = mutator.mutated(input), mutated.count <= most else {
    return mutateBytes(bytes, count, most)
  }
  for (index, byte) in mutated.enumerated() { bytes[index] = byte }
  return mutated.count
}

/// Changes the documents of an input as trees, so that they stay JSON.
struct DocumentMutator {
  private var state: UInt64

  /// All values of the documents that are known to be good: what is put in the place of others.
  private static let known: [JSONValue] = [
    SmallProvider.behavior, SmallProvider.scenario,
  ].flatMap { values(of: (try? JSONValue(parsing: $0)) ?? .null) }
  private static let pointers: [String] = pointers(
    of: (try? JSONValue(parsing: SmallProvider.behavior)) ?? .null)
  private static let odd: [JSONValue] = [
    .null, true, false, 0, -1, 1, 2, 100, 1_000_000, 2_147_483_648, "", "a", "uuid", "0", "-1", "1e9", "\r\n",
    "é",
    "999999999", "16384x16384", "1x1", "auto", "16:9", "1K", "ignored", "reset", "lostReply", "number",
    "string",
    "isoDate", "isoDateMicroseconds", "integer", "boolean", "request", "body", "call.uuid", "clock.now",
    "job.cost",
    "job.startedAt", "job.expiresAt", "job.runSeconds", "job.totalSeconds", "job.scenario", "media.frames",
    "media.video.bytes", "media.video.fileName", "media.size", "path/id", "query/limit", "field/host",
    "kept/style",
    "link/file", "link/list", "page.firstId", "table/styles/sizes", "item/key", "violation.location",
    number(1e300), number(1e-9), .array([]), .object(JSONObject()),
  ]
  private static let names = [
    "from", "as", "default", "else", "literal", "join", "each", "item", "answerOf", "when", "extends", "set",
    "bind",
    "remove", "quirk", "until", "polls", "seconds", "progress", "logs", "queuePosition", "faults", "cancel",
    "fails",
    "deferredFailure", "violations", "idempotencyKey", "idempotentStatus", "otherwise", "delaySeconds",
    "trickle",
    "cutAfterBytes", "transport", "status", "refusal", "thumbnail", "aspectRatio", "resolution", "like",
    "variant",
  ]

  init(seed: UInt32) {
    state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The input with something changed; nil when it has no documents.
  mutating func mutated(_ bytes: [UInt8]) -> [UInt8]? {
    guard let kind = bytes.first else { return nil }
    var parts = bytes.dropFirst().split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(
      Array.init)
    let chosen = below(parts.count)
    guard var value = try? JSONValue(parsing: parts[chosen], limits: JSONLimits(depth: 60)) else {
      return nil
    }
    if kind == UInt8(ascii: "p"), chosen == 0, below(2) == 0, case .object(var patch) = value {
      patch[pick(Self.pointers)] = pick(Self.known)
      value = .object(patch)
    }
    for _ in 0...below(3) {
      let all = Self.values(of: value)
      var index = below(all.count)
      value = edited(value, at: &index, others: all)
    }
    parts[chosen] = JSONWriter.bytes(value)
    return [kind] + parts.joined(separator: [0])
  }

  /// The tree with the value of that index, in the order in which they are written, changed.
  private mutating func edited(_ value: JSONValue, at index: inout Int, others: [JSONValue]) -> JSONValue {
    guard index > 0 else {
      index = -1
      return changed(value, others)
    }
    index -= 1
    switch value {
    case .object(let object):
      var members: [(String, JSONValue)] = []
      for (name, member) in object.members {
        members.append((name, index < 0 ? member : edited(member, at: &index, others: others)))
      }
      return Self.object(members)
    case .array(let array):
      return .array(array.map { index < 0 ? $0 : edited($0, at: &index, others: others) })
    case .null, .boolean, .number, .string: return value
    }
  }

  private mutating func changed(_ value: JSONValue, _ others: [JSONValue]) -> JSONValue {
    let change = below(6)
    switch value {
    case .object(let object) where change < 4:
      var members = object.members.map { ($0.name, $0.value) }
      let new = below(2) == 0 ? pick(others) : pick(Self.odd + Self.known)
      let place = below(max(1, members.count))
      switch change {
      case 0 where !members.isEmpty: members.remove(at: place)
      case 1 where !members.isEmpty: members[place].0 = pick(Self.names)
      case 2 where !members.isEmpty: members[place].1 = new
      default: members.append((pick(Self.names), new))
      }
      return Self.object(members)
    case .array(var array) where change < 4:
      if change == 0, !array.isEmpty { array.remove(at: below(array.count)) }
      if change > 0 { array.insert(pick(array + others), at: below(array.count + 1)) }
      return .array(array)
    case .number(let number) where change < 2:
      return Self.number(number.double * (change == 0 ? 1e3 : 0.5))
    default: return change < 3 ? pick(others) : pick(Self.odd + Self.known)
    }
  }

  private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
    var object = JSONObject()
    for (name, value) in members { object[name] = value }
    return .object(object)
  }

  private static func number(_ double: Double) -> JSONValue {
    JSONNumber(double).map(JSONValue.number) ?? .null
  }

  private static func values(of value: JSONValue) -> [JSONValue] {
    switch value {
    case .object(let object): [value] + object.members.flatMap { values(of: $0.value) }
    case .array(let array): [value] + array.flatMap { values(of: $0) }
    case .null, .boolean, .number, .string: [value]
    }
  }

  private static func pointers(of value: JSONValue, _ pointer: JSONPointer = JSONPointer()) -> [String] {
    var all = [pointer.description]
    for (name, member) in value.object?.members ?? [] { all += pointers(of: member, pointer.appending(name)) }
    for (index, element) in (value.array ?? []).enumerated() {
      all += pointers(of: element, pointer.appending(index))
    }
    return all
  }

  private mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(count))
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }
}
