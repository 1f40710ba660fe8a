import StuntContract
import StuntEngine

// Which runs a detector can say something about.
extension Detector {
  /// Whether it looks at single requests, rather than at what a client does over time.
  var isAboutMessages: Bool {
    switch self {
    case .knownOperation, .key, .meetsSchema, .knownMembers, .foreign, .together, .refusal: true
    default: false
    }
  }

  /// The runs that it is about, in words.
  var subject: String {
    switch self {
    case .reportsFailure, .reportsReason: "runs that end failed"
    case .finishes: "runs that end succeeded"
    case .givesUp: "runs that never end and are not interrupted"
    case .cancelsWhenInterrupted: "runs with \"interruptAfterPolls\""
    case .verifiesWebhooks, .handlesOnce: "runs of a provider with webhooks"
    default: "any run"
    }
  }

  /// Why it can say nothing about a run, as the end of a sentence; nil where it can.
  func misfit(with run: RuleBook.PlannedRun, _ provider: Provider) -> String? {
    switch self {
    case .reportsFailure, .reportsReason: run.end == .failed ? nil : "ends \(run.end.rawValue)"
    case .finishes:
      run.end != .succeeded
        ? "ends \(run.end.rawValue)" : run.interruptAfterPolls == nil ? nil : "is interrupted"
    case .givesUp:
      run.end != .never ? "ends \(run.end.rawValue)" : run.interruptAfterPolls == nil ? nil : "is interrupted"
    case .cancelsWhenInterrupted: run.interruptAfterPolls == nil ? "is not interrupted" : nil
    case .verifiesWebhooks, .handlesOnce:
      provider.contract.webhooks.isEmpty ? "has no webhooks, since the provider has none" : nil
    default: nil
    }
  }
}
