/// The number of single-byte edits between two words (Levenshtein), or `limit + 1` when it is more.
package func editDistance(
  _ left: some Collection<UInt8>, _ right: some Collection<UInt8>, atMost limit: Int
) -> Int {
  let columns = Array(right)
  guard abs(left.count - columns.count) <= limit else { return limit + 1 }
  var row = Array(0...columns.count)
  for (line, a) in left.enumerated() {
    var diagonal = row[0]
    row[0] = line + 1
    for (column, b) in columns.enumerated() {
      let change = diagonal + (a == b ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(change, row[column] + 1, diagonal + 1)
    }
  }
  return min(row[columns.count], limit + 1)
}

/// The name nearest to the given one, if one is near enough to be what was meant.
///
/// A third of the letters may differ, at most four: an empirical number, as in swift-argument-parser.
package func nearest(to name: String, in names: some Sequence<String>) -> String? {
  let limit = min(4, max(1, name.utf8.count / 3))
  return
    names
    .map { (name: $0, distance: editDistance(name.utf8, $0.utf8, atMost: limit)) }
    .filter { $0.distance <= limit }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
    .name
}
