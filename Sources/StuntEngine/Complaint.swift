/// The double's own complaint, in its own voice: `application/problem+json` (RFC 9457), never the provider's error.
package enum Complaint: Error, Equatable, Sendable {
  /// No operation has the path.
  case unknownPath(method: String, path: String, closest: [String])
  /// The path is known, but not with this method.
  case methodNotAllowed(method: String, path: String, allowed: [String])
  /// A target URL, or a host, that no provider names.
  case unknownHost(String, known: [String])
  case unknownScenario(String, origin: String, provider: String, nearest: String?)
  /// A request that breaks the contract, of a provider that documents no error for it.
  case violation(String)
  /// Our own answer broke the contract: a mistake in the documents.
  case answerOutsideContract(operation: String, status: Int, message: String, location: String)
  /// The documents have no answer for what happened.
  case unanswered(operation: String)
  case tooManyJobs(limit: Int)
  case tooManyTenants(limit: Int)
  /// A file that is larger than the double keeps.
  case uploadTooLarge(limit: Int)
  /// More files, or bytes of them, than the double keeps for one key.
  case tooManyUploads(what: String, limit: Int)
  /// A control operation's request that cannot be read.
  case badControl(String)
  /// A request that no recording answers, in one sentence.
  case unrecorded(String)
  /// A request that breaks a binding rule, at a server that refuses such requests.
  case brokenRule(RuleBreak)

  /// The status of the answer.
  package var status: Int {
    switch self {
    case .unknownPath, .unrecorded: 404
    case .methodNotAllowed: 405
    case .unknownHost: 421
    case .unknownScenario, .violation, .badControl, .brokenRule: 400
    case .answerOutsideContract, .unanswered: 500
    case .uploadTooLarge: 413
    case .tooManyJobs, .tooManyTenants, .tooManyUploads: 507
    }
  }

  /// The stable last part of the problem's type.
  package var name: String {
    switch self {
    case .unknownPath: "unknown-path"
    case .methodNotAllowed: "method-not-allowed"
    case .unknownHost: "unknown-host"
    case .unknownScenario: "unknown-scenario"
    case .violation: "contract-violation"
    case .answerOutsideContract: "answer-outside-contract"
    case .unanswered: "unanswered"
    case .tooManyJobs: "too-many-jobs"
    case .tooManyTenants: "too-many-tenants"
    case .uploadTooLarge: "upload-too-large"
    case .tooManyUploads: "too-many-uploads"
    case .badControl: "bad-control-request"
    case .unrecorded: "unrecorded"
    case .brokenRule: "rule-broken"
    }
  }

  /// The problem's title: the same for all of its type.
  package var title: String {
    switch self {
    case .unknownPath: "No operation has this path."
    case .methodNotAllowed: "The path does not take this method."
    case .unknownHost: "No provider has this host."
    case .unknownScenario: "There is no such scenario."
    case .violation: "The request breaks the contract."
    case .answerOutsideContract: "The double's own answer breaks the contract."
    case .unanswered: "The documents have no answer for this."
    case .tooManyJobs: "The tenant has too many jobs."
    case .tooManyTenants: "The server has too many tenants."
    case .uploadTooLarge: "The upload is too large."
    case .tooManyUploads: "The tenant has too many uploads."
    case .badControl: "The control request cannot be read."
    case .unrecorded: "No recording answers the request."
    case .brokenRule: "The request breaks a rule of the provider."
    }
  }

  /// What was asked, what came closest, and what to do next.
  package var detail: String {
    switch self {
    case .unknownPath(let method, let path, let closest):
      "no operation for \(method) \(path)"
        + (closest.isEmpty ? "" : "; closest is \(closest.joined(separator: ", then "))")
        + "; see GET /_stunt/health for the base URLs"
    case .methodNotAllowed(let method, let path, let allowed):
      "\(path) does not take \(method); it takes \(allowed.joined(separator: ", "))"
    case .unknownHost(let host, let known):
      "no provider has the host \(host); known are \(known.joined(separator: ", "))"
    case .unknownScenario(let name, let origin, let provider, let nearest):
      "\(origin) asks for the scenario \"\(name)\", which \(provider) does not have"
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "") + "; see GET /_stunt/scenarios"
    case .violation(let message): "\(message); see the provider's openapi.json"
    case .answerOutsideContract(let operation, let status, let message, let location):
      "the answer \(status) of \(operation): \(message) (at \(location.isEmpty ? "the root" : location));"
        + " mend behavior.json or openapi.json, and run stuntdouble check"
    case .unanswered(let operation):
      "behavior.json has no answer of \(operation) for this; add one, and run stuntdouble check"
    case .tooManyJobs(let limit): "a tenant keeps \(limit) jobs; reset it with POST /_stunt/reset"
    case .tooManyTenants(let limit): "a server keeps \(limit) tenants; reset it with POST /_stunt/reset"
    case .uploadTooLarge(let limit): "the double keeps files of \(limit) bytes; send a smaller one"
    case .tooManyUploads(let what, let limit):
      "a tenant keeps \(limit) \(what) of uploads; reset it with POST /_stunt/reset"
    case .badControl(let sentence), .unrecorded(let sentence): sentence
    case .brokenRule(let breach):
      "\(breach.sentence). \(breach.duty) This server is strict; see `\(breach.help)`"
    }
  }
}
