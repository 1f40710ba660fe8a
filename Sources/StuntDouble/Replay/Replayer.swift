import StuntEngine
import StuntHTTP
import StuntJSON
import StuntRecording

/// Answers requests from recordings: a value that never waits, and that has no way to a network.
///
/// A job follows its timeline: 3 polls and 300 both see it go forward, and its end is for ever.
struct Replayer: Sendable {
  let index: ReplayIndex
  let reader: ReplayReader
  let options: ReplayOptions
  private var instances: [Instance] = []
  /// By the id that clients know.
  private var instanceByID: [String: Int] = [:]
  /// How often each stream that belongs to no job was asked.
  private var asked: [ReplayKey: Int] = [:]
  /// How often each entry was answered with.
  private(set) var hits: [Int]
  private(set) var misses: [ReplayMiss] = []
  private(set) var missCount = 0
  private var hasFreshIdentifiers = false

  /// A job that a client made.
  private struct Instance {
    let recorded: String
    let id: String
    let began: Instant
    /// How far its life was shown, in milliseconds since the submit.
    var shown = 0.0
    /// By stream: the place of the answer that was given last.
    var places: [ReplayKey: Int] = [:]
    /// What its client did to it: entries of the recording.
    var acts: Set<Int> = []
  }

  init(index: ReplayIndex, reader: ReplayReader, options: ReplayOptions) {
    self.index = index
    self.reader = reader
    self.options = options
    hits = Array(repeating: 0, count: index.entries.count)
  }

  /// What a request gets.
  enum Answer {
    /// A recorded answer, in which these texts are to be replaced.
    case entry(Int, ByteReplacements)
    case miss(ReplayMiss)
  }

  /// Answers a request.
  mutating func answer(_ reading: ReplayReader.Reading, at now: Instant) -> Answer {
    let key = hasFreshIdentifiers ? recordedForm(of: reading.key) : reading.key
    if let id = reading.key.job {
      guard let instance = instance(of: id, at: now) else { return miss(key) }
      return observe(instance, key.about(instances[instance].recorded), at: now)
    }
    guard let stream = index.streams[key] else { return miss(key) }
    let count = asked[key, default: 0]
    asked[key] = count + 1
    let entry = stream[min(count, stream.count - 1)]
    hits[entry] += 1
    guard let job = index.entries[entry].made else { return .entry(entry, ByteReplacements()) }
    let instance = begin(job, at: now)
    return .entry(entry, replacements(for: instance))
  }

  // MARK: Jobs

  /// The job of an id; one that was recorded and that nobody submitted here begins now.
  private mutating func instance(of id: String, at now: Instant) -> Int? {
    if let known = instanceByID[id] { return known }
    guard index.jobs[id] != nil else { return nil }
    return add(Instance(recorded: id, id: id, began: now))
  }

  private mutating func begin(_ job: String, at now: Instant) -> Int {
    let isFirst = instanceByID[job] == nil
    guard options.identifiers == .fresh || !isFirst else {
      return add(Instance(recorded: job, id: job, began: now))
    }
    let entropy = Entropy(seed: options.seed)
    var number = UInt64(instances.count)
    var id = FreshIdentifier.text(like: job, number: number, entropy: entropy)
    while instanceByID[id] != nil || index.jobs[id] != nil {
      number += 1 << 32
      id = FreshIdentifier.text(like: job, number: number, entropy: entropy)
    }
    hasFreshIdentifiers = true
    return add(Instance(recorded: job, id: id, began: now))
  }

  private mutating func add(_ instance: Instance) -> Int {
    instances.append(instance)
    instanceByID[instance.id] = instances.count - 1
    return instances.count - 1
  }

  private mutating func observe(_ number: Int, _ key: ReplayKey, at now: Instant) -> Answer {
    guard let stream = index.streams[key] else { return miss(key) }
    let last = instances[number].places[key]
    var reached = instances[number].shown
    if case .recorded(let speed) = options.pace {
      reached = max(reached, (now - instances[number].began).seconds * 1_000 * speed)
    }
    // What was shown by another operation, or has passed by the clock, is not taken back.
    let passed = stream.lastIndex { index.entries[$0].offset <= reached }
    var place = max(last ?? 0, passed ?? 0)
    if options.pace == .instant, let last { place = max(place, last + 1) }
    place = min(place, lastPlace(in: stream, of: number))
    instances[number].places[key] = place
    let entry = stream[place]
    if index.jobs[instances[number].recorded]?.acts.contains(entry) == true {
      instances[number].acts.insert(entry)
    }
    instances[number].shown = max(reached, index.entries[entry].offset)
    hits[entry] += 1
    return .entry(entry, replacements(for: number))
  }

  /// The last answer that can be shown: what came of an act of the client's is not, before the client has acted.
  private func lastPlace(in stream: [Int], of number: Int) -> Int {
    let instance = instances[number]
    let acts = index.jobs[instance.recorded]?.acts ?? []
    guard let act = acts.first(where: { !instance.acts.contains($0) }) else { return stream.count - 1 }
    return max(0, stream.lastIndex { $0 <= act } ?? 0)
  }

  private func replacements(for number: Int) -> ByteReplacements {
    var replacements = ByteReplacements()
    replacements.add(instances[number].recorded, instances[number].id)
    return replacements
  }

  /// A request with the ids under which its jobs were recorded.
  private func recordedForm(of key: ReplayKey) -> ReplayKey {
    func recorded(_ text: String) -> String {
      instanceByID[text].map { instances[$0].recorded } ?? text
    }
    func recorded(_ value: JSONValue) -> JSONValue {
      switch value {
      case .string(let text): return .string(recorded(text))
      case .array(let elements): return .array(elements.map(recorded))
      case .object(let object):
        var copy = JSONObject()
        for member in object.members { copy.append(member.name, recorded(member.value)) }
        return .object(copy)
      case .null, .boolean, .number: return value
      }
    }
    var body = key.body
    if case .json(let value) = body { body = .json(recorded(value)) }
    return ReplayKey(
      operation: key.operation, line: key.line, parameters: key.parameters.map(recorded),
      job: key.job.map(recorded),
      query: key.query.map { ReplayKey.Pair(name: $0.name, value: recorded($0.value)) }.sorted(), body: body)
  }

  // MARK: Misses

  private mutating func miss(_ key: ReplayKey) -> Answer {
    let miss = ReplayMiss(key, index, reader)
    missCount += 1
    if misses.count < Limits.replayMissesMax { misses.append(miss) }
    return .miss(miss)
  }

  /// Forgets what clients did.
  mutating func reset() {
    self = Replayer(index: index, reader: reader, options: options)
  }
}
