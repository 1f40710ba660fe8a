package import StuntConformance
import StuntContract
import StuntEngine
import StuntHTTP
package import StuntProviders
import StuntSockets

/// Traffic of many tenants, made in the process from the documents' examples: what judging is measured with.
package enum SampleTraffic {
  /// Polls of each job, at which most examples have come to their end.
  private static let polls = 8

  /// The runs of so many tenants, each with one job: submitted, polled, and its result asked for.
  package static func runs(tenants: Int, _ book: RuleBook, registry: ProviderRegistry) -> [ClientRun] {
    var options = DoubleOptions()
    options.clock = .auto
    let service = DoubleService(registry: registry, options: options, start: start)
    for tenant in 0..<tenants { play(book, key: book.key(of: "tenant-\(tenant)"), service) }
    return service.clientRuns()
  }

  private static func play(_ book: RuleBook, key: String, _ service: DoubleService) {
    let provider = book.provider
    let roles: [Provider.Role] = Array(repeating: .observe, count: polls) + [.result, .content]
    guard let submit = operation(.submit, provider) else { return }
    send(submit, job: "", key: key, provider, service)
    let id = service.clientRuns(key: Array(key.utf8)[...], limit: 1).first?.jobs.first?.id
    guard let id else { return }
    for role in roles {
      guard let operation = operation(role, provider) else { continue }
      send(operation, job: id, key: key, provider, service)
    }
  }

  /// The first operation of a role whose path needs nothing but a job.
  private static func operation(_ role: Provider.Role, _ provider: Provider) -> Int? {
    provider.contract.operations.indices.first { index in
      let names = provider.contract.operations[index].pathNames.count
      return provider.role(of: index) == role && names == (role == .submit ? 0 : 1)
    }
  }

  private static func send(
    _ operation: Int, job: String, key: String, _ provider: Provider, _ service: DoubleService
  ) {
    let documented = provider.contract.operations[operation]
    var path = provider.contract.servers[documented.servers[0]].localPath + documented.path
    if let open = path.firstIndex(of: "{"), let close = path.lastIndex(of: "}") {
      path.replaceSubrange(open...close, with: job)
    }
    var fields: HTTPFields = ["Host": "localhost:4010", "Accept": "*/*", "User-Agent": "sample/1.0"]
    if let rule = provider.authentication {
      fields.append(rule.field, (rule.scheme.map { $0 + " " } ?? "") + key)
    }
    let body = documented.messages.requestBodies.first { $0.essence == "application/json" }
    if body != nil { fields.append("Content-Type", "application/json") }
    let request = HTTPRequest(
      method: documented.method, target: path, fields: fields, body: body?.example ?? [])
    var output = OutputBuffer()
    _ = service.respond(to: request, connection: connection, now: start, into: &output)
  }

  private static let start = MonotonicInstant(nanoseconds: 0)
  private static let connection: ConnectionInfo = {
    guard let address = try? SocketAddress(listening: "127.0.0.1:4010") else {
      preconditionFailure("it is an address")
    }
    return ConnectionInfo(remote: address, local: address, loop: 0)
  }()
}
