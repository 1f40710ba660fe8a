import StuntJSON
import StuntSchema

/// Finds the listed value that was probably meant.
enum NearestValue {
  /// The value that has the same text, or the nearest number, or the text that the fewest edits lead to.
  static func among(_ values: [JSONValue], to found: String) -> String? {
    let plain = unquoted(found)
    let texts = values.map { unquoted($0.description) }
    if let same = texts.firstIndex(of: plain) { return values[same].description }
    if let number = Double(plain) {
      let numbers = texts.indices.compactMap { index in
        Double(texts[index]).map { (index: index, distance: abs($0 - number)) }
      }
      if let nearest = numbers.min(by: { $0.distance < $1.distance }) {
        return values[nearest.index].description
      }
    }
    let near = NearestName.among(texts, to: plain).flatMap { texts.firstIndex(of: $0) }
    return near.map { values[$0].description }
  }

  private static func unquoted(_ text: String) -> String {
    let isQuoted = text.utf8.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
    return isQuoted ? String(text.dropFirst().dropLast()) : text
  }
}
