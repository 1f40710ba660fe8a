import StuntContract
import StuntHTTP

// Operations that are about no job: lists, tables, and what never changes.
extension ProviderDouble {
  /// Answers a call that is about no job, unless a fault of its scenario stands in the way.
  ///
  /// The scenario is the one that the call names, or the standing one; the queue is for jobs.
  mutating func answerWithoutJob(
    _ turn: inout Turn, _ answer: (inout ProviderDouble, inout Turn) -> Reply
  ) -> Reply {
    let scenario: Int
    if let name = turn.call.firstField("stunt-scenario") {
      do throws(Complaint) {
        scenario = try named(name, "the field Stunt-Scenario")
      } catch {
        return complaint(error, turn)
      }
    } else {
      scenario = standingScenario ?? provider.defaultScenario
    }
    var damage = Damage()
    if let broken = fault(for: &turn, scenario: scenario, damage: &damage) { return broken }
    var reply = answer(&self, &turn)
    self.damage(&reply, as: damage, scenario: scenario)
    return reply
  }
}
