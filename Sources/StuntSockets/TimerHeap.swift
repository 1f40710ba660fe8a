/// The exact timers of a loop: at most one for each slot, the earliest on top.
struct TimerHeap {
  private struct Entry {
    var due: MonotonicInstant
    var slot: Int32
  }

  private var entries: [Entry] = []
  /// Where a slot's entry stands in `entries`; -1 if it has none.
  private var places: [Int32] = []

  /// When the earliest timer is due.
  var next: MonotonicInstant { entries.first?.due ?? .never }

  /// Sets the timer of a slot, in place of the one that it had; `.never` clears it.
  mutating func set(_ slot: Int, due: MonotonicInstant) {
    clear(slot)
    guard due != .never else { return }
    if places.count <= slot { places.append(contentsOf: repeatElement(-1, count: slot + 1 - places.count)) }
    entries.append(Entry(due: due, slot: Int32(slot)))
    rise(entries.count - 1)
  }

  /// Takes the timer of a slot away, if it has one.
  mutating func clear(_ slot: Int) {
    guard slot < places.count, places[slot] >= 0 else { return }
    let place = Int(places[slot])
    places[slot] = -1
    let moved = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = moved
    sink(place)
    rise(Int(places[Int(moved.slot)]))
  }

  /// Takes out a slot whose timer is due.
  mutating func popDue(_ now: MonotonicInstant) -> Int? {
    guard let first = entries.first, first.due <= now else { return nil }
    clear(Int(first.slot))
    return Int(first.slot)
  }

  private mutating func rise(_ start: Int) {
    var place = start
    let entry = entries[place]
    while place > 0, entry.due < entries[(place - 1) / 2].due {
      put(entries[(place - 1) / 2], at: place)
      place = (place - 1) / 2
    }
    put(entry, at: place)
  }

  private mutating func sink(_ start: Int) {
    var place = start
    let entry = entries[place]
    while true {
      var child = 2 * place + 1
      guard child < entries.count else { break }
      if child + 1 < entries.count, entries[child + 1].due < entries[child].due { child += 1 }
      guard entries[child].due < entry.due else { break }
      put(entries[child], at: place)
      place = child
    }
    put(entry, at: place)
  }

  private mutating func put(_ entry: Entry, at place: Int) {
    entries[place] = entry
    places[Int(entry.slot)] = Int32(place)
  }
}
