package import StuntJSON
import StuntSchema

extension Contract.Webhook {
  /// All that is wrong with the body of such a message.
  package func findings(in body: JSONDocument) -> [MessageFinding] {
    schema.violations(of: body, limit: Limits.violationsMax).map {
      MessageFinding(CallViolation(body: $0), body: body, names: nil)
    }
  }
}
