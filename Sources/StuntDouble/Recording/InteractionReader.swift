package import StuntContract
import StuntEngine
import StuntJSON
package import StuntProviders
package import StuntRecording
import StuntSockets
import Synchronization

/// Knows by the providers' contracts what recorded exchanges are about: operation, job and phase.
package struct InteractionReader: Sendable {
  let reader: ReplayReader
  private let phases: PhaseReaders

  /// A reader for the providers of a registry.
  package init(registry: ProviderRegistry) {
    var options = DoubleOptions()
    options.deliversWebhooks = false
    let service = DoubleService(
      registry: registry, options: options, start: MonotonicInstant(nanoseconds: 0))
    self.init(ReplayReader(service: service))
  }

  /// A reader beside another one.
  init(_ reader: ReplayReader) {
    self.reader = reader
    phases = PhaseReaders(reader.service.registry)
  }

  /// What the contracts know of an exchange.
  package struct Reading: Sendable {
    /// The provider's name.
    package let provider: String
    /// The operation's id; nil for a message that the provider sent by itself.
    package let operation: String?
    /// The job's id as it stands in the messages; nil where they are about none.
    package let job: String?
    /// The phase that the answer, or the message, tells; nil where it tells none.
    package let phase: RecordedPhase?
    /// What the contract says of a message that the provider sent by itself.
    package var promise: Contract.Webhook?
  }

  /// What the contracts know of an exchange; nil for traffic that no contract knows.
  package func read(_ interaction: Interaction) -> Reading? {
    guard !interaction.isWebhook else { return readWebhook(interaction) }
    guard let request = interaction.request.httpRequest else { return nil }
    let host = URLParts(interaction.request.url).authority ?? ""
    let reading = reader.read(request, host: host)
    guard let operation = reading.key.operation else { return nil }
    var job = interaction.job ?? reading.key.job
    if job == nil, reading.role == .submit || reading.role == .run {
      job = reader.job(namedBy: interaction.response, of: operation)
    }
    let provider = reader.service.registry.providers[operation.provider]
    let phase = phases.reader(of: operation).phase(
      status: interaction.response.status, body: interaction.response.body.keptBytes ?? [])
    return Reading(
      provider: provider.name, operation: provider.contract.operations[operation.index].id, job: job,
      phase: job == nil ? nil : phase.flatMap { RecordedPhase(rawValue: $0.name) })
  }

  /// The exchange with operation, job and phase, where it does not have them yet and a contract knows them.
  package func filled(_ interaction: Interaction) -> Interaction {
    guard let reading = read(interaction) else { return interaction }
    var filled = interaction
    filled.operation = interaction.operation ?? reading.operation
    filled.job = interaction.job ?? reading.job
    filled.phase = interaction.phase ?? reading.phase
    return filled
  }

  /// A message that a provider sent by itself; whose it is tells the form of its body.
  private func readWebhook(_ interaction: Interaction) -> Reading? {
    guard let bytes = interaction.request.body?.keptBytes, let document = try? JSONDocument(parsing: bytes)
    else {
      return nil
    }
    let providers = reader.service.registry.providers
    var best: (provider: Int, message: PhaseReader.Message)?
    for index in providers.indices {
      guard let message = phases.webhooks[index].message(document.root),
        message.score > best?.message.score ?? .min
      else { continue }
      best = (index, message)
    }
    guard let best else { return nil }
    let phase = phases.webhooks[best.provider].phase(status: 200, body: bytes)
    return Reading(
      provider: providers[best.provider].name, operation: nil, job: interaction.job ?? best.message.job,
      phase: phase.flatMap { RecordedPhase(rawValue: $0.name) }, promise: best.message.promise)
  }
}

/// The readers of operations' answers, each made when it is first asked for.
///
/// A class, because all copies of a reader share them.
private final class PhaseReaders: Sendable {
  let webhooks: [PhaseReader]
  private let registry: ProviderRegistry
  private let known = Mutex<[ReplayKey.Operation: PhaseReader]>([:])

  init(_ registry: ProviderRegistry) {
    self.registry = registry
    webhooks = registry.providers.map { PhaseReader(webhooksOf: $0) }
  }

  func reader(of operation: ReplayKey.Operation) -> PhaseReader {
    known.withLock { known in
      if let reader = known[operation] { return reader }
      let reader = PhaseReader(registry.providers[operation.provider], operation: operation.index)
      known[operation] = reader
      return reader
    }
  }
}
