import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `knownOperation`: every request reaches a documented path and method.
  func knownOperation() -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      isExercised = true
      guard run.exchanges[index].call == nil, !isControl(index) else { continue }
      findings.add(unknownOperation(index))
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request reached the server")
  }

  private func unknownOperation(_ index: Int) -> Finding {
    let request = run.exchanges[index].request
    // Only for a finding: a router is a tree over all paths.
    let router = try? Router(contracts: [run.provider.contract])
    var methods: [HTTPMethod] = []
    let outcome = request.head.withUnsafeBufferPointer {
      router?.route(request.method, $0, path: request.pathRange)
    }
    if case .methodNotAllowed(let others) = outcome { methods = others }
    let names = methods.map(\.name).joined(separator: " or ")
    return Finding(
      exchange: run.exchanges[index].number, subject: subject(index),
      place: methods.isEmpty ? "path" : "method",
      expected: methods.isEmpty ? "a documented method and path" : "the method \(names)",
      found: subject(index),
      closest: router?.closest(to: request.pathText, method: request.method, count: 1).first)
  }

  /// Whether a request is for the double itself, which is nobody's provider.
  private func isControl(_ index: Int) -> Bool {
    run.exchanges[index].request.path.starts(with: "/_stunt/".utf8)
  }
}
