import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntRecording
import Synchronization

/// Plays a session at the provider's own hosts, in the double's time, and keeps the exchanges as a recorder would see them.
struct SessionPlayer {
  private let session: RecordedSession
  private let client: InProcessClient
  private let epoch: RecordedTime
  private var variables = ExerciseVariables()
  private var interactions: [Interaction] = []

  /// The exchanges of a session.
  static func interactions(
    of session: RecordedSession, registry: ProviderRegistry
  ) throws(DocumentError) -> [Interaction] {
    var player = SessionPlayer(session, registry: registry)
    for step in session.exercise.steps { try player.play(step) }
    return player.interactions
  }

  private init(_ session: RecordedSession, registry: ProviderRegistry) {
    self.session = session
    client = InProcessClient(registry: registry)
    epoch = RecordedTime(microsecondsSince1970: DoubleOptions.fixedEpochSeconds * 1_000_000)
  }

  private mutating func play(_ step: DocumentNode) throws(DocumentError) {
    if let advance = step.optional("advance") {
      let seconds = try variables.value(of: advance).number?.double ?? -1
      guard (0...StuntEngine.Limits.advanceSecondsMax).contains(seconds) else {
        throw advance.expected("a number of seconds")
      }
      self.advance(by: seconds)
      return
    }
    var builder = ExerciseRequest(
      provider: client.provider, exercise: session.exercise, variables: variables)
    let line = try step.optional("request").map(variables.text) ?? ""
    let isControl = line.split(separator: " ").last?.hasPrefix("/_stunt/") == true
    builder.isAtHost = !isControl
    let request = try builder.request(step)
    let expectation = ExerciseExpectation(node: try step.required("expect"), variables: variables)
    let times = try step.optional("repeat")?.integer(in: 1...Limits.exerciseRepeatsMax) ?? 1
    let most = try step.optional("atMost")?.integer(in: 1...Limits.exerciseRepeatsMax)
    var exchange = try send(request, step, isKept: !isControl)
    for _ in 1..<(most ?? times) {
      if most != nil, try expectation.disagreement(with: exchange) == nil { break }
      advance(by: client.provider.pollSpan.seconds)
      exchange = try send(request, step, isKept: !isControl)
    }
    if let disagreement = try expectation.disagreement(with: exchange) { throw disagreement }
    try ExercisePlayer.capture(step, exchange, &variables)
  }

  // MARK: Time

  /// The double's time, in milliseconds: that of the tenant that was there first, since a later one begins at 0.
  private var milliseconds: Double {
    let times = client.service.tenants.all().map { tenant in
      tenant.double.withLock { $0.clock.now(at: .zero) }
    }
    return ((times.max() ?? .zero) - .zero).seconds * 1_000
  }

  /// Moves time on, no more than a second at once, so that messages are dated when they were sent.
  private mutating func advance(by seconds: Double) {
    var rest = seconds
    while rest > 0 {
      client.advance(by: min(rest, 1))
      rest -= 1
      keep(client.takeMessages())
    }
  }

  // MARK: Exchanges

  private mutating func send(
    _ request: HTTPRequest, _ step: DocumentNode, isKept: Bool
  ) throws(DocumentError) -> Exchange {
    let before = milliseconds
    let exchange = client.send(request)
    if let complaint = exchange.complaint, step.optional("expect")?.optional("complaint") == nil {
      throw step.error(.contradiction("the double itself complains (\(complaint)): \(exchange.summary)"))
    }
    guard exchange.transport != .cut else {
      throw step.error(.contradiction("a body that is cut cannot be kept; take another scenario"))
    }
    if isKept { interactions.append(interaction(request, exchange, before: before)) }
    keep(exchange.messages)
    return exchange
  }

  private func interaction(_ request: HTTPRequest, _ exchange: Exchange, before: Double) -> Interaction {
    let type = request.contentType.map { String(decoding: $0, as: UTF8.self) } ?? ""
    let isAnswered = exchange.transport == .whole
    let operations = client.provider.contract.operations
    var interaction = Interaction(
      started: epoch.advanced(byMilliseconds: before), milliseconds: milliseconds - before,
      request: RecordedRequest(
        method: request.methodText, url: request.targetText,
        fields: Self.recorded(request).filter { !$0.isNamed("Stunt-Scenario") },
        body: request.body.isEmpty ? nil : RecordedBody(mediaType: type, bytes: request.body)),
      response: RecordedResponse(
        status: isAnswered ? exchange.status : 0, fields: isAnswered ? fields(of: exchange) : [],
        body: RecordedBody(
          mediaType: exchange.fields["Content-Type"] ?? "", bytes: isAnswered ? exchange.body : [])))
    interaction.operation = exchange.call.map { operations[$0.endpoint.operation].id }
    interaction.job = exchange.job
    // An answer that is an error tells nothing of a job that goes on.
    let phase = exchange.sighting.flatMap { RecordedPhase(rawValue: $0.phase.name) }
    if let phase, exchange.status < 400 || phase.isTerminal { interaction.phase = phase }
    return interaction
  }

  /// The messages to the client's server, at the time that it is now.
  private mutating func keep(_ messages: [WebhookMessage]) {
    for message in messages {
      let told = job(of: message)
      interactions.append(
        Interaction(
          started: epoch.advanced(byMilliseconds: milliseconds), milliseconds: 0,
          request: RecordedRequest(
            method: "POST", url: message.url.text, fields: Self.fields(of: message),
            body: RecordedBody(mediaType: "application/json", bytes: message.body)),
          response: RecordedResponse(status: 200), operation: message.webhook, job: told?.id,
          phase: told.flatMap { RecordedPhase(rawValue: $0.phase.name) }, isWebhook: true))
    }
  }

  /// The job that a message tells of.
  private func job(of message: WebhookMessage) -> (id: String, phase: Phase)? {
    for tenant in client.service.tenants.all() {
      let told = tenant.double.withLock { double -> (id: String, phase: Phase)? in
        let delivery = double.webhookDeliveries.last {
          $0.number == message.delivery && $0.body == message.body
        }
        guard let slot = delivery?.slot else { return nil }
        return (
          String(decoding: double.identifierText(ofSlot: slot), as: UTF8.self),
          double.sighting(ofSlot: slot).phase
        )
      }
      if let told { return told }
    }
    return nil
  }

  private static func fields(of message: WebhookMessage) -> [RecordedField] {
    let lines = String(decoding: message.fieldLines, as: UTF8.self).split(separator: "\r\n")
    return [RecordedField("Host", message.url.authority)]
      + lines.compactMap { line in
        line.firstRange(of: ": ").map {
          RecordedField(String(line[..<$0.lowerBound]), String(line[$0.upperBound...]))
        }
      }
  }

  /// The fields of an answer, dated by the session's time: that of a tenant who came late is another.
  private func fields(of exchange: Exchange) -> [RecordedField] {
    let seconds = Int(DoubleOptions.fixedEpochSeconds) + Int(milliseconds / 1_000)
    return exchange.fields.map { field in
      let isDate = field.name.lowercased() == "date"
      return RecordedField(field.name, isDate ? "\(HTTPDate(secondsSince1970: seconds))" : field.value)
    }
  }

  private static func recorded(_ request: HTTPRequest) -> [RecordedField] {
    (0..<request.fields.count).map { number in
      let line = request.fields[lineAt: number]
      return RecordedField(
        String(decoding: line.name, as: UTF8.self), String(decoding: line.value, as: UTF8.self))
    }
  }
}
