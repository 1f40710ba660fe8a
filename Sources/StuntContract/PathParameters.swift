import StuntHTTP

/// The places of a path's parameters in the bytes of its request; kept inline, so that routing allocates nothing.
package struct PathParameters: Hashable, Sendable {
  private var places = SIMD8<Int32>()
  /// How many there are.
  package private(set) var count = 0

  /// No parameters.
  package init() {}

  /// The place of the parameter with the given index.
  package subscript(index: Int) -> Range<Int> {
    precondition(index < count, "the template has \(count) parameters")
    return Int(places[2 * index])..<Int(places[2 * index + 1])
  }

  /// The text of a parameter, percent-decoding undone; as it came where that cannot be.
  func text(_ index: Int, in request: HTTPRequest) -> [UInt8] {
    let raw = request.head[self[index]]
    guard raw.contains(UInt8(ascii: "%")) else { return Array(raw) }
    return (try? PercentEncoding.decode(raw)) ?? Array(raw)
  }

  /// Adds a place; false when the limit is reached.
  mutating func append(_ range: Range<Int>) -> Bool {
    guard count < Limits.pathParametersMax else { return false }
    places[2 * count] = Int32(truncatingIfNeeded: range.lowerBound)
    places[2 * count + 1] = Int32(truncatingIfNeeded: range.upperBound)
    count += 1
    return true
  }

  mutating func removeLast() {
    count -= 1
  }
}
