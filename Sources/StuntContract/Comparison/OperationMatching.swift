/// Which operations of two contracts stand for each other.
struct OperationMatching {
  private(set) var pairs: [(DocumentedOperation, DocumentedOperation)] = []
  /// Those of the old contract that nothing stands for any more.
  private(set) var gone: [DocumentedOperation]
  /// Those of the new contract that stand for none of the old.
  private(set) var come: [DocumentedOperation]

  /// Matches by all that is known first, then by method and path, then by the id alone.
  init(_ old: [DocumentedOperation], _ new: [DocumentedOperation]) throws(DocumentError) {
    gone = old
    come = new
    try match { one, other throws(DocumentError) in
      one.method == other.method && one.pathShape == other.pathShape && one.id == other.id
        && one.id != nil
    }
    try match { one, other throws(DocumentError) in
      guard one.method == other.method, one.pathShape == other.pathShape else { return false }
      return try Set(one.servers().map(\.url)) == Set(other.servers().map(\.url))
    }
    try match { one, other throws(DocumentError) in
      one.method == other.method && one.pathShape == other.pathShape
    }
    try match { one, other throws(DocumentError) in one.id != nil && one.id == other.id }
  }

  private mutating func match(
    _ areSame: (DocumentedOperation, DocumentedOperation) throws(DocumentError) -> Bool
  ) throws(DocumentError) {
    var rest: [DocumentedOperation] = []
    for one in gone {
      var found: Int?
      for (index, other) in come.enumerated() where found == nil {
        if try areSame(one, other) { found = index }
      }
      if let found {
        pairs.append((one, come.remove(at: found)))
      } else {
        rest.append(one)
      }
    }
    gone = rest
  }
}
