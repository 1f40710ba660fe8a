package import StuntContract
package import StuntEngine
package import StuntHTTP
package import StuntProviders
import StuntSockets

/// Reads requests as a server would, without answering them.
package struct RequestReader {
  let service: DoubleService

  /// A reader for the providers of a registry.
  ///
  /// - Parameter selection: What they were given by, which their rules are found by.
  package init(registry: ProviderRegistry, selection: [String] = []) {
    service = DoubleService(
      registry: registry, options: DoubleOptions(), start: MonotonicInstant(nanoseconds: 0),
      watch: RuleWatch(registry, selection: selection))
  }

  /// A request that reached an operation.
  package struct Reading {
    package let provider: Provider
    package let operation: Operation
    package let call: Call
    /// By which door it came.
    package let door: Door
  }

  /// The ways to a provider.
  package enum Door: String, Sendable {
    case path, host
    /// The field in which a client's own proxy names the real URL.
    case target
    /// None: the provider was named beside the request.
    case given
  }

  /// The providers that requests can reach.
  package var providers: [Provider] { service.registry.providers }

  /// Reads a request, or says why it reaches no operation.
  package func read(_ request: HTTPRequest) -> Result<Reading, Complaint> {
    service.lead(request).map { led in
      let isTarget = service.registry.targetFields.contains { request.fields.contains($0) }
      return reading(led, isTarget ? .target : led.links.door == .path ? .path : .host)
    }
  }

  /// Reads a request that names no server: as if it went to any of a provider's, in their order.
  package func read(_ request: HTTPRequest, to provider: Provider) -> Result<Reading, Complaint> {
    let own = read(request)
    if case .success = own { return own }
    for server in provider.contract.servers {
      guard let node = service.registry.router.node(ofHost: server.host) else { continue }
      for base in ["", server.basePath] {
        guard
          let moved = base.isEmpty
            ? request : try? request.retargeted(to: Array((base + request.targetText).utf8)),
          let reading = route(moved, from: node), reading.provider.name == provider.name
        else { continue }
        return .success(reading)
      }
    }
    return own
  }

  private func route(_ request: HTTPRequest, from node: Int) -> Reading? {
    let outcome = request.head.withUnsafeBufferPointer {
      service.registry.router.route(request.method, $0, path: request.pathRange, from: node)
    }
    guard case .found(let endpoint, let parameters) = outcome else { return nil }
    let provider = providers[endpoint.contract]
    return Reading(
      provider: provider, operation: provider.contract.operations[endpoint.operation],
      call: provider.contract.read(request, endpoint: endpoint, parameters: parameters), door: .given)
  }

  private func reading(_ led: DoubleService.Led, _ door: Door) -> Reading {
    let provider = providers[led.endpoint.contract]
    return Reading(
      provider: provider, operation: provider.contract.operations[led.endpoint.operation],
      call: provider.contract.read(led.request, endpoint: led.endpoint, parameters: led.parameters),
      door: door)
  }
}
