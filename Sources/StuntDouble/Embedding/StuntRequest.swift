import StuntContract

/// A request that a double got, and what became of it.
public struct StuntRequest: Hashable, Sendable, CustomStringConvertible {
  /// The method, such as `GET`.
  public let method: String
  /// Path and query as they came.
  public let target: String
  /// The status of the answer.
  public let status: Int
  /// The `operationId` of the operation; nil where it reached none.
  public let operation: String?
  /// The id of the job that it is about.
  public let job: String?
  /// The phase that the answer showed: `queued`, `running`, `succeeded`, `failed` or `canceled`.
  public let phase: String?
  /// Where it disagrees with the contract, in sentences; the double's complaint where it reached no operation.
  public let violations: [String]

  init(_ log: RequestLog) {
    method = log.method
    target = log.target
    status = log.status
    operation = log.operation
    job = log.job
    phase = log.phase
    let own = log.call.map { call in
      call.violations.map { "in the \($0.part.name): \($0.message)" }
    }
    violations = own.map { $0.isEmpty ? [] : $0 } ?? (log.violation.map { [$0] } ?? [])
  }

  /// Whether it is one of the double's own control operations.
  var isControl: Bool { target.hasPrefix("/_stunt") }

  /// Method, target, status, job and phase in one line.
  public var description: String {
    "\(method) \(target) \(status)" + (job.map { " \($0)" } ?? "") + (phase.map { " \($0)" } ?? "")
  }
}
