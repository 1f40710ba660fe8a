import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders
import Synchronization

// What happened: jobs, journal and ledger.
extension DoubleService {
  func jobs(_ control: ControlRequest, at rim: Instant) -> JSONValue {
    var list: [JSONValue] = []
    for tenant in tenants.all(key: control.key) {
      let provider = registry.providers[tenant.provider]
      for job in tenant.double.withLock({ $0.summaries(at: rim, limit: Limits.controlEntriesMax) }) {
        list.append(
          .object([
            "provider": .string(provider.name), "key": ControlAnswer.text(tenant.key),
            "id": ControlAnswer.text(job.id), "phase": .string(job.phase.name),
            "scenario": .string(job.scenario),
            "progress": ControlAnswer.number(job.progress),
            "createdSeconds": ControlAnswer.seconds(job.created - .zero),
          ]))
      }
    }
    return .array(list)
  }

  func journal(_ control: ControlRequest, at rim: Instant) throws(Complaint) -> JSONValue {
    try control.refuseMembers(except: ["limit", "form"])
    let limit = Int(min(max(try control.number("limit") ?? Double(Limits.controlEntriesMax), 0), 1e6))
    switch control.string("form") {
    case nil, "entries": break
    case "runs": return JournalFile.value(of: clientRuns(key: control.key, limit: limit))
    case let form?: throw .badControl("\"form\" is \"\(form)\"; send \"entries\" or \"runs\"")
    }
    var list: [JSONValue] = []
    for tenant in tenants.all(key: control.key) {
      let entries = tenant.double.withLock { double in
        double.journal.entries.suffix(limit).map { (entry: $0, upstream: double.upstream(of: $0)) }
      }
      for (entry, upstream) in entries { list.append(describe(entry, upstream, tenant)) }
    }
    return .array(list)
  }

  private func describe(
    _ entry: Journal.Entry, _ upstream: UpstreamReport?, _ tenant: Tenant
  ) -> JSONValue {
    let provider = registry.providers[tenant.provider]
    let job = entry.slot.map { slot in
      ControlAnswer.text(tenant.double.withLock { $0.identifierText(ofSlot: slot) })
    }
    return .object([
      "number": ControlAnswer.number(entry.number),
      "seconds": ControlAnswer.seconds(entry.instant - .zero),
      "provider": .string(provider.name),
      "key": ControlAnswer.text(tenant.key),
      "operation": .string(provider.contract.operations[entry.operation].id),
      "request": .object([
        "method": .string(entry.request.methodText), "target": .string(entry.request.targetText),
        "fields": .array(
          entry.request.fields.list.map { .object(["name": .string($0.name), "value": .string($0.value)]) }),
        "body": ControlAnswer.content(entry.request.body, count: entry.requestBodyBytes),
      ]),
      "status": ControlAnswer.number(entry.status),
      "answer": ControlAnswer.content(entry.body, count: entry.body.count),
      "job": job ?? .null,
      "phase": entry.phase.map { .string($0.name) } ?? .null,
      "upstream": upstream.map(describe) ?? .null,
      "violations": .array(
        entry.violations.map { violation in
          .object([
            "part": .string(violation.part.name), "location": .string(violation.location.description),
            "keyword": .string(violation.keyword), "message": .string(violation.message),
          ])
        }),
    ])
  }

  /// What a gateway passed on; null for providers that are none.
  private func describe(_ upstream: UpstreamReport) -> JSONValue {
    .object([
      "provider": .string(upstream.provider),
      "parameters": .array(
        upstream.parameters.map { parameter in
          .object([
            "name": .string(parameter.name), "mode": .string(parameter.mode.rawValue),
            "sentAs": parameter.sentAs.map(JSONValue.string) ?? .null,
            "value": parameter.value.map { ControlAnswer.content($0, count: $0.count) } ?? .null,
          ])
        }),
    ])
  }

  func ledger(_ control: ControlRequest) -> JSONValue {
    var jobs = 0
    var list: [JSONValue] = []
    for tenant in tenants.all(key: control.key) {
      let (ledger, currency) = tenant.double.withLock { ($0.ledger, $0.currency) }
      guard ledger.jobs > 0 else { continue }
      jobs += ledger.jobs
      list.append(
        .object([
          "provider": .string(registry.providers[tenant.provider].name),
          "key": ControlAnswer.text(tenant.key),
          "jobs": ControlAnswer.number(ledger.jobs),
          "cost": JSONNumber(Double(ledger.micros) / 1e6).map(JSONValue.number) ?? .null,
          "currency": .string(currency),
        ]))
    }
    return .object(["jobs": ControlAnswer.number(jobs), "tenants": .array(list)])
  }
}
