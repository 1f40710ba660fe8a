import StuntCrypto
import StuntHTTP
import StuntRecording
import StuntSockets
import Synchronization

/// One exchange as it is recorded: hears each part of the answer before the client gets it.
///
/// A class, because the exchange's thread and the service share it.
final class RecordExchange: UpstreamObserver {
  /// What is known before the answer comes.
  struct Start: Sendable {
    let route: RecordRoute
    let request: RecordedRequest
    let started: RecordedTime
    /// Leads URLs of the answer to what the provider would have written.
    let leading: LinkRewriter.Leading
    /// Bodies of media from this size on are not kept.
    let standInBytesMin: Int
    /// Whether the provider asks and the client's server answers.
    var isWebhook = false
  }

  /// What became of an exchange.
  struct Outcome: Sendable {
    let interaction: Interaction
    let failure: UpstreamFailure?
  }

  private struct State {
    var head: HTTPResponseHead?
    var body = RecordedBytes()
    var isDone = false
  }

  private let start: Start
  private let state = Mutex(State())
  /// Told once, before the client hears of the end.
  private let finished: @Sendable (Outcome) -> Void

  init(_ start: Start, finished: @escaping @Sendable (Outcome) -> Void) {
    self.start = start
    self.finished = finished
  }

  func heard(_ events: [UpstreamEvent], _ times: UpstreamTimes) {
    for event in events {
      switch event {
      case .head(let head):
        let type = head.fields["Content-Type"] ?? ""
        state.withLock {
          $0.head = head
          $0.body = RecordedBytes(mediaType: type, standInBytesMin: start.standInBytesMin)
        }
      case .body(let bytes): state.withLock { $0.body.append(bytes) }
      case .end: finish(times, nil)
      case .failed(let failure): finish(times, failure)
      }
    }
  }

  /// A stream has no end that a client waits for, so it ends with the client; an answer does, and is kept whole.
  func goesOnAlone(_ times: UpstreamTimes) -> Bool {
    let isStream = state.withLock { $0.body.essence == "text/event-stream" }
    guard isStream else { return true }
    var times = times
    times.ended = MonotonicClock.system.now
    finish(times, nil)
    return false
  }

  private func finish(_ times: UpstreamTimes, _ failure: UpstreamFailure?) {
    let state = state.withLock { state in
      defer { state = State(isDone: true) }
      return state
    }
    guard !state.isDone else { return }
    finished(Outcome(interaction: interaction(state, times, failure), failure: failure))
  }

  private func interaction(
    _ state: State, _ times: UpstreamTimes, _ failure: UpstreamFailure?
  ) -> Interaction {
    func milliseconds(_ from: MonotonicInstant, _ to: MonotonicInstant) -> Double {
      Double(max(0, to.nanoseconds - from.nanoseconds) / 1_000) / 1_000
    }
    var response = RecordedResponse(status: 0)
    if failure == nil, let head = state.head { response = answer(head, state.body) }
    return Interaction(
      started: start.started, milliseconds: milliseconds(times.began, times.ended), request: start.request,
      response: response,
      timings: RecordedTimings(
        send: milliseconds(times.began, times.sent), wait: milliseconds(times.sent, times.answered),
        receive: milliseconds(times.answered, times.ended)), isWebhook: start.isWebhook)
  }

  private func answer(_ head: HTTPResponseHead, _ bytes: RecordedBytes) -> RecordedResponse {
    let leading = start.leading
    func led(_ text: String) -> String {
      String(decoding: LinkRewriter.lead(Array(text.utf8), leading), as: UTF8.self)
    }
    let fields = head.fields.filter { !RecordMessage.hopFields.contains($0.name.lowercased()) }
    var body = bytes.recorded
    if case .bytes(let bytes) = body.content, !MediaEssence.isBinary(body.essence),
      head.fields["Content-Encoding"] == nil
    {
      body.content = .bytes(LinkRewriter.lead(bytes, leading))
    }
    return RecordedResponse(
      status: head.status.code, fields: fields.map { RecordedField($0.name, led($0.value)) }, body: body,
      redirectURL: 300...399 ~= head.status.code ? led(head.fields["Location"] ?? "") : "")
  }
}

/// The content of an answer as it comes, as far as the recording keeps it.
struct RecordedBytes: Sendable {
  private let mediaType: String
  let keptMax: Int
  private var bytes: [UInt8] = []
  private var count = 0
  /// Takes the place of the bytes when they are too many.
  private var hash: SHA256?

  /// The content of a type.
  init(mediaType: String = "", standInBytesMin: Int = .max) {
    self.mediaType = mediaType
    let body = RecordedBody(mediaType: mediaType, bytes: [])
    keptMax = min(
      Limits.recordedBodyBytesMax, MediaEssence.isBinary(body.essence) ? standInBytesMin - 1 : .max)
  }

  var essence: String { RecordedBody(mediaType: mediaType, bytes: []).essence }

  mutating func append(_ more: [UInt8]) {
    count += more.count
    if hash == nil, count > keptMax {
      var begun = SHA256()
      begun.update(bytes)
      hash = begun
      bytes = []
    }
    if hash == nil { bytes += more } else { hash?.update(more) }
  }

  /// The content, or what stands in for it.
  var recorded: RecordedBody {
    guard let hash else { return RecordedBody(mediaType: mediaType, bytes: bytes) }
    return RecordedBody(
      mediaType: mediaType, content: .standIn(byteCount: count, sha256: Hexadecimal.encode(hash.finish())))
  }
}
