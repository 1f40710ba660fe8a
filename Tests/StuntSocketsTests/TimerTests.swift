import StuntTestSupport
import Testing

@testable import StuntSockets

@Suite struct TimerTests {
  private enum Step: CustomStringConvertible {
    case set(Int, Int64)
    case pass(Int64)

    var description: String {
      switch self {
      case .set(let slot, let delay): "set \(slot) to +\(delay)"
      case .pass(let delay): "pass \(delay)"
      }
    }
  }

  private func steps(_ source: inout Source, delaysUpTo max: Int64) -> [Step] {
    source.list(upTo: 60) { source in
      let (isPass, slot, delay) = (source.below(3) == 0, source.below(12), Int64(source.below(Int(max))))
      return isPass ? .pass(delay) : .set(slot, delay)
    }
  }

  @Test func `timers fire when they are due, in order, each once`() {
    forAll { source in
      self.steps(&source, delaysUpTo: 50)
    } holds: { steps in
      var (heap, model, now) = (TimerHeap(), [Int: Int64](), Int64(0))
      for step in steps {
        switch step {
        case .set(let slot, let delay):
          model[slot] = delay == 0 ? nil : now + delay
          heap.set(slot, due: delay == 0 ? .never : MonotonicInstant(nanoseconds: now + delay))
        case .pass(let delay):
          now += delay
          var fired: [Int] = []
          while let slot = heap.popDue(MonotonicInstant(nanoseconds: now)) { fired.append(slot) }
          let due = model.filter { $0.value <= now }
          guard fired.count == due.count, Set(fired) == Set(due.keys) else { return false }
          guard fired.map({ due[$0] ?? 0 }) == due.values.sorted() else { return false }
          for slot in fired { model[slot] = nil }
        }
        guard heap.next.nanoseconds == model.values.min() ?? .max else { return false }
      }
      return true
    }
  }

  @Test(arguments: [Int64(900_000_000), 40_000_000_000, 400_000_000_000])
  func `a deadline is never met early, and at most one tick late`(_ longest: Int64) {
    let tick = Int64(1) << 28
    forAll { source in
      self.steps(&source, delaysUpTo: longest)
    } holds: { steps in
      var (model, now) = ([Int: Int64](), Int64(12_345_678_901))
      var wheel = TimeoutWheel(now: MonotonicInstant(nanoseconds: now))
      for step in steps {
        switch step {
        case .set(let slot, let delay):
          model[slot] = delay == 0 ? nil : now + delay
          wheel.set(slot, delay == 0 ? .never : MonotonicInstant(nanoseconds: now + delay))
        case .pass(let delay):
          now += delay
          var expired: [Int] = []
          wheel.expire(MonotonicInstant(nanoseconds: now), into: &expired)
          guard Set(expired).count == expired.count else { return false }
          for slot in expired {
            guard let deadline = model.removeValue(forKey: slot), deadline <= now else { return false }
          }
          guard model.values.allSatisfy({ $0 > now - 2 * tick }) else { return false }
        }
        // Whoever sleeps until then misses none.
        let next = wheel.next.nanoseconds
        guard model.values.allSatisfy({ next <= max($0, now) + 2 * tick }) else { return false }
      }
      return true
    }
  }
}
