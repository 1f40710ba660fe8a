/// The findings of one rule in one run, of which only the first are kept.
struct FindingList {
  private var list: [Finding] = []
  private var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func add(_ finding: @autoclosure () -> Finding) {
    count += 1
    if list.count < Limits.findingsMax { list.append(finding()) }
  }

  /// The verdict: failed where there is a finding, and else as the run shows the rule.
  ///
  /// - Parameters:
  ///   - isExercised: Whether the run shows the rule at all.
  ///   - reason: Why it does not.
  func verdict(isExercised: Bool = true, otherwise reason: @autoclosure () -> String = "") -> Verdict {
    guard count > 0 else { return isExercised ? .passed : .notExercised(reason()) }
    var list = list
    if count > list.count { list[list.count - 1].found += " (and \(count - list.count) more like it)" }
    return .failed(list)
  }
}

extension Verdict {
  /// What is said where only a program's end can show a rule.
  static let noProgram = Verdict.notExercised("only the traffic is known, not the program")
  /// What is said where nothing came.
  static let noCalls = Verdict.notExercised("no request reached an operation of the provider")

  /// A failure with one finding.
  static func failed(_ finding: Finding) -> Verdict { .failed([finding]) }
}
