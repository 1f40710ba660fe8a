import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSockets
import Synchronization

// The control operations of webhooks: `/_stunt/webhooks`.
extension DoubleService {
  /// What receivers need to know, and what was sent to them.
  func webhooks(_ control: ControlRequest) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: ["provider"])
    var endpoints: [JSONValue] = []
    var deliveries: [JSONValue] = []
    for tenant in webhookTenants(control, try webhookProviders(control)) {
      let (settings, list) = tenant.double.withLock { ($0.webhookSettings, $0.webhookDeliveries) }
      if let settings { endpoints.append(describe(settings, tenant)) }
      for delivery in list.suffix(Limits.controlEntriesMax) {
        deliveries.append(describe(delivery, tenant))
      }
    }
    return .object(["endpoints": .array(endpoints), "deliveries": .array(deliveries)])
  }

  /// Sets where the ends of jobs are told whose submits do not say, and the secret.
  ///
  /// Without a key it is for all tenants, the ones to come as well.
  func setWebhooks(_ control: ControlRequest) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: ["provider", "url", "events", "secret"])
    let providers = try webhookProviders(control)
    guard !providers.isEmpty else {
      throw .badControl("no provider that is meant has webhooks, or takes the key; see GET /_stunt/webhooks")
    }
    let change = try webhookChange(control, providers)
    var list: [JSONValue] = []
    if control.key == nil {
      for index in providers { _ = tenants.change(webhooksOf: index, change) }
    }
    for tenant in webhookTenants(control, providers) {
      let settings = tenant.double.withLock { double in
        var standing = Tenants.StandingWebhook()
        standing.url = double.webhookSettings?.url.flatMap { WebhookURL($0) }
        standing.events = double.webhookSettings?.events
        standing.secret = double.webhookSettings?.secret
        change(&standing)
        standing.apply(to: &double)
        return double.webhookSettings
      }
      if let settings { list.append(describe(settings, tenant)) }
    }
    return .object([
      "providers": .array(providers.map { .string(registry.providers[$0].name) }), "endpoints": .array(list),
    ])
  }

  /// What a request changes.
  private func webhookChange(
    _ control: ControlRequest, _ providers: [Int]
  ) throws(Complaint) -> (inout Tenants.StandingWebhook) -> Void {
    let (events, secret) = (try events(control, providers), control.string("secret"))
    let setsEvents = control.body["events"] != nil
    guard let text = control.string("url") else {
      let ends = control.body["url"] == .null
      guard ends || setsEvents || secret != nil else {
        throw .badControl(
          "nothing to do; send {\"url\": \"http://127.0.0.1:8000/\"}, \"events\" or \"secret\"")
      }
      return { standing in
        if ends { standing.url = nil }
        if setsEvents { standing.events = events }
        if let secret { standing.secret = secret }
      }
    }
    guard let url = WebhookURL(text) else {
      throw .badControl("\"\(text)\" is no URL of http or https; send {\"url\": \"http://127.0.0.1:8000/\"}")
    }
    return { standing in
      standing.url = url
      standing.events = events
      if let secret { standing.secret = secret }
    }
  }

  /// Sends a delivery once more.
  func redeliver(_ control: ControlRequest, at rim: Instant) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: [])
    let id = control.segments[1]
    for tenant in tenants.all(key: control.key)
    where tenant.double.withLock({ $0.redeliver(id, at: rim) }) {
      webhooks.look(at: tenant, now: MonotonicInstant(nanoseconds: rim.nanoseconds))
      let list = tenant.double.withLock { $0.webhookDeliveries }
      return list.first { $0.id == id }.map { describe($0, tenant) } ?? .null
    }
    throw .badControl("no delivery has the id \"\(id)\"; see GET /_stunt/webhooks")
  }

  /// The providers that are meant and have webhooks; with a key, those that take it.
  private func webhookProviders(_ control: ControlRequest) throws(Complaint) -> [Int] {
    try providerIndexes(control).filter { index in
      let provider = registry.providers[index]
      return !provider.webhookEvents.isEmpty
        && control.key.map { provider.authentication?.isWellFormed($0) != false } ?? true
    }
  }

  /// The tenants that are meant: of the key, made if need be, or all that are there.
  private func webhookTenants(_ control: ControlRequest, _ providers: [Int]) -> [Tenant] {
    guard let key = control.key else {
      return tenants.all().filter { providers.contains($0.provider) && !$0.key.isEmpty }
    }
    return providers.compactMap { tenants.tenant(provider: $0, key: key) }
  }

  private func events(_ control: ControlRequest, _ providers: [Int]) throws(Complaint) -> [String]? {
    guard case .array(let list)? = control.body["events"] else {
      guard control.body["events"] == nil || control.body["events"] == .null else {
        throw .badControl("\"events\" is no list; leave it out, or name events in a list")
      }
      return nil
    }
    let known = Set(providers.flatMap { registry.providers[$0].webhookEvents })
    var names: [String] = []
    for value in list {
      guard case .string(let name) = value, known.contains(name) else {
        let text = String(decoding: JSONWriter.bytes(value), as: UTF8.self)
        throw .badControl("\(text) is no event; known are \(known.sorted().joined(separator: ", "))")
      }
      names.append(name)
    }
    return names
  }

  private func describe(_ settings: ProviderDouble.WebhookSettings, _ tenant: Tenant) -> JSONValue {
    .object([
      "provider": .string(registry.providers[tenant.provider].name), "key": ControlAnswer.text(tenant.key),
      "url": settings.url.map(JSONValue.string) ?? .null,
      "events": .array(
        (settings.events ?? registry.providers[tenant.provider].webhookEvents).map(JSONValue.string)),
      "secret": settings.secret.map(JSONValue.string) ?? .null,
    ])
  }

  private func describe(_ delivery: WebhookDelivery, _ tenant: Tenant) -> JSONValue {
    var next: JSONValue = .null
    var reason: JSONValue = .null
    switch delivery.state {
    case .waiting(let until): next = ControlAnswer.seconds(until - .zero)
    case .failed(let sentence): reason = .string(sentence)
    case .held, .underWay, .delivered: break
    }
    let job = tenant.double.withLock { $0.identifierText(ofSlot: delivery.slot) }
    return .object([
      "id": .string(delivery.id), "provider": .string(registry.providers[tenant.provider].name),
      "key": ControlAnswer.text(tenant.key), "event": .string(delivery.event),
      "job": ControlAnswer.text(job), "url": .string(delivery.url.text),
      "state": .string(delivery.stateName), "reason": reason,
      "createdSeconds": ControlAnswer.seconds(delivery.created - .zero), "nextSeconds": next,
      "body": ControlAnswer.content(delivery.body, count: delivery.body.count),
      "attempts": .array(delivery.attempts.map(describe)),
    ])
  }

  private func describe(_ attempt: WebhookDelivery.Attempt) -> JSONValue {
    var status: JSONValue = .null
    var error: JSONValue = .null
    switch attempt.outcome {
    case .answered(let code): status = ControlAnswer.number(code)
    case .failed(let reason): error = .string(reason)
    case nil: break
    }
    let lines = String(decoding: attempt.fieldLines, as: UTF8.self).split(separator: "\r\n")
    let fields: [JSONValue] = lines.compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return .object([
        "name": .string(String(line[..<colon])),
        "value": .string(String(line[line.index(after: colon)...].drop { $0 == " " })),
      ])
    }
    return .object([
      "seconds": ControlAnswer.seconds(attempt.instant - .zero), "status": status, "error": error,
      "flaw": attempt.flaw.map { .string($0.rawValue) } ?? .null, "copy": ControlAnswer.number(attempt.copy),
      "fields": .array(fields),
    ])
  }
}
