import StuntContract
import StuntEngine
import StuntHTTP

extension Observations {
  /// `verifiesWebhooks`: flawed webhooks are refused, and genuine ones taken.
  func verifiesWebhooks(_ flaws: [Detector.WebhookFlaw]) -> Verdict {
    guard !run.deliveries.isEmpty else { return .notExercised("no webhook was sent") }
    guard run.deliveries.contains(where: { $0.status != nil }) else {
      return .notExercised("the client takes no webhooks")
    }
    var findings = FindingList()
    var isExercised = false
    for delivery in run.deliveries {
      guard let status = delivery.status else { continue }
      if let flaw = delivery.flaw {
        guard flaws.contains(where: { $0.rawValue == flaw }) else { continue }
        isExercised = true
        guard (200..<300).contains(status) else { continue }
        findings.add(
          Finding(
            subject: "a webhook that is \(Self.words(flaw))", expected: "a refusal, such as status 401",
            found: "status \(status), as if it were genuine"))
      } else if delivery.copy == 1, !(200..<300).contains(status) {
        findings.add(
          Finding(
            subject: "a genuine webhook", expected: "a status from 200 to 299", found: "status \(status)"))
      }
    }
    return findings.verdict(
      isExercised: isExercised, otherwise: "the client got no flawed webhook of that kind")
  }

  private static func words(_ flaw: String) -> String {
    flaw == Detector.WebhookFlaw.wrongKey.rawValue ? "signed with another key" : flaw
  }

  /// `handlesOnce`: a repeated webhook is taken and does nothing again.
  func handlesOnce() -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for delivery in run.deliveries where delivery.flaw == nil && delivery.copy > 1 {
      guard let status = delivery.status else { continue }
      isExercised = true
      if !(200..<300).contains(status) {
        findings.add(
          Finding(
            subject: "copy \(delivery.copy) of a webhook", expected: "a status from 200 to 299",
            found: "status \(status), so that it comes again"))
      }
      if let again = secondFetch(of: delivery) {
        findings.add(
          Finding(
            exchange: run.exchanges[again].number, subject: subject(again),
            expected: "nothing more after copy \(delivery.copy) of a webhook",
            found: "the result fetched again"))
      }
    }
    let reason =
      run.deliveries.contains { $0.status != nil } ? "no webhook came twice" : "the client takes no webhooks"
    return findings.verdict(isExercised: isExercised, otherwise: reason)
  }

  /// The first fetch of a result after a copy, of those that were fetched before it.
  private func secondFetch(of delivery: ClientRun.Delivery) -> Int? {
    let fetches = run.exchanges.indices.filter { index in
      let role = facts[index].role
      return (role == .content || role == .file || role == .result) && run.exchanges[index].status < 300
        && run.exchanges[index].slot == delivery.slot && facts[index].isWhole
        && !run.exchanges[index].request.fields.contains("range")
    }
    return fetches.first { index in
      run.exchanges[index].arrival > delivery.arrival
        && fetches.contains { earlier in
          run.exchanges[earlier].arrival <= delivery.arrival
            && run.exchanges[earlier].request.target == run.exchanges[index].request.target
        }
    }
  }
}
