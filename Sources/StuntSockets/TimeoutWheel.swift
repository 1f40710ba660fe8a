/// The coarse deadlines of all connections of a loop: idle, slow head, stalled write.
///
/// A deadline that moves later, as it does with each request, is one store: its entry stays where it is linked and
/// is looked at again when that tick comes. So nothing is ever searched. A deadline is met at most one tick late and
/// never early.
struct TimeoutWheel {
  private struct Entry {
    var deadline = MonotonicInstant.never
    /// The tick that the entry is linked at; -1 if it is not linked.
    var tick: Int64 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
  }

  /// A tick is 2^28 nanoseconds, about a quarter of a second.
  private static let tickShift: Int64 = 28
  private static let tickCount: Int64 = 512

  private var entries: [Entry] = []
  private var heads = [Int32](repeating: -1, count: Int(Self.tickCount))
  /// All ticks up to this one have been looked at.
  private var current: Int64
  /// No entry is linked at an earlier tick.
  private var earliest = Int64.max

  init(now: MonotonicInstant) {
    current = Self.tick(now) - 1
  }

  /// When `expire` should be called next.
  var next: MonotonicInstant {
    earliest == .max ? .never : MonotonicInstant(nanoseconds: (earliest + 1) << Self.tickShift)
  }

  /// Sets the deadline of a slot; `.never` takes it away.
  @inline(__always)
  mutating func set(_ slot: Int, _ deadline: MonotonicInstant) {
    if slot < entries.count, entries[slot].tick >= 0, deadline != .never,
      Self.tick(deadline) >= entries[slot].tick
    {
      entries[slot].deadline = deadline
    } else {
      move(slot, deadline)
    }
  }

  /// Appends the slots whose deadline has passed and takes their deadlines away.
  mutating func expire(_ now: MonotonicInstant, into expired: inout [Int]) {
    guard now >= next else { return }
    let last = Self.tick(now) - 1
    let first = max(current + 1, last - Self.tickCount + 1)
    current = last
    for tick in first...max(first, last) { expire(bucket: tick, last: last, into: &expired) }
    earliest = .max
    for tick in (current + 1)...(current + Self.tickCount) where heads[Self.bucket(tick)] >= 0 {
      earliest = tick
      break
    }
  }

  private mutating func expire(bucket tick: Int64, last: Int64, into expired: inout [Int]) {
    var slot = heads[Self.bucket(tick)]
    while slot >= 0 {
      let entry = entries[Int(slot)]
      if Self.tick(entry.deadline) <= last {
        unlink(Int(slot))
        expired.append(Int(slot))
      } else if entry.tick <= last {
        move(Int(slot), entry.deadline)
      }
      slot = entry.next
    }
  }

  private mutating func move(_ slot: Int, _ deadline: MonotonicInstant) {
    if entries.count <= slot {
      entries.append(contentsOf: repeatElement(Entry(), count: slot + 1 - entries.count))
    }
    unlink(slot)
    entries[slot].deadline = deadline
    guard deadline != .never else { return }
    let tick = min(max(Self.tick(deadline), current + 1), current + Self.tickCount)
    let head = heads[Self.bucket(tick)]
    entries[slot].tick = tick
    entries[slot].next = head
    entries[slot].previous = -1
    if head >= 0 { entries[Int(head)].previous = Int32(slot) }
    heads[Self.bucket(tick)] = Int32(slot)
    earliest = min(earliest, tick)
  }

  private mutating func unlink(_ slot: Int) {
    let entry = entries[slot]
    guard entry.tick >= 0 else { return }
    if entry.previous >= 0 {
      entries[Int(entry.previous)].next = entry.next
    } else {
      heads[Self.bucket(entry.tick)] = entry.next
    }
    if entry.next >= 0 { entries[Int(entry.next)].previous = entry.previous }
    entries[slot].tick = -1
    entries[slot].next = -1
    entries[slot].previous = -1
  }

  private static func tick(_ instant: MonotonicInstant) -> Int64 { instant.nanoseconds >> tickShift }

  private static func bucket(_ tick: Int64) -> Int { Int(tick & (tickCount - 1)) }
}
