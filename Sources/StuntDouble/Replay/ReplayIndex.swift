import StuntEngine
import StuntRecording

/// Recordings, made ready to be asked: interactions by what tells them apart, grouped into jobs.
struct ReplayIndex: Sendable {
  /// One interaction that can be answered with.
  struct Entry: Sendable {
    let interaction: Interaction
    let key: ReplayKey
    /// The file, and the place in it, from 1.
    let file: String
    let number: Int
    /// Milliseconds from the job's submit to the end of the answer; 0 for what belongs to no job.
    var offset = 0.0
    /// The job that this request made.
    var made: String?
  }

  /// A job that was recorded.
  struct Job: Sendable {
    let id: String
    /// The submit; nil where the recording begins later.
    var submit: Int?
    /// By operation and query: the entries about it, in order of time.
    var streams: [[Int]] = []
    /// The messages about it to its client's server, in order of time.
    var webhooks: [Int] = []
    /// What its client did to it, such as to cancel it: nothing after that is shown before that was done again.
    var acts: [Int] = []
  }

  private(set) var entries: [Entry] = []
  /// By key: entries in order of time.
  private(set) var streams: [ReplayKey: [Int]] = [:]
  /// Requests that redaction changed, by their lines: stand-ins in them fit anything.
  private(set) var redacted: [String: [ReplayKey]] = [:]
  private(set) var jobs: [String: Job] = [:]
  /// The origins (`scheme://authority`) that requests were sent to.
  private(set) var origins: [String] = []
  /// Those of them that were a double's own address, whose paths are local ones.
  private(set) var ownOrigins: Set<String> = []

  /// Whether there is anything to tell a client's server.
  private(set) var hasWebhooks = false

  /// The index of recordings.
  ///
  /// - Parameter files: Each with the name that messages call it by.
  init(_ files: [(name: String, recording: Recording)], reader: ReplayReader) {
    var roles: [Provider.Role] = []
    var origins: Set<String> = []
    for (name, recording) in files {
      for number in Self.inOrder(recording.interactions) {
        let interaction = recording.interactions[number]
        guard !interaction.isWebhook else {
          let job = interaction.job ?? InteractionReader(reader).read(interaction)?.job
          entries.append(
            Entry(interaction: interaction, key: .webhook(interaction, job), file: name, number: number + 1))
          roles.append(.other)
          continue
        }
        guard let request = interaction.request.httpRequest else { continue }
        let parts = URLParts(interaction.request.url)
        let reading = reader.read(request, host: parts.authority ?? "")
        if let authority = parts.authority {
          origins.insert(parts.scheme + "://" + authority)
          if reading.links?.door == .path { ownOrigins.insert(parts.scheme + "://" + authority) }
        }
        entries.append(Entry(interaction: interaction, key: reading.key, file: name, number: number + 1))
        roles.append(reading.role)
      }
    }
    self.origins = origins.sorted()
    findJobs(roles, reader)
    for index in entries.indices {
      guard entries[index].interaction.isWebhook else {
        let key = entries[index].key
        let isNew = streams[key] == nil
        streams[key, default: []].append(index)
        if isNew, Self.isRedacted(entries[index].interaction) { redacted[key.line, default: []].append(key) }
        continue
      }
      if let job = entries[index].key.job { jobs[job]?.webhooks.append(index) }
    }
    hasWebhooks = jobs.values.contains { !$0.webhooks.isEmpty }
    groupStreams()
  }

  /// Whether what tells a request from others was replaced: fields do not.
  private static func isRedacted(_ interaction: Interaction) -> Bool {
    interaction.redacted.contains { $0.hasPrefix("request URL") || $0.hasPrefix("request body") }
  }

  /// The places of interactions in order of time; of equal times, as they stand.
  ///
  /// Places, since interactions are large, and copying each of them many times took a tenth of the load.
  private static func inOrder(_ interactions: [Interaction]) -> [Int] {
    let isInOrder = zip(interactions, interactions.dropFirst()).allSatisfy { $0.started <= $1.started }
    if isInOrder { return Array(interactions.indices) }
    let times = interactions.map(\.started)
    return times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
  }

  // MARK: Jobs

  /// A job is what a submit's answer names, or a later path; a submit of a job that has one made another.
  private mutating func findJobs(_ roles: [Provider.Role], _ reader: ReplayReader) {
    for entry in entries {
      if let id = entry.key.job, jobs[id] == nil { jobs[id] = Job(id: id) }
    }
    for index in entries.indices where roles[index] == .submit || roles[index] == .run {
      guard let id = entries[index].interaction.job ?? reader.job(namedBy: entries[index]),
        jobs[id]?.submit == nil
      else { continue }
      jobs[id, default: Job(id: id)].submit = index
      entries[index].made = id
    }
    for index in entries.indices {
      guard let id = entries[index].key.job, let submit = jobs[id]?.submit else { continue }
      let start = entries[submit].interaction.ended
      entries[index].offset = max(0, entries[index].interaction.ended.milliseconds(since: start))
      if roles[index] == .cancel || roles[index] == .delete { jobs[id]?.acts.append(index) }
    }
  }

  private mutating func groupStreams() {
    for (key, stream) in streams {
      if let id = key.job { jobs[id]?.streams.append(stream) }
    }
    for id in jobs.keys { jobs[id]?.streams.sort { $0[0] < $1[0] } }
  }
}
