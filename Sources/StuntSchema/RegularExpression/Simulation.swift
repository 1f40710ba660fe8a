/// Runs a program over a text: at most its length in instructions for each scalar.
extension PatternProgram {
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var current = StateSet(capacity: instructions.count)
    var following = StateSet(capacity: instructions.count)
    var position = 0
    while true {
      // The search is not anchored: a match may start at every place.
      current.insert(start)
      let place = Place(text, position)
      if follow(&current, at: place) { return true }
      guard position < text.count else { return false }
      let (scalar, next) = decodeScalar(text, position)
      following.removeAll()
      for state in current.members {
        let instruction = instructions[Int(state)]
        guard instruction.code == .set, sets[Int(instruction.operand)].contains(scalar) else { continue }
        following.insert(instruction.first)
      }
      swap(&current, &following)
      position = next
    }
  }

  /// Adds what is reached without consuming; true once the pattern is satisfied.
  func follow(_ states: inout StateSet, at place: Place) -> Bool {
    var index = 0
    while index < states.members.count {
      let instruction = instructions[Int(states.members[index])]
      switch instruction.code {
      case .accept: return true
      case .split:
        states.insert(instruction.first)
        states.insert(instruction.second)
      case .assertion where place.satisfies(instruction.operand): states.insert(instruction.first)
      case .assertion, .set: break
      }
      index += 1
    }
    return false
  }
}

/// What the assertions may know of the place between two scalars.
struct Place {
  var isStart: Bool
  var isEnd: Bool
  var isWordBoundary: Bool

  init(isStart: Bool, isEnd: Bool) {
    self.isStart = isStart
    self.isEnd = isEnd
    isWordBoundary = false
  }

  /// Bytes suffice, because the scalars of words are ASCII and bytes of other scalars are not.
  init(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) {
    isStart = position == 0
    isEnd = position == text.count
    let before = position > 0 && ScalarSet.isWord(text[position - 1])
    let after = position < text.count && ScalarSet.isWord(text[position])
    isWordBoundary = before != after
  }

  func satisfies(_ assertion: Int32) -> Bool {
    switch Pattern.Assertion(rawValue: UInt8(assertion)) {
    case .start: isStart
    case .end: isEnd
    case .wordBoundary: isWordBoundary
    case .noWordBoundary: !isWordBoundary
    case nil: false
    }
  }
}

/// A set of instructions that is emptied in constant time and keeps the order of insertion (Briggs and Torczon).
struct StateSet {
  private(set) var members: [Int32] = []
  private var places: [Int32]

  init(capacity: Int) {
    places = Array(repeating: 0, count: capacity)
    members.reserveCapacity(capacity)
  }

  mutating func insert(_ state: Int32) {
    let place = Int(places[Int(state)])
    if place < members.count, members[place] == state { return }
    places[Int(state)] = Int32(members.count)
    members.append(state)
  }

  mutating func removeAll() { members.removeAll(keepingCapacity: true) }
}

extension ScalarSet {
  /// Tells the bytes of `\w`.
  static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x5F
  }
}
