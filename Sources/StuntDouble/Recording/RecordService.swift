import StuntEngine
package import StuntHTTP
import StuntJSON
package import StuntProviders
package import StuntRecording
package import StuntSockets
import Synchronization

/// Hands requests on to the real provider, its answers back, and both to a recording: a reverse proxy over a double's doors.
///
/// The way of a request: `route` finds where it goes, `RecordMessage` makes what is sent, `UpstreamClient` sends it, the
/// exchange hears each part of the answer and keeps it, and `RecordAnswer` writes it to the client.
///
/// A class, because the loops of a listener share it.
package final class RecordService: Service {
  private let router: RecordRouter
  private let links: RecordLinks
  let webhooks: RecordWebhooks
  private let options: RecordOptions
  private let keeping: Keeping
  private let client: UpstreamClient
  private let log: (@Sendable (RecordLog) -> Void)?
  private let going = Mutex(Going())
  private let wake = Mutex<(@Sendable () -> Void)?>(nil)

  /// Answers under way, by the token that the rim keeps.
  private struct Going {
    var answers: [UInt64: (call: UpstreamCall, answer: RecordAnswer)] = [:]
    var next: UInt64 = 1
  }

  /// What is done with a finished exchange.
  package typealias Keeping = @Sendable (Interaction) throws(RecordingFileError) -> Void

  /// A service that records.
  ///
  /// - Parameter log: Called after each exchange, on the thread that ended it.
  package convenience init(
    registry: ProviderRegistry, options: RecordOptions, recorder: SessionRecorder,
    client: UpstreamClient = UpstreamClient(), log: (@Sendable (RecordLog) -> Void)? = nil
  ) {
    self.init(registry: registry, options: options, client: client, log: log) {
      (interaction) throws(RecordingFileError) in try recorder.record(interaction)
    }
  }

  /// A service that gives finished exchanges to somebody.
  package init(
    registry: ProviderRegistry, options: RecordOptions, client: UpstreamClient = UpstreamClient(),
    log: (@Sendable (RecordLog) -> Void)? = nil, keeping: @escaping Keeping
  ) {
    var silent = DoubleOptions()
    silent.deliversWebhooks = false
    let reader = ReplayReader(
      service: DoubleService(registry: registry, options: silent, start: MonotonicClock.system.now))
    router = RecordRouter(reader: reader)
    links = RecordLinks(router, upstream: options.upstream)
    webhooks = RecordWebhooks(
      reader, publicURL: options.publicURL, upstream: options.upstream, fixed: options.webhookURL)
    self.options = options
    self.keeping = keeping
    self.client = client
    self.log = log
  }

  /// Has `wake` called whenever a part of an answer came: it is to have the rim ask for the answers that wait.
  package func whenReady(_ wake: @escaping @Sendable () -> Void) {
    self.wake.withLock { $0 = wake }
  }

  /// Gives up what is under way, and waits for its threads; to be called when nobody listens any more.
  package func stop() { client.stop() }

  package func respond(
    to request: HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    if request.pathText == "/_stunt/health" {
      return write(ControlAnswer.reply(.object(["status": .string("ok")])), request, &output)
    }
    if let target = webhooks.target(of: request.pathText) {
      return deliver(request, to: target, into: &output)
    }
    guard let route = router.route(request) else {
      return complain(
        .unknownDoor(
          method: request.methodText, path: request.pathText, doors: router.doors.map(\.path).sorted()),
        request, &output)
    }
    guard options.allowsSpend || !route.mayCost(request.method) else {
      return complain(.notAllowed(method: request.methodText, url: route.url), request, &output)
    }
    return forward(request, route, into: &output)
  }

  /// Hands a client's request on to the provider.
  private func forward(
    _ request: HTTPRequest, _ route: RecordRoute, into output: inout OutputBuffer
  ) -> Disposition {
    let authority = request.authorityText ?? ""
    let message = RecordMessage(
      request, route, upstream: options.upstream, links: links,
      webhook: webhooks.leading(request, route, authority: authority),
      registry: router.reader.service.registry)
    let start = RecordExchange.Start(
      route: route, request: recorded(request, route, message), started: now, leading: links.toFile(route),
      standInBytesMin: options.standInBytesMin ?? .max)
    let place = route.provider == nil ? nil : options.upstream?.place
    return begin(
      request, message, start, at: place, leading: links.toClient(route, authority: authority), into: &output)
  }

  /// Hands a provider's message on to the client's server, to the letter, since it may be signed.
  private func deliver(
    _ request: HTTPRequest, to target: String, into output: inout OutputBuffer
  ) -> Disposition {
    guard let url = WebhookURL(target) else {
      return complain(.unknownWebhook(path: request.pathText), request, &output)
    }
    let route = RecordRoute(
      origin: (url.isSecure ? "https://" : "http://") + url.authority, target: url.target, provider: nil,
      role: nil, leadsLinks: false)
    let message = RecordMessage(
      request, route, upstream: nil, links: links, registry: router.reader.service.registry)
    let leading = links.toFile(route)
    var kept = recorded(request, route, message)
    if case .bytes(let bytes)? = kept.body?.content {
      kept.body?.content = .bytes(LinkRewriter.lead(bytes, leading))
    }
    let start = RecordExchange.Start(
      route: route, request: kept, started: now, leading: leading, standInBytesMin: .max, isWebhook: true)
    return begin(request, message, start, at: nil, leading: nil, into: &output)
  }

  private var now: RecordedTime { RecordedTime(microsecondsSince1970: options.unixMicroseconds()) }

  private func begin(
    _ request: HTTPRequest, _ message: RecordMessage, _ start: RecordExchange.Start,
    at place: UpstreamRequest.Place?, leading: LinkRewriter.Leading?, into output: inout OutputBuffer
  ) -> Disposition {
    let url = start.route.url
    guard let place = place ?? RecordUpstream(start.route.origin)?.place else {
      return complain(
        .unknownDoor(method: request.methodText, path: request.pathText, doors: []), request, &output)
    }
    let exchange = RecordExchange(start) { [self] outcome in keep(outcome, request) }
    let call: UpstreamCall
    do throws(UpstreamFailure) {
      call = try client.send(
        UpstreamRequest(to: place, method: request.method, bytes: message.bytes), observer: exchange
      ) { [self] in
        wake.withLock { $0 }?()
      }
    } catch { return complain(.upstream(url: url, error), request, &output) }
    let answer = RecordAnswer(to: request, url: url, leading: leading)
    let token = going.withLock { going in
      defer { going.next += 1 }
      going.answers[going.next] = (call, answer)
      return going.next
    }
    return .resume(token, at: .never)
  }

  private func recorded(
    _ request: HTTPRequest, _ route: RecordRoute, _ message: RecordMessage
  ) -> RecordedRequest {
    let type = request.contentType.map { String(decoding: $0, as: UTF8.self) } ?? ""
    return RecordedRequest(
      method: request.methodText, url: route.url,
      fields: message.fields.map { RecordedField($0.name, $0.value) },
      body: message.body.isEmpty ? nil : RecordedBody(mediaType: type, bytes: message.body))
  }

  /// Keeps a finished exchange, before the client hears of its end.
  private func keep(_ outcome: RecordExchange.Outcome, _ request: HTTPRequest) {
    var complaint = outcome.failure.map { "\($0)" }
    if outcome.interaction.response.fields["Content-Encoding"] != nil {
      complaint = "the answer came packed although nobody asked for that: it cannot be replayed"
    }
    // Who gave up has seen nothing that could be replayed.
    if outcome.failure != .cancelled {
      do throws(RecordingFileError) { try keeping(outcome.interaction) } catch {
        complaint = "not recorded: \(error)"
      }
    }
    log?(
      RecordLog(
        method: request.methodText, target: request.targetText, url: outcome.interaction.request.url,
        status: outcome.interaction.response.status, milliseconds: outcome.interaction.milliseconds,
        complaint: complaint))
  }

  package func resume(
    _ token: UInt64, connection: ConnectionInfo, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    // Taken out while it writes, so that its buffers are not copied.
    guard var entry = going.withLock({ $0.answers.removeValue(forKey: token) }) else { return .close }
    if let disposition = entry.answer.take(entry.call.take(), into: &output) { return disposition }
    let (call, answer) = entry
    going.withLock { $0.answers[token] = (call, answer) }
    return .resume(token, at: .never)
  }

  package func abandon(_ token: UInt64) {
    going.withLock { $0.answers.removeValue(forKey: token) }?.call.cancel()
  }

  package func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    ReplyWriter.append(rejection: error, to: &output)
  }

  // MARK: The recorder's own answers

  private func complain(
    _ complaint: RecordComplaint, _ request: HTTPRequest, _ output: inout OutputBuffer
  ) -> Disposition {
    log?(
      RecordLog(
        method: request.methodText, target: request.targetText, url: nil, status: complaint.status,
        milliseconds: 0, complaint: complaint.detail))
    return write(complaint.reply, request, &output)
  }

  private func write(
    _ reply: Reply, _ request: HTTPRequest, _ output: inout OutputBuffer
  ) -> Disposition {
    ReplyWriter.append(reply, answering: request, files: router.reader.service.files, to: &output)
    return .done
  }
}
