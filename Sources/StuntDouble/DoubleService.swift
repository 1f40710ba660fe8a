import StuntContract
import StuntEngine
package import StuntHTTP
package import StuntProviders
import StuntSchema
package import StuntSockets
import Synchronization

/// Answers the requests of all providers' clients: the way of one request, from its bytes to its answer's.
///
/// A class, because the loops of a listener share it.
package final class DoubleService: Service {
  let registry: ProviderRegistry
  let tenants: Tenants
  let options: DoubleOptions
  /// The address in the URLs of files; nil for that of the request.
  private let results: [UInt8]?
  let files = FileCache()
  let pending = PendingReplies()
  let webhooks: Webhooks
  let strays = StrayJournal()
  let violations = ViolationLedger()
  let watch: RuleWatch
  /// Told about each request; nil when nobody listens.
  private let log: (@Sendable (RequestLog) -> Void)?
  /// Asks for the replies that wait, after a control operation has moved time.
  let wake = Mutex<(@Sendable () -> Void)?>(nil)
  /// The rim's instant at which the server began, which is the beginning of all tenants' time.
  let start: MonotonicInstant
  /// The providers' contracts, for those who count no reference.
  let contracts: LentList<Contract>
  /// By provider: the number of its first operation among all.
  let firstOperations: [Int]
  /// By operation, the providers' one after the other: which rule tells the place of the key by which the tenant is found.
  ///
  /// -1 where more than a key tells the tenant, or nothing does.
  let usualKeys: [Int]
  let keyRules: LentList<Provider.Authentication>

  /// A service.
  ///
  /// - Parameters:
  ///   - start: The rim's instant now.
  ///   - watch: The rules that requests are held against; nil for those that ship.
  ///   - carrier: Who delivers webhooks; nil for nobody.
  ///   - log: Called on a loop's thread after each request.
  package init(
    registry: ProviderRegistry, options: DoubleOptions, start: MonotonicInstant,
    watch: RuleWatch? = nil, carrier: WebhookCarrier? = nil,
    log: (@Sendable (RequestLog) -> Void)? = nil
  ) {
    self.registry = registry
    self.watch = watch ?? RuleWatch(registry)
    self.options = options
    results = options.resultsAuthority.map { Array($0.utf8) }
    self.start = start
    self.log = log
    contracts = LentList(registry.providers.map(\.contract))
    var (first, usual): ([Int], [Int]) = ([], [])
    var rules: [Provider.Authentication] = []
    for provider in registry.providers {
      first.append(usual.count)
      if let rule = provider.authentication { rules.append(rule) }
      for (number, operation) in provider.contract.operations.enumerated() {
        let isUsual =
          provider.authentication != nil && operation.requiresKey && provider.tokenRefusal(of: number) == nil
        usual.append(isUsual ? rules.count - 1 : -1)
      }
    }
    (firstOperations, usualKeys, keyRules) = (first, usual, LentList(rules))
    tenants = Tenants(
      providers: registry.providers, options: options, start: Instant(nanoseconds: start.nanoseconds),
      deliversWebhooks: carrier != nil)
    webhooks = Webhooks(tenants: tenants, carrier: carrier)
  }

  package func respond(
    to request: consuming HTTPRequest, connection: ConnectionInfo, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    if ControlRequest.isControl(request) {
      return control(request, now: now, into: &output)
    }
    // The usual request names no target and no provider's host, and its path is one of ours.
    let authority = request.authorityRange
    if !hasTarget(request), !mayNameHost(request, authority),
      case .found(let endpoint, let parameters) = route(request, request.pathRange, from: nil)
    {
      let links = Links(door: .path, authority: authority.map { request.head[$0] } ?? [], results: results)
      return serve(endpoint, parameters, links, isProxied: false, request, nil, now: now, into: &output)
    }
    switch lead(request) {
    case .failure(let complaint): return refuse(complaint, request, now: now, into: &output)
    case .success(let led):
      return serve(
        led.endpoint, led.parameters, led.links, isProxied: led.isProxied, led.request, request, now: now,
        into: &output)
    }
  }

  private func hasTarget(_ request: borrowing HTTPRequest) -> Bool {
    if !request.fieldMarks.mayHold(registry.targetMarks) { return false }
    for index in registry.targetFields.indices where request.fields.contains(registry.targetFields[index]) {
      return true
    }
    return false
  }

  /// Whether the host can be a provider's name: an address is none.
  private func mayNameHost(_ request: borrowing HTTPRequest, _ authority: Range<Int>?) -> Bool {
    guard let authority, !authority.isEmpty else { return false }
    let first = request.head[authority.lowerBound]
    return !(0x30...0x39 ~= first || first == UInt8(ascii: "["))
  }

  /// A routed request.
  struct Led {
    let endpoint: Router.Endpoint
    let parameters: PathParameters
    let links: Links
    /// Whether the client talks to a proxy of its own, which would add the key.
    let isProxied: Bool
    /// The request to read: the client's, or with the target that it names.
    let request: HTTPRequest
  }

  // Steps 1 and 2 of a request: the door, and the route.
  func lead(_ request: HTTPRequest) -> Result<Led, Complaint> {
    let authority = request.authority ?? []
    for field in registry.targetFields {
      guard let target = request.fields.first(field) else { continue }
      return leadByTarget(String(decoding: target, as: UTF8.self), request, authority)
    }
    // A provider's host comes first: below it, a path may begin as another provider's local ones do.
    let host = authority.prefix { $0 != UInt8(ascii: ":") }.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    let byHost = registry.router.node(ofHost: host).map { node in
      found(
        route(request, request.pathRange, from: node), request,
        Links(door: .host, isSecure: Self.isSecure(request), authority: authority, results: results),
        isProxied: false)
    }
    if case .success(let led)? = byHost { return .success(led) }
    let own = route(request, request.pathRange, from: nil)
    if case .found(let endpoint, let parameters) = own {
      let links = Links(door: .path, authority: authority, results: results)
      return .success(
        Led(endpoint: endpoint, parameters: parameters, links: links, isProxied: false, request: request))
    }
    return byHost ?? .failure(complaint(about: own, request))
  }

  /// Whether URLs begin with `https`: as in a target in absolute-form, which only a door without a socket can make secure.
  private static func isSecure(_ request: HTTPRequest) -> Bool {
    request.target.starts(with: "https://".utf8)
  }

  /// The path below the host that a proxy's field names.
  private func leadByTarget(
    _ target: String, _ request: HTTPRequest, _ authority: ArraySlice<UInt8>
  ) -> Result<Led, Complaint> {
    guard let url = TargetURL(target), let node = registry.router.node(ofHost: url.host.lowercased().utf8)
    else {
      return .failure(.unknownHost(target, known: registry.hostNames))
    }
    // What a client names as its target is the client's text: it may be no target at all.
    guard let rewritten = try? request.retargeted(to: Array(url.path.utf8)) else {
      return .failure(.unknownHost(target, known: registry.hostNames))
    }
    let links = Links(door: .path, authority: authority, results: results)
    return found(route(rewritten, rewritten.pathRange, from: node), rewritten, links, isProxied: true)
  }

  private func found(
    _ outcome: Router.Outcome, _ request: HTTPRequest, _ links: Links, isProxied: Bool
  ) -> Result<Led, Complaint> {
    guard case .found(let endpoint, let parameters) = outcome else {
      return .failure(complaint(about: outcome, request))
    }
    return .success(
      Led(endpoint: endpoint, parameters: parameters, links: links, isProxied: isProxied, request: request))
  }

  private func route(_ request: HTTPRequest, _ path: Range<Int>, from node: Int?) -> Router.Outcome {
    // A HEAD is answered like a GET, without the content. RFC 9110, 9.3.2.
    let method = request.method == .head ? HTTPMethod.get : request.method
    return request.head.withUnsafeBufferPointer {
      registry.router.route(method, $0, path: path, from: node)
    }
  }

  private func complaint(about outcome: Router.Outcome, _ request: HTTPRequest) -> Complaint {
    if case .methodNotAllowed(let methods) = outcome {
      return .methodNotAllowed(
        method: request.methodText, path: request.pathText, allowed: methods.map(\.name))
    }
    return .unknownPath(
      method: request.methodText, path: request.pathText,
      closest: registry.router.closest(to: request.pathText, method: request.method))
  }

  /// Calendar time of answers that belong to no tenant.
  func unixSeconds(at now: MonotonicInstant) -> Int64 {
    let clock = Clock(
      mode: options.clock, epochSeconds: options.epochSeconds, start: Instant(nanoseconds: start.nanoseconds))
    return clock.unixSeconds(clock.now(at: Instant(nanoseconds: now.nanoseconds)))
  }

  /// Whether somebody listens to the log.
  var hasLog: Bool { log != nil }

  /// Tells the log about a request.
  func tell(
    _ request: HTTPRequest, _ reply: Reply, _ tenant: Tenant?, _ call: Call?, _ complaint: String? = nil,
    _ broken: [RuleBreak] = []
  ) {
    guard let log else { return }
    let provider = call.map { registry.providers[$0.endpoint.contract] }
    let job = tenant.flatMap { tenant in
      reply.slot.map { slot in
        String(decoding: tenant.double.withLock { $0.identifierText(ofSlot: slot) }, as: UTF8.self)
      }
    }
    log(
      RequestLog(
        method: request.methodText, target: request.targetText, status: reply.status,
        provider: provider?.name,
        operation: call.flatMap { call in provider?.contract.operations[call.endpoint.operation].id },
        job: job,
        phase: reply.phase?.name,
        violation: complaint ?? call?.violations.first?.message ?? broken.first?.sentence,
        transport: reply.transport.name, rules: broken.map(\.rule), call: call, slot: reply.slot,
        tenantSeed: tenant?.seed))
  }

  package func reject(_ error: HTTPError, connection: ConnectionInfo, into output: inout OutputBuffer) {
    ReplyWriter.append(rejection: error, to: &output)
  }
}

extension Reply.Transport {
  /// What the log says; nil for an answer that is simply sent.
  fileprivate var name: String? {
    switch self {
    case .whole: nil
    case .reset: "connection reset"
    case .lostReply: "reply lost"
    case .cut(let bytes): "cut after \(bytes) bytes"
    case .trickle: "trickled"
    }
  }
}
