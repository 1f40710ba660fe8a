/// Finds what somebody probably meant.
package enum NearestName {
  /// The candidate that the fewest edits lead to, if they are few for a name of that length.
  package static func among(_ candidates: some Sequence<String>, to name: String) -> String? {
    var best: (name: String, distance: Int)?
    let most = max(1, name.utf8.count / 3)
    for candidate in candidates {
      guard abs(candidate.utf8.count - name.utf8.count) <= most else { continue }
      let distance = Self.distance(Array(name.utf8), Array(candidate.utf8))
      if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, removals, replacements and swaps of neighbours that make one the other.
  package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let replaced = last[column] + (left[row] | 0x20 == right[column] | 0x20 ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
