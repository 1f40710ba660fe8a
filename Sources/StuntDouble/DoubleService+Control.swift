import StuntContract
package import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSchema
import StuntSockets
import Synchronization

// The control operations: `/_stunt/`.
extension DoubleService {
  /// Answers a control request.
  func control(
    _ request: HTTPRequest, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    let rim = Instant(nanoseconds: now.nanoseconds)
    var reply: Reply
    do {
      let control = try ControlRequest(request)
      reply = ControlAnswer.reply(try answer(control, at: rim))
    } catch {
      reply = error.reply
    }
    reply.unixSeconds = unixSeconds(at: now)
    ReplyWriter.append(reply, answering: request, files: files, to: &output)
    tell(request, reply, nil, nil)
    return .done
  }

  private func answer(_ control: ControlRequest, at rim: Instant) throws(Complaint) -> JSONValue {
    let path = control.segments.joined(separator: "/")
    switch (control.method, path) {
    case (.get, ""), (.get, "health"): return health()
    case (.post, "reset"): return try reset(control)
    case (.get, "clock"): return clocks(control, at: rim)
    case (.post, "clock"), (.post, "clock/advance"), (.post, "clock/freeze"), (.post, "clock/run"):
      return try moveClock(control, path, at: rim)
    case (.get, "scenarios"): return scenarios()
    case (.post, "scenarios"): return try queueScenarios(control)
    case (.get, "jobs"): return jobs(control, at: rim)
    case (.get, "journal"): return try journal(control, at: rim)
    case (.get, "ledger"): return ledger(control)
    case (.get, "violations"): return try violations(control)
    case (.get, "webhooks"): return try webhooks(control)
    case (.post, "webhooks"): return try setWebhooks(control)
    case (.post, _) where control.segments.count == 3 && path.hasPrefix("webhooks/"):
      guard control.segments[2] == "redeliver" else { throw unknown(control, path) }
      return try redeliver(control, at: rim)
    default: throw unknown(control, path)
    }
  }

  /// The control operations, for messages.
  private static let operations = [
    "GET /_stunt/health", "POST /_stunt/reset", "GET /_stunt/clock", "POST /_stunt/clock/advance",
    "POST /_stunt/clock/freeze", "POST /_stunt/clock/run", "GET /_stunt/scenarios", "POST /_stunt/scenarios",
    "GET /_stunt/jobs", "GET /_stunt/journal", "GET /_stunt/ledger", "GET /_stunt/webhooks",
    "GET /_stunt/violations", "POST /_stunt/webhooks", "POST /_stunt/webhooks/{id}/redeliver",
  ]

  private func unknown(_ control: ControlRequest, _ path: String) -> Complaint {
    let asked = "\(control.method.name) /_stunt/\(path)"
    let allowed = Self.operations.filter { $0.hasSuffix(" /_stunt/\(path)") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    if !allowed.isEmpty {
      return .methodNotAllowed(method: control.method.name, path: "/_stunt/\(path)", allowed: allowed)
    }
    let closest = Self.operations
      .map { (name: $0, distance: NearestName.distance(Array(asked.utf8), Array($0.utf8))) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return .unknownPath(
      method: control.method.name, path: "/_stunt/\(path)", closest: closest.prefix(3).map(\.name))
  }

  private func health() -> JSONValue {
    .object([
      "status": .string("ok"),
      "version": .string(StuntDoubleVersion.text),
      "providers": .array(
        registry.providers.map { provider in
          .object([
            "name": .string(provider.name),
            "baseURLs": .array(provider.basePaths.map(JSONValue.string)),
            "operations": ControlAnswer.number(provider.contract.operations.count),
            "scenarios": ControlAnswer.number(provider.scenarios.count),
          ])
        }),
    ])
  }

  private func reset(_ control: ControlRequest) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: [])
    let count = tenants.reset(key: control.key)
    violations.reset(key: control.key.map(Array.init))
    if control.key == nil { strays.removeAll() }
    return .object(["tenantsForgotten": ControlAnswer.number(count)])
  }

  // MARK: Time

  private func clocks(_ control: ControlRequest, at rim: Instant) -> JSONValue {
    .array(
      tenants.all(key: control.key).map { tenant in
        let clock = tenant.double.withLock { $0.clock }
        return .object(clockMembers(tenant, clock, at: rim))
      })
  }

  private func clockMembers(_ tenant: Tenant, _ clock: Clock, at rim: Instant) -> JSONObject {
    let now = clock.now(at: rim)
    return [
      "provider": .string(registry.providers[tenant.provider].name),
      "key": ControlAnswer.text(tenant.key),
      "mode": .string(clock.mode.name),
      "seconds": ControlAnswer.seconds(now - .zero),
      "unixSeconds": ControlAnswer.number(Int(clock.unixSeconds(now))),
    ]
  }

