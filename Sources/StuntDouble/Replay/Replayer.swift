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
  /// Requests that went to the provider.
  private(set) var liveCount = 0
  /// The ids that clients know.
  private var names = ReplayNames()
  /// The instances that have something left to be told.
  private var untold: [Int] = []
  /// By webhook's entry: why it did not arrive.
  var undelivered: [Int: String] = [:]

  /// A job that a client made.
  private struct Instance {
    let recorded: String
    let id: String
    let began: Instant
    /// How far its life was shown, in milliseconds since the submit.
    var shown = 0.0
    /// The latest entry of it that was shown.
    var latest = -1
    /// By stream: the place of the answer that was given last.
    var places: [ReplayKey: Int] = [:]
    /// What its client did to it: entries of the recording.
    var acts: Set<Int> = []
    /// Where its client wants to be told; nil for nowhere.
    var receiver: ReplayReceiver?
    /// The webhooks that were sent: entries of the recording.
    var told: Set<Int> = []
    /// When it was last asked for.
    var touched = Instant.zero
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
    /// Nothing recorded answers, and the provider is to be asked.
    case live
  }

  /// Answers a request.
  ///
  /// - Parameter receiver: Where a job that it makes is to be told of.
  mutating func answer(
    _ live: ReplayKey, at now: Instant, receiver: ReplayReceiver? = nil
  ) -> Answer {
    let key = names.recordedForm(of: live)
    if let id = live.job {
      guard let instance = instance(of: id, at: now) else { return miss(key) }
      instances[instance].touched = now
      return observe(instance, key.about(instances[instance].recorded), at: now)
    }
    guard let recorded = index.recorded(key), let stream = index.stream(of: recorded) else {
      return miss(key)
    }
    let count = asked[recorded, default: 0]
    asked[recorded] = count + 1
    let entry = stream[min(count, stream.count - 1)]
    hits[entry] += 1
    guard let job = index.entries[entry].made else {
      guard names.areFresh else { return .entry(entry, ByteReplacements()) }
      return .entry(entry, names.replacements(for: nil, in: index.entries[entry].answer.texts))
    }
    let instance = begin(job, by: live, at: now)
    watch(instance, for: receiver, at: now)
    return .entry(entry, replacements(for: instance, in: entry))
  }

  /// Whether something recorded is like a request.
  func knows(_ live: ReplayKey) -> Bool {
    var key = names.recordedForm(of: live)
    if let id = live.job { key = key.about(instanceByID[id].map { instances[$0].recorded } ?? id) }
    return index.recorded(key) != nil
  }

  // MARK: Jobs

  /// The job of an id; one that was recorded and that nobody submitted here begins now.
  private mutating func instance(of id: String, at now: Instant) -> Int? {
    if let known = instanceByID[id] { return known }
    guard index.jobs[id] != nil else { return nil }
    return add(Instance(recorded: id, id: id, began: now))
  }

  private mutating func begin(_ job: String, by submit: ReplayKey, at now: Instant) -> Int {
    let isFirst = instanceByID[job] == nil
    guard options.identifiers == .fresh || !isFirst else {
      return add(Instance(recorded: job, id: job, began: now), submit: submit)
    }
    let entropy = Entropy(seed: options.seed)
    var number = UInt64(instances.count)
    var id = FreshIdentifier.text(like: job, number: number, entropy: entropy)
    while instanceByID[id] != nil || index.jobs[id] != nil {
      number += 1 << 32
      id = FreshIdentifier.text(like: job, number: number, entropy: entropy)
    }
    return add(Instance(recorded: job, id: id, began: now), submit: submit)
  }

  private mutating func add(_ instance: Instance, submit: ReplayKey? = nil) -> Int {
    names.add(instance.recorded, as: instance.id, submit: submit)
    instances.append(instance)
    instanceByID[instance.id] = instances.count - 1
    return instances.count - 1
  }

  private mutating func observe(_ number: Int, _ live: ReplayKey, at now: Instant) -> Answer {
    guard let key = index.recorded(live), let stream = index.stream(of: key) else { return miss(live) }
    let last = instances[number].places[key]
    var reached = instances[number].shown
    if case .recorded(let speed) = options.pace {
      reached = max(reached, (now - instances[number].began).seconds * 1_000 * speed)
    }
    // What was shown by another operation, or has passed by the clock, is not taken back.
    // Without a clock the order counts: the times of a hurried session, or of another tool, may be too coarse to tell.
    let latest = instances[number].latest
    let passed =
      options.pace == .instant
      ? stream.lastIndex { $0 <= latest } : stream.lastIndex { index.entries[$0].offset <= reached }
    var place = max(last ?? 0, passed ?? 0)
    if options.pace == .instant, let last { place = max(place, last + 1) }
    place = min(place, lastPlace(in: stream, of: number))
    instances[number].places[key] = place
    let entry = stream[place]
    if index.jobs[instances[number].recorded]?.acts.contains(entry) == true {
      instances[number].acts.insert(entry)
    }
    instances[number].shown = max(reached, index.entries[entry].offset)
    instances[number].latest = max(latest, entry)
    hits[entry] += 1
    return .entry(entry, replacements(for: number, in: entry))
  }

  /// The last answer that can be shown: what came of an act of the client's is not, before the client has acted.
  private func lastPlace(in stream: [Int], of number: Int) -> Int {
    let instance = instances[number]
    let acts = index.jobs[instance.recorded]?.acts ?? []
    guard let act = acts.first(where: { !instance.acts.contains($0) }) else { return stream.count - 1 }
    return max(0, stream.lastIndex { $0 <= act } ?? 0)
  }

  private func replacements(for number: Int, in entry: Int) -> ByteReplacements {
    guard names.areFresh else { return ByteReplacements() }
    return names.replacements(for: instances[number].id, in: index.entries[entry].answer.texts)
  }

  // MARK: Webhooks

  /// Keeps in mind whom to tell of a job.
  private mutating func watch(_ number: Int, for receiver: ReplayReceiver?, at now: Instant) {
    let webhooks = index.jobs[instances[number].recorded]?.webhooks ?? []
    guard !webhooks.isEmpty else { return }
    guard let receiver else {
      let reason = options.webhooks == .none ? "not sent, as --webhooks none says" : "nobody said where to"
      for entry in webhooks { undelivered[entry] = reason }
      return
    }
    instances[number].receiver = receiver
    instances[number].touched = now
    untold.append(number)
  }

  /// A recorded message that is due, and what it becomes.
  struct Told {
    let entry: Int
    let receiver: ReplayReceiver
    let replacements: ByteReplacements
    /// Which job of the client's it is about, and whether its id is not the recorded one.
    let instance: Int
    let isFresh: Bool
  }

  /// Takes the messages that are due, and gives the instant at which the next one is; nil when only a client brings it.
  mutating func takeTold(at now: Instant) -> (messages: [Told], next: Instant?) {
    var messages: [Told] = []
    var next: Instant?
    for number in untold {
      let webhooks = index.jobs[instances[number].recorded]?.webhooks ?? []
      for entry in webhooks where !instances[number].told.contains(entry) {
        guard let due = due(entry, of: number) else { break }
        guard due <= now else {
          next = min(next ?? due, due)
          break
        }
        messages += tell(entry, of: number)
      }
    }
    untold.removeAll { number in
      index.jobs[instances[number].recorded]?.webhooks.allSatisfy(instances[number].told.contains) != false
    }
    return (messages, next)
  }

  /// When a message is due: where the job stood when it was recorded; nil before its client has acted.
  private func due(_ entry: Int, of number: Int) -> Instant? {
    let instance = instances[number]
    let acts = index.jobs[instance.recorded]?.acts ?? []
    guard !acts.contains(where: { $0 < entry && !instance.acts.contains($0) }) else { return nil }
    let offset = index.entries[entry].offset
    switch options.pace {
    case .recorded where offset <= instance.shown: return .zero
    case .instant where entry <= instance.latest: return .zero
    case .recorded(let speed): return instance.began + .seconds(offset / 1_000 / speed)
    // A client that polls brings it on by itself; one that waits for it must not wait for ever.
    case .instant: return instance.touched + Instant.Span(nanoseconds: Limits.replayQuietNanoseconds)
    }
  }

  private mutating func tell(_ entry: Int, of number: Int) -> [Told] {
    instances[number].told.insert(entry)
    instances[number].shown = max(instances[number].shown, index.entries[entry].offset)
    instances[number].latest = max(instances[number].latest, entry)
    guard let receiver = instances[number].receiver else { return [] }
    hits[entry] += 1
    let isFresh = instances[number].id != instances[number].recorded
    let content = index.entries[entry].interaction.request.body?.keptBytes ?? []
    return [
      Told(
        entry: entry, receiver: receiver,
        replacements: names.replacements(for: instances[number].id, in: [content]),
        instance: number,
        isFresh: isFresh)
    ]
  }

  /// Notes that a message was not taken.
  mutating func note(undelivered entry: Int, _ reason: String) {
    hits[entry] = max(0, hits[entry] - 1)
    undelivered[entry] = reason
  }

  /// Notes that something recorded was asked for that somebody else answers.
  mutating func noteAsked(_ key: ReplayKey) {
    guard let stream = index.stream(of: key) else { return }
    for entry in stream { hits[entry] += 1 }
  }

  // MARK: Misses

  private mutating func miss(_ key: ReplayKey) -> Answer {
    // The provider does not know recorded jobs any more: what is missing of them is not to be had.
    if options.asksLive, key.job.map({ index.jobs[$0] == nil }) ?? true {
      liveCount += 1
      return .live
    }
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
