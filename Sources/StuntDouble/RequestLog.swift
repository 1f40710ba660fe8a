package import StuntContract
import StuntHTTP

/// What is told about one request while the server runs.
package struct RequestLog: Sendable {
  package let method: String
  /// The target as it came, query and all.
  package let target: String
  package let status: Int
  package let provider: String?
  /// The operation's id.
  package let operation: String?
  /// The job's id as the client sees it.
  package let job: String?
  package let phase: String?
  /// What is wrong with the request, in one sentence.
  package let violation: String?
  /// What happens to the reply, if it is not simply sent.
  package let transport: String?
  /// The rules that the request breaks, as `provider/id`.
  package let rules: [String]
  /// The request as its operation reads it; nil where it reached none.
  package let call: Call?
  /// The job that the answer is about, by its number at its tenant.
  package let slot: Int?
  /// The tenant's own entropy, by which it is known.
  package let tenantSeed: UInt64?
}

extension RequestLog {
  /// A request that was refused before its operation was looked for.
  init(refused request: HTTPRequest, status: Int, _ complaint: String) {
    self.init(
      method: request.methodText, target: request.targetText, status: status, provider: nil, operation: nil,
      job: nil, phase: nil, violation: complaint, transport: nil, rules: [], call: nil, slot: nil,
      tenantSeed: nil)
  }
}
