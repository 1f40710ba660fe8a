import StuntContract
import StuntJSON

extension Observations {
  /// `together`: requests have no members that exclude each other.
  func together(_ groups: [Detector.MemberGroup], _ operations: Detector.OperationSet) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard let call = run.exchanges[index].call, operations.contains(call.endpoint.operation) else {
        continue
      }
      for group in groups {
        guard let body = call.body else { continue }
        let sent = group.members.filter { member in
          body.root.values(at: member).contains { $0.node.kind != .null }
        }
        isExercised = isExercised || !sent.isEmpty
        guard sent.count > 1 else { continue }
        findings.add(
          Finding(
            exchange: run.exchanges[index].number, subject: subject(index), place: "body \(sent[1])",
            expected: "one of \(group.members.map(\.description).joined(separator: ", "))",
            found: sent.map(\.description).joined(separator: " and "), closest: group.use))
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request has one of the members")
  }
}
