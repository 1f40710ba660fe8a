import StuntEngine
import StuntRecording

/// Recordings, made ready to be asked: interactions by what tells them apart, grouped into jobs.
struct ReplayIndex: Sendable {
  /// One interaction that can be answered with.
  struct Entry: Sendable {
    let key: ReplayKey
    let isWebhook: Bool
    /// Whether redaction changed the request.
    let isRedacted: Bool
    /// When the answer ended.
    let ended: RecordedTime
    /// The file, and the place in it, from 1.
    let file: File
    let number: Int
    /// Milliseconds from the job's submit to the end of the answer; 0 for what belongs to no job.
    var offset = 0.0
    /// The job that this request made.
    var made: String?

    fileprivate init(key: ReplayKey, _ outline: InteractionOutline, _ file: File, _ place: Int) {
      self.key = key
      isWebhook = outline.isWebhook
      isRedacted = outline.isRequestRedacted
      ended = outline.ended
      self.file = file
      number = place + 1
    }

    /// The interaction, read out of its file.
    var interaction: Interaction { file.interactions[number - 1] }
    /// Its answer, read out of its file.
    var answer: RecordedResponse { file.interactions.answer(number - 1) }
    /// Where it is, for messages.
    var place: String { "\(file.name) entry \(number)" }
  }

  /// A file of interactions; a class, since each of its entries names it.
  final class File: Sendable {
    let name: String
    let interactions: StoredInteractions

    init(name: String, interactions: StoredInteractions) {
      self.name = name
      self.interactions = interactions
    }
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

  /// The entries of one request, in order of time.
  private struct Stream {
    let key: ReplayKey
    /// What its operation is to a job.
    let role: Provider.Role
    var entries: [Int] = []
  }

  private(set) var entries: [Entry] = []
  /// In the order of their first entries.
  private var streams: [Stream] = []
  /// By key: the stream.
  private var numbers: [ReplayKey: Int] = [:]
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
  init(_ files: [(name: String, recording: OpenedRecording)], reader: ReplayReader) {
    entries.reserveCapacity(files.reduce(0) { $0 + $1.recording.outlines.count })
    var found = Found()
    for (name, recording) in files {
      add(recording, File(name: name, interactions: recording.interactions), reader, &found)
    }
    origins = found.origins.sorted()
    hasWebhooks = found.webhooks.contains { entries[$0].key.job != nil }
    findJobs(found, reader)
  }

  /// The entries of a request, in order of time; nil where there is none.
  func stream(of key: ReplayKey) -> [Int]? { numbers[key].map { streams[$0].entries } }

  /// What the recordings show on the way.
  private struct Found {
    /// Requests that make jobs, and the jobs that the entries themselves name.
    var submits: [(entry: Int, job: String?)] = []
    var webhooks: [Int] = []
    var origins: Set<String> = []
  }

  private mutating func add(
    _ recording: OpenedRecording, _ file: File, _ reader: ReplayReader, _ found: inout Found
  ) {
    // Polls that follow each other in the file are one request; in order of time, those of other jobs are between them.
    var known: [ObjectIdentifier: Int] = [:]
    for place in Self.inOrder(recording.outlines) {
      let outline = recording.outlines[place]
      guard !outline.isWebhook else {
        let interaction = file.interactions[place]
        let job = outline.job ?? InteractionReader(reader).read(interaction)?.job
        found.webhooks.append(entries.count)
        entries.append(Entry(key: .webhook(interaction, job), outline, file, place))
        continue
      }
      // Preflights are the browser's own, and the server answers those of today.
      guard let request = outline.asked.request, !CrossOrigin.isPreflight(request) else { continue }
      let stream: Int
      if let number = known[ObjectIdentifier(outline.asked)] {
        stream = number
      } else {
        let reading = reader.read(request, host: outline.asked.authority ?? "")
        stream = number(of: reading, isRedacted: outline.isRequestRedacted)
        known[ObjectIdentifier(outline.asked)] = stream
        note(outline.asked, reading, &found)
      }
      streams[stream].entries.append(entries.count)
      if streams[stream].role == .submit || streams[stream].role == .run {
        found.submits.append((entries.count, outline.job))
      }
      entries.append(Entry(key: streams[stream].key, outline, file, place))
    }
  }

  /// The stream of a request; a new one, perhaps.
  private mutating func number(of reading: ReplayReader.Reading, isRedacted: Bool) -> Int {
    let key = reading.key
    // Looked up once, new or not.
    func taken(_ number: inout Int) -> Int { number }
    let number = taken(&numbers[key, default: streams.count])
    if number == streams.count {
      streams.append(Stream(key: key, role: reading.role))
      if isRedacted { redacted[key.line, default: []].append(key) }
    }
    return number
  }

  private mutating func note(
    _ asked: InteractionOutline.Asked, _ reading: ReplayReader.Reading, _ found: inout Found
  ) {
    guard let authority = asked.authority else { return }
    let origin = asked.scheme + "://" + authority
    found.origins.insert(origin)
    if reading.links?.door == .path { ownOrigins.insert(origin) }
  }

  /// The places of interactions in order of time; of equal times, as they stand.
  private static func inOrder(_ outlines: [InteractionOutline]) -> [Int] {
    // Times only, since outlines are large.
    let times = outlines.indices.map { outlines[$0].started }
    let isInOrder = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    return isInOrder ? Array(times.indices) : times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
  }

  // MARK: Jobs

  /// A job is what a submit's answer names, or a later path; a submit of a job that has one made another.
  private mutating func findJobs(_ found: Found, _ reader: ReplayReader) {
    for number in streams.indices {
      guard let id = streams[number].key.job else { continue }
      jobs[id, default: Job(id: id)].streams.append(streams[number].entries)
    }
    for entry in found.webhooks {
      if let id = entries[entry].key.job { jobs[id, default: Job(id: id)].webhooks.append(entry) }
    }
    for (entry, job) in found.submits {
      guard let id = job ?? reader.job(namedBy: entries[entry]), jobs[id]?.submit == nil else { continue }
      jobs[id, default: Job(id: id)].submit = entry
      entries[entry].made = id
    }
    for number in streams.indices {
      guard let id = streams[number].key.job, let submit = jobs[id]?.submit else { continue }
      for entry in streams[number].entries { setOffset(of: entry, since: submit) }
      guard streams[number].role == .cancel || streams[number].role == .delete else { continue }
      jobs[id]?.acts += streams[number].entries
      jobs[id]?.acts.sort()
    }
    for entry in found.webhooks {
      if let id = entries[entry].key.job, let submit = jobs[id]?.submit {
        setOffset(of: entry, since: submit)
      }
    }
  }

  private mutating func setOffset(of entry: Int, since submit: Int) {
    entries[entry].offset = max(0, entries[entry].ended.milliseconds(since: entries[submit].ended))
  }
}
