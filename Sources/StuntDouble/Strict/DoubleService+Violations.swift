import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import StuntSchema
import Synchronization

// Rules that requests break: noticed, counted, told, and refused by a strict server.
extension DoubleService {
  /// The rule for which a strict server refuses a request; nil for a request that goes on.
  func breach(of call: Call) -> [RuleBreak]? {
    let broken = watch.breaks(call.request, call, provider: call.endpoint.contract, reply: nil)
    return broken.contains(where: \.isBinding) ? broken : nil
  }

  /// Notes the rules that an answered request broke, and gives them.
  ///
  /// - Parameter tenant: Whose request it was; nil where its key was refused.
  func note(_ call: Call, _ reply: Reply, _ tenant: Tenant?) -> [RuleBreak] {
    let broken = watch.breaks(call.request, call, provider: call.endpoint.contract, reply: reply)
    guard !broken.isEmpty else { return [] }
    let number = tenant.map { tenant in tenant.double.withLock { $0.journal.count } }
    append(broken, call.request, call.endpoint.contract, reply.status, tenant?.key ?? [], number)
    return broken
  }

  /// Notes that a request reached no operation of the provider that it was meant for.
  func noteStray(_ request: HTTPRequest, status: Int) -> [RuleBreak] {
    guard let provider = watch.provider(of: request) else { return [] }
    let broken = watch.breaks(request, nil, provider: provider, reply: nil)
    append(broken, request, provider, status, [], nil)
    return broken
  }

  /// Notes the rules for which a request was refused.
  func noteRefused(_ broken: [RuleBreak], _ call: Call, _ tenant: Tenant?) {
    append(broken, call.request, call.endpoint.contract, 400, tenant?.key ?? [], nil, isRefused: true)
  }

  private func append(
    _ broken: [RuleBreak], _ request: HTTPRequest, _ provider: Int, _ status: Int, _ key: [UInt8],
    _ number: Int?, isRefused: Bool = false
  ) {
    let subject = request.methodText + " " + request.targetText.prefix(Limits.violationTargetMax)
    for breach in broken {
      violations.append(
        ViolationLedger.Entry(
          provider: provider, key: key, exchange: number, subject: subject, status: status,
          isRefused: isRefused, breach: breach))
    }
  }

  /// `GET /_stunt/violations`.
  func violations(_ control: ControlRequest) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: ["provider", "limit"])
    var provider: Int?
    if let name = control.string("provider") {
      provider = registry.providers.firstIndex { $0.name == name }
      guard provider != nil else {
        let known = registry.providers.map(\.name)
        let near = NearestName.among(known, to: name).map { "; did you mean \"\($0)\"?" } ?? ""
        throw .badControl(
          "no provider is named \"\(name)\"\(near); known are \(known.joined(separator: ", "))")
      }
    }
    let limit = Int(min(max(try control.number("limit") ?? Double(Limits.violationsMax), 0), 1e6))
    let report = violations.report(key: control.key.map(Array.init), provider: provider, limit: limit)
    return .object([
      "strict": .boolean(options.isStrict), "count": ControlAnswer.number(report.total),
      "rules": .array(
        report.counts.map {
          .object(["rule": .string($0.rule), "count": ControlAnswer.number($0.count)])
        }),
      "violations": .array(report.entries.map(describe)),
    ])
  }

  private func describe(_ entry: ViolationLedger.Entry) -> JSONValue {
    var object: JSONObject = [
      "provider": .string(registry.providers[entry.provider].name), "key": ControlAnswer.text(entry.key),
      "exchange": entry.exchange.map(ControlAnswer.number) ?? .null, "request": .string(entry.subject),
      "status": ControlAnswer.number(entry.status), "refused": .boolean(entry.isRefused),
    ]
    for (name, value) in entry.breach.members { object.append(name, value) }
    return .object(object)
  }
}
