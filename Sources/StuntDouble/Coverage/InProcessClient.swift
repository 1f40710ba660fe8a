import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import Synchronization

/// A client of a whole service in the same process: no sockets, and time that moves only when it is told to.
struct InProcessClient: Sendable {
  let service: DoubleService
  private let door: InProcessDoor
  let provider: Provider
  private let lastLog: LastLog

  /// Keeps what was told about the last request; a class, because the service calls back.
  private final class LastLog: Sendable {
    let entry = Mutex<RequestLog?>(nil)
    /// What was sent to clients' servers since the last exchange.
    let messages = Mutex<[WebhookMessage]>([])
  }

  /// A client of a fresh service, whose jobs nobody has made yet.
  init(registry: ProviderRegistry) {
    precondition(registry.providers.count == 1, "one provider is shown at a time")
    var options = DoubleOptions()
    options.clock = .manual
    let lastLog = LastLog()
    self.lastLog = lastLog
    provider = registry.providers[0]
    // Every receiver takes every message.
    let carrier = WebhookCarrier(
      send: { message, then in
        lastLog.messages.withLock { $0.append(message) }
        then(.answered(200))
      }, wake: { _ in }, now: { InProcessDoor.beginning })
    service = DoubleService(
      registry: registry, options: options, start: InProcessDoor.beginning, carrier: carrier
    ) { log in lastLog.entry.withLock { $0 = log } }
    let span = provider.pollSpan.seconds
    door = InProcessDoor(
      service,
      time: .moved { [service] in service.advanceAll(by: .seconds(span), now: InProcessDoor.beginning) })
  }

  /// Sends a request and follows its answer to the end, moving the clock where the answer waits.
  func send(_ request: HTTPRequest) -> Exchange {
    lastLog.entry.withLock { $0 = nil }
    forgetTrails()
    var bytes: [UInt8] = []
    let disposition = door.send(request) { piece in
      bytes += piece
      return true
    }
    return exchange(request, bytes, disposition ?? .close, lastLog.entry.withLock { $0 })
  }

  /// Moves the clocks of all tenants.
  func advance(by seconds: Double) { service.advanceAll(by: .seconds(seconds), now: InProcessDoor.beginning) }

  /// What was sent to clients' servers since the last exchange.
  func takeMessages() -> [WebhookMessage] {
    lastLog.messages.withLock { messages in
      defer { messages = [] }
      return messages
    }
  }

  private func exchange(
    _ request: HTTPRequest, _ bytes: [UInt8], _ disposition: Disposition, _ log: RequestLog?
  ) -> Exchange {
    let transport: Exchange.Transport
    switch (disposition.cutAfter, disposition.ending) {
    case (0?, .reset), (nil, .reset): transport = .reset
    case (0?, _): transport = .lost
    case (_?, _): transport = .cut
    case (nil, _): transport = .whole
    }
    let sighting = sighting(log)
    return Exchange(
      answering: request.method, bytes: bytes, transport: transport, log: log, sighting: sighting,
      shown: takeTrails() + (sighting.map(provider.itemsShown(at:)) ?? []),
      messages: takeMessages())
  }

  // MARK: What was hit

  private func forgetTrails() {
    for tenant in service.tenants.all() + service.tenants.strangers {
      tenant.double.withLock { _ = $0.takeTrail() }
    }
  }

  private func takeTrails() -> [DocumentedItem] {
    (service.tenants.all() + service.tenants.strangers).flatMap { tenant in
      provider.itemsShown(on: tenant.double.withLock { $0.takeTrail() })
    }
  }

  private func sighting(_ log: RequestLog?) -> Sighting? {
    guard let slot = log?.slot, let seed = log?.tenantSeed, let tenant = service.tenants.known(seed: seed)
    else { return nil }
    return tenant.double.withLock { $0.sighting(ofSlot: slot) }
  }
}
