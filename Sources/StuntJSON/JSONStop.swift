/// What ends a walk early, before its place is known.
struct JSONStop: Error, Equatable {
  enum Reason: Equatable {
    case fault(JSONFault)
    case limit(JSONLimit)
    /// The index of the second of two equal names.
    case duplicate(name: Int)
  }

  var reason: Reason
  var offset: Int

  init(_ fault: JSONFault, at offset: Int) {
    self.reason = .fault(fault)
    self.offset = offset
  }

  init(_ limit: JSONLimit, at offset: Int) {
    self.reason = .limit(limit)
    self.offset = offset
  }

  init(duplicate name: Int, at offset: Int) {
    self.reason = .duplicate(name: name)
    self.offset = offset
  }
}
