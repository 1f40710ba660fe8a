import StuntContract
import StuntEngine
package import StuntHTTP
import StuntJSON
package import StuntProviders
package import StuntRecording
package import StuntSockets
import Synchronization

/// Answers clients from recordings, over the doors of a double.
///
/// A class, because the loops of a listener share it.
package final class ReplayService: Service {
  let replayer: Mutex<Replayer>
  let reader: ReplayReader
  let origins: ReplayOrigins
  let start: MonotonicInstant
  /// Who tells clients' servers what was recorded as told; nil for nobody.
  let carrier: WebhookCarrier?
  let webhooks: ReplayOptions.Webhooks
  /// Whether there is anything to tell, and somebody who may.
  let sendsWebhooks: Bool
  /// Answers what nothing recorded answers; nil to complain about it.
  private let double: DoubleService?
  /// Asks the provider instead; nil for nobody, who then has no way to a network.
  private let live: (any Service)?
  let log: (@Sendable (ReplayLog) -> Void)?

  /// One request, for whoever looks on.
  package struct ReplayLog: Sendable {
    package let method: String
    package let target: String
    package let status: Int
    /// The recorded entry; nil where nothing recorded answered.
    package let entry: String?
    /// What is wrong, in one sentence.
    package let complaint: String?
  }

  /// A service for recordings.
  ///
  /// - Parameters:
  ///   - files: The recordings, each with the name that messages call it by.
  ///   - start: The rim's instant now.
  ///   - answersMisses: Whether a double answers what nothing recorded answers.
  ///   - live: Who asks the provider what nothing recorded answers.
  ///   - carrier: Who tells clients' servers; nil for nobody.
  ///   - log: Called on a loop's thread after each request.
  package init(
    _ files: [(name: String, recording: OpenedRecording)], registry: ProviderRegistry, options: ReplayOptions,
    start: MonotonicInstant, answersMisses: Bool = false, live: (any Service)? = nil,
    carrier: WebhookCarrier? = nil,
    log: (@Sendable (ReplayLog) -> Void)? = nil
  ) {
    var doubleOptions = DoubleOptions()
    doubleOptions.clock = .auto
    doubleOptions.seed = options.seed
    doubleOptions.deliversWebhooks = false
    let service = DoubleService(registry: registry, options: doubleOptions, start: start)
    reader = ReplayReader(service: service)
    let index = ReplayIndex(files, reader: reader)
    origins = ReplayOrigins(index, registry: registry)
    var options = options
    options.asksLive = live != nil
    replayer = Mutex(Replayer(index: index, reader: reader, options: options))
    double = answersMisses ? service : nil
    self.live = live
    self.start = start
    self.log = log
    self.carrier = carrier
    webhooks = options.webhooks
    sendsWebhooks = carrier != nil && options.webhooks != .none && index.hasWebhooks
  }

  /// What became of everything so far.
  package var verdict: ReplayVerdict { replayer.withLock { $0.verdict } }

  package func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    let rim = Instant(nanoseconds: now.nanoseconds - start.nanoseconds)
    let path = request.pathText
    let reading: ReplayReader.Reading
    if path.hasPrefix(ReplayReader.hostDoor) {
      guard let stray = hostDoor(request, path) else {
        return complain(unknownPath(request), request, &output)
      }
      reading = stray
    } else if ControlRequest.isControl(request) {
      return control(request, path, connection, now, &output)
    } else {
      reading = reader.read(request, host: request.authorityText ?? "")
    }
    if asksForKeys(reading) {
      replayer.withLock { $0.noteAsked(reading.key) }
      tell(request, 200, nil, "answered by the double, whose own keys sign")
      return reader.service.respond(to: request, connection: connection, now: now, into: &output)
    }
    let receiver = receiver(reading, request, at: rim)
    defer { lookAtReceivers(now: now) }
    let forms = origins.recordedForms(of: reading.key, authority: request.authorityText ?? "")
    let (answer, entry) = replayer.withLock { replayer in
      let key = forms.first { replayer.knows($0) } ?? forms.first ?? reading.key
      let answer = replayer.answer(key, at: rim, receiver: receiver)
      guard case .entry(let number, _) = answer else { return (answer, ReplayIndex.Entry?.none) }
      return (answer, replayer.index.entries[number])
    }
    switch (answer, entry) {
    case (.entry(_, var replacements), let entry?):
      if reading.links?.door != .host {
        origins.add(to: &replacements, authority: request.authorityText ?? "")
      }
      return write(entry, replacements, request, &output)
    case (.live, _):
      guard let live else { preconditionFailure("without somebody to ask, no request is live") }
      return live.respond(to: request, connection: connection, now: now, into: &output)
    case (.miss(let miss), _):
      guard let double else {
        tell(request, 404, nil, miss.description)
        return complain(.unrecorded(miss.description), request, &output)
      }
      tell(request, 0, nil, "answered by the double: \(miss)")
      return double.respond(to: request, connection: connection, now: now, into: &output)
    case (.entry, nil): preconditionFailure("an entry was found")
    }
  }

  package func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    (live ?? double)?.resume(token, connection: connection, now: now, into: &output) ?? .close
  }

  package func abandon(_ token: UInt64) { (live ?? double)?.abandon(token) }

  package func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    ReplyWriter.append(rejection: error, to: &output)
  }

  // MARK: Answers

  /// Fields of the recorded connection, or of a coding that was undone: the writer adds its own.
  private static let droppedFields: Set = [
    "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "date", "trailer",
    "upgrade", "proxy-connection", "alt-svc", "strict-transport-security", "stunt-diagnostic",
  ]

  private func write(
    _ entry: ReplayIndex.Entry, _ replacements: ByteReplacements, _ request: HTTPRequest,
    _ output: inout OutputBuffer
  ) -> Disposition {
    let recorded = entry.answer
    let place = entry.place
    guard recorded.status > 0 else {
      tell(request, 0, place, "the recorded connection broke")
      return .reset
    }
    var reply = Reply(status: recorded.status)
    reply.unixSeconds = entry.ended.microsecondsSince1970 / 1_000_000
    let isPart =
      recorded.status == 200 && (request.fields.contains("range") || request.fields.contains("if-none-match"))
    var lines: [UInt8] = []
    for field in recorded.fields.httpFields {
      let name = field.name.lowercased()
      if Self.droppedFields.contains(name) { continue }
      if isPart, ["content-type", "etag", "accept-ranges", "content-range"].contains(name) { continue }
      lines += "\(field.name): \(field.value)\r\n".utf8
    }
    reply.fieldLines += replacements.applied(to: lines)
    let isText = !MediaEssence.isBinary(recorded.body.essence)
    let bytes = recorded.body.bytes ?? []
    let body = isText ? replacements.applied(to: bytes) : bytes
    if isPart {
      ReplyWriter.append(
        file: body, tag: recorded.fields["etag"]?.filter { $0 != "\"" } ?? "recorded",
        recorded.body.mediaType, reply,
        answering: request, to: &output)
    } else {
      reply.body = .bytes(body)
      ReplyWriter.append(reply, answering: request, files: reader.service.files, to: &output)
    }
    tell(request, recorded.status, place, nil)
    return .done
  }

  private func complain(
    _ complaint: Complaint, _ request: HTTPRequest, _ output: inout OutputBuffer
  ) -> Disposition {
    ReplyWriter.append(complaint.reply, answering: request, files: reader.service.files, to: &output)
    return .done
  }

  private func unknownPath(_ request: HTTPRequest) -> Complaint {
    .unknownPath(method: request.methodText, path: request.pathText, closest: [])
  }

  /// Tells the log about a request.
  func tell(_ request: HTTPRequest, _ status: Int, _ entry: String?, _ complaint: String?) {
    log?(
      ReplayLog(
        method: request.methodText, target: request.targetText, status: status, entry: entry,
        complaint: complaint))
  }

  // MARK: Paths of our own

  /// `/_stunt/host/https/cdn.example.com/path`: a host that no contract knows.
  private func hostDoor(_ request: HTTPRequest, _ path: String) -> ReplayReader.Reading? {
    let rest = path.dropFirst(ReplayReader.hostDoor.count)
    let parts = rest.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts[1].isEmpty else { return nil }
    let target = "/" + (parts.count == 3 ? parts[2] : "") + (request.queryText.map { "?" + $0 } ?? "")
    guard let led = try? request.retargeted(to: Array(target.utf8)) else { return nil }
    return reader.readStray(led, host: String(parts[1]))
  }

  private func control(
    _ request: HTTPRequest, _ path: String, _ connection: ConnectionInfo, _ now: MonotonicInstant,
    _ output: inout OutputBuffer
  ) -> Disposition {
    let reply: Reply
    switch (request.method, path) {
    case (.get, "/_stunt/webhooks"), (.post, "/_stunt/webhooks"):
      return reader.service.respond(to: request, connection: connection, now: now, into: &output)
    case (.get, "/_stunt/health"): reply = ControlAnswer.reply(.object(["status": .string("ok")]))
    case (.get, "/_stunt/replay"): reply = ControlAnswer.reply(verdict.json)
    case (.post, "/_stunt/reset"):
      replayer.withLock { $0.reset() }
      reply = ControlAnswer.reply(verdict.json)
    default:
      return complain(
        .unknownPath(
          method: request.methodText, path: path,
          closest: [
            "GET /_stunt/health", "GET /_stunt/replay", "POST /_stunt/reset", "GET /_stunt/webhooks",
            "POST /_stunt/webhooks",
          ]), request, &output)
    }
    ReplyWriter.append(reply, answering: request, files: reader.service.files, to: &output)
    return .done
  }
}

/// Which contents are no text, so that nothing is replaced in them.
enum MediaEssence {
  static func isBinary(_ essence: String) -> Bool {
    essence.hasPrefix("video/") || essence.hasPrefix("audio/") || essence.hasPrefix("image/")
      || essence == "application/octet-stream"
  }
}