  private func moveClock(_ control: ControlRequest, _ path: String, at rim: Instant) throws(Complaint)
    -> JSONValue
  {
    try control.refuseMembers(except: ["mode", "speed", "seconds"])
    var mode: Clock.Mode?
    var span: Instant.Span?
    if let seconds = try control.number("seconds") {
      guard (0...StuntEngine.Limits.advanceSecondsMax).contains(seconds) else {
        throw .badControl("\"seconds\" is \(seconds); send 0 to \(Int(StuntEngine.Limits.advanceSecondsMax))")
      }
      span = .seconds(seconds)
    }
    switch path {
    case "clock/advance":
      guard span != nil else { throw .badControl("\"seconds\" is missing; send {\"seconds\": 10}") }
    case "clock/freeze": mode = .manual
    case "clock/run": mode = try Clock.Mode(name: "real", speed: try control.number("speed"))
    default:
      if let name = control.string("mode") {
        mode = try Clock.Mode(name: name, speed: try control.number("speed"))
      }
      guard mode != nil || span != nil else {
        throw .badControl("nothing to do; send {\"mode\": \"manual\"} or {\"seconds\": 10}")
      }
    }
    if control.key == nil, let mode { tenants.begin(with: mode) }
    for tenant in tenants.all(key: control.key) {
      tenant.double.withLock { double in
        if let mode { double.changeClock(to: mode, at: rim) }
        if let span { double.advance(by: span) }
      }
    }
    timeMoved(now: MonotonicInstant(nanoseconds: rim.nanoseconds))
    return clocks(control, at: rim)
  }

  /// Moves the clocks of all tenants.
  func advanceAll(by span: Instant.Span, now: MonotonicInstant) {
    for tenant in tenants.all() { tenant.double.withLock { $0.advance(by: span) } }
    timeMoved(now: now)
  }

  /// Adds somebody who has to look again when a control operation has moved time.
  func addWake(_ wake: @escaping @Sendable () -> Void) {
    self.wake.withLock { known in
      let before = known
      known = {
        before?()
        wake()
      }
    }
  }

  /// Looks again at all that waits for a tenant's time.
  private func timeMoved(now: MonotonicInstant) {
    wake.withLock { $0 }?()
    webhooks.lookAgain(now: now)
  }

  // MARK: Scenarios

  private func scenarios() -> JSONValue {
    .array(
      registry.providers.flatMap { provider in
        provider.scenarios.map { scenario in
          .object([
            "provider": .string(provider.name), "name": .string(scenario.name),
            "description": .string(scenario.description), "source": .string(scenario.source),
            "marker": .string("[[stunt:\(scenario.name)]]"),
            "isDefault": .boolean(provider.scenarios[provider.defaultScenario].name == scenario.name),
          ])
        }
      })
  }

  private func queueScenarios(_ control: ControlRequest) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: ["provider", "scenario", "count"])
    guard let name = control.string("scenario") else {
      throw .badControl(
        "\"scenario\" is missing; send {\"scenario\": \"slow\"}, and \"provider\" where there are several")
    }
    let count = try control.number("count") ?? 1
    guard (1...Double(StuntEngine.Limits.queuedScenariosMax)).contains(count) else {
      throw .badControl("\"count\" is \(count); send 1 to \(StuntEngine.Limits.queuedScenariosMax)")
    }
    var queued: [JSONValue] = []
    for index in try providerIndexes(control) {
      let provider = registry.providers[index]
      guard let scenario = provider.scenario(named: name.utf8) else {
        throw .unknownScenario(
          name, origin: "the control request", provider: provider.name,
          nearest: NearestName.among(provider.scenarios.names, to: name))
      }
      let list = Array(repeating: scenario, count: Int(count))
      guard queue(list, provider: index, key: control.key) else {
        throw .badControl("too many scenarios wait; at most \(StuntEngine.Limits.queuedScenariosMax)")
      }
      queued.append(.string(provider.name))
    }
    return .object([
      "queued": .string(name), "count": ControlAnswer.number(Int(count)), "providers": .array(queued),
    ])
  }

  func providerIndexes(_ control: ControlRequest) throws(Complaint) -> [Int] {
    guard let name = control.string("provider") else { return Array(registry.providers.indices) }
    guard let index = registry.providers.firstIndex(where: { $0.name == name }) else {
      throw .badControl(
        "no provider is named \"\(name)\"; known are \(registry.providers.map(\.name).joined(separator: ", "))"
      )
    }
    return [index]
  }

  /// Queues for the tenant of a key; without a key for the tenants that are there, or the first that comes.
  func queue(_ scenarios: [Int], provider: Int, key: ArraySlice<UInt8>?) -> Bool {
    if let key {
      guard let tenant = tenants.tenant(provider: provider, key: key) else { return false }
      return tenant.double.withLock { $0.queue(scenarios: scenarios) }
    }
    let known = tenants.all().filter { $0.provider == provider && !$0.key.isEmpty }
    guard !known.isEmpty else { return tenants.queue(scenarios, provider: provider) }
    return known.allSatisfy { tenant in tenant.double.withLock { $0.queue(scenarios: scenarios) } }
  }
}

extension Clock.Mode {
  /// The word in the control operations.
  fileprivate var name: String {
    switch self {
    case .real: "real"
    case .manual: "manual"
    case .auto: "auto"
    }
  }

  /// The mode of that word.
  package init(name: String, speed: Double?) throws(Complaint) {
    switch name {
    case "real":
      let speed = speed ?? 1
      guard speed > 0, speed <= StuntEngine.Limits.speedMax else {
        throw .badControl(
          "the speed is \(speed); use more than 0, at most \(Int(StuntEngine.Limits.speedMax))")
      }
      self = .real(speed: speed)
    case "manual": self = .manual
    case "auto": self = .auto
    default: throw .badControl("no clock is called \"\(name)\"; use \"real\", \"manual\" or \"auto\"")
    }
  }
}
