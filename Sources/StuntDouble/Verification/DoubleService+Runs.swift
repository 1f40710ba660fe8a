package import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import Synchronization

// What the clients of a server did, as rules are judged by.
extension DoubleService {
  /// One run for each tenant that a client has called, in the order of provider and key.
  ///
  /// - Parameters:
  ///   - key: Of this key only; nil for all.
  ///   - limit: Exchanges of each tenant, the last ones.
  package func clientRuns(key: ArraySlice<UInt8>? = nil, limit: Int = .max) -> [ClientRun] {
    var runs = tenants.all(key: key).compactMap { run(of: $0, limit: limit) }
    addStrays(to: &runs, key: key)
    for index in runs.indices { runs[index].number() }
    return runs
  }

  private func run(of tenant: Tenant, limit: Int) -> ClientRun? {
    let (journal, jobs, deliveries) = tenant.double.withLock { double in
      (
        double.journal, double.jobReports(limit: Limits.controlEntriesMax), double.webhookDeliveries
      )
    }
    guard journal.count > 0 else { return nil }
    let entries = journal.entries.suffix(limit)
    var run = ClientRun(provider: registry.providers[tenant.provider])
    run.key = String(decoding: tenant.key, as: UTF8.self)
    run.droppedCount = journal.count - entries.count
    run.exchanges = entries.map(exchange)
    run.jobs = jobs.map { job in
      ClientRun.Job(
        slot: job.slot, id: String(decoding: job.id, as: UTF8.self), phase: job.phase, isBilled: job.isBilled,
        failureTexts: job.failureTexts)
    }
    run.deliveries = deliveries.flatMap(attempts).sorted { $0.arrival < $1.arrival }
    return run
  }

  private func exchange(_ entry: Journal.Entry) -> ClientRun.Exchange {
    let sent = SentAnswer(entry, files: files)
    var exchange = ClientRun.Exchange(
      number: entry.number, arrival: sinceStart(entry.arrival), instant: entry.instant,
      request: entry.request, call: entry.call, status: sent.status)
    exchange.origin = origin(of: entry.request)
    exchange.slot = entry.slot
    exchange.makesJob = entry.makesJob
    exchange.phase = entry.phase
    exchange.fieldLines = sent.fieldLines
    exchange.body = entry.body
    exchange.file = sent.file
    exchange.transport = entry.transport
    exchange.delay = entry.delay
    exchange.isScripted = entry.isScripted
    exchange.complaint = complaint(in: entry.fieldLines, entry.body)
    return exchange
  }

  private func attempts(_ delivery: WebhookDelivery) -> [ClientRun.Delivery] {
    delivery.attempts.compactMap { attempt in
      guard let sent = attempt.sent else { return nil }
      var status: Int?
      if case .answered(let code) = attempt.outcome { status = code }
      return ClientRun.Delivery(
        slot: delivery.slot, flaw: attempt.flaw?.rawValue, copy: attempt.copy + 1, arrival: sinceStart(sent),
        status: status)
    }
  }

  private func sinceStart(_ rim: Instant) -> Instant {
    Instant(nanoseconds: max(0, rim.nanoseconds - start.nanoseconds))
  }

  private func origin(of request: HTTPRequest) -> ClientRun.Origin {
    guard let results = options.resultsAuthority, let authority = request.authority else { return .provider }
    return authority.elementsEqual(results.utf8) ? .results : .provider
  }

  /// What the double complains about in its own voice; nil for a provider's answer.
  private func complaint(in fieldLines: [UInt8], _ body: [UInt8]) -> String? {
    guard fieldLines.starts(with: "Content-Type: application/problem+json".utf8) else { return nil }
    return (try? JSONDocument(parsing: body))?.root["detail"]?.string
  }

  // MARK: Requests that reached no tenant

  private func addStrays(to runs: inout [ClientRun], key: ArraySlice<UInt8>?) {
    let (entries, dropped) = strays.contents
    for entry in entries {
      guard let index = place(of: entry, &runs, key: key) else { continue }
      var exchange = ClientRun.Exchange(
        number: 0, arrival: sinceStart(entry.arrival), instant: .zero, request: entry.request,
        call: entry.call, status: entry.status)
      exchange.origin = origin(of: entry.request)
      exchange.fieldLines = entry.fieldLines
      exchange.body = entry.body
      exchange.complaint = entry.complaint
      runs[index].exchanges.append(exchange)
    }
    if dropped > 0, runs.count == 1 { runs[0].droppedCount += dropped }
  }

  /// The run that a stray belongs to: of the key that it has somewhere, or of its provider's strangers.
  private func place(
    of entry: StrayJournal.Entry, _ runs: inout [ClientRun], key: ArraySlice<UInt8>?
  ) -> Int? {
    let head = entry.request.head[..<entry.request.headCount]
    let provider = entry.call.map { registry.providers[$0.endpoint.contract] } ?? provider(of: entry.request)
    let known = runs.indices.first { index in
      !runs[index].key.isEmpty && (provider == nil || runs[index].provider === provider)
        && head.firstRange(of: runs[index].key.utf8) != nil
    }
    if let known { return known }
    guard key == nil, let provider = provider ?? registry.providers.first else { return nil }
    if let stranger = runs.firstIndex(where: { $0.provider === provider && $0.key.isEmpty }) {
      return stranger
    }
    runs.append(ClientRun(provider: provider))
    return runs.count - 1
  }

  /// The provider whose base URL the path begins like; nil where it is like none.
  private func provider(of request: HTTPRequest) -> Provider? {
    if registry.providers.count == 1 { return registry.providers[0] }
    let first = request.pathText.split(separator: "/").first
    return registry.providers.first { provider in
      provider.basePaths.contains { $0.split(separator: "/").first == first }
    }
  }
}

extension ClientRun {
  /// Puts the exchanges into the order of their arrival, and numbers them.
  mutating func number() {
    // Stable: those of one instant stay in the order of the journal.
    let order = exchanges.indices.sorted { (exchanges[$0].arrival, $0) < (exchanges[$1].arrival, $1) }
    exchanges = order.map { exchanges[$0] }
    for index in exchanges.indices { exchanges[index].number = index + 1 + droppedCount }
  }
}
