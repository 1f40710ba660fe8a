/// One mistake in a good document, and what is to be said about it: an entry of a file under Tests/Fixtures/mistakes.
///
/// An entry begins with `## ` and what is wrong. Its lines: `% ` the document's file, `- ` the text that is replaced (its
/// first occurrence), `+ ` what stands there then, `@ ` the text that begins at the place that the complaint names, and `: `
/// the complaint after that place, in which `…` stands for any words. `\n` stands for a line's end and the indentation of the next.
package struct Mistake: Sendable, CustomStringConvertible {
  package let name: String
  /// The document's file, where the set has several.
  package private(set) var file = ""
  private var old = ""
  private var new = ""
  private var place = ""
  /// What the complaint says after the place.
  package private(set) var complaint = ""

  package var description: String { name }

  /// All entries of a file.
  package static func all(in path: String) -> [Mistake] {
    let lines = ((try? Fixture.text(path)) ?? "").split(separator: "\n").map(String.init)
    var mistakes: [Mistake] = []
    var file = ""
    for line in lines {
      let rest = String(line.dropFirst(2))
      switch line.prefix(2) {
      case "##": mistakes.append(Mistake(name: String(rest.drop { $0 == " " }), file: file))
      case "% ": file = rest
      case "- ": mistakes[mistakes.count - 1].old = rest
      case "+ ": mistakes[mistakes.count - 1].new = rest
      case "@ ": mistakes[mistakes.count - 1].place = rest
      case ": ": mistakes[mistakes.count - 1].complaint = rest
      default: break
      }
    }
    return mistakes
  }

  private init(name: String, file: String) {
    self.name = name
    self.file = file
  }

  /// The document with the mistake in it, and the line and column of the place; nil where one of the texts is not there.
  package func made(in document: String) -> (text: String, place: String)? {
    let document = Array(document.utf8)
    guard let change = Self.find(old, in: document) else { return nil }
    let broken =
      document[..<change.lowerBound] + Array(new.replacing("\\n", with: "\n").utf8)
      + document[change.upperBound...]
    guard let start = Self.find(place, in: Array(broken))?.lowerBound else { return nil }
    let before = broken.prefix(start)
    let line = before.count { $0 == Self.newline } + 1
    let column = before.reversed().prefix { $0 != Self.newline }.count { $0 & 0xC0 != 0x80 } + 1
    return (String(decoding: broken, as: UTF8.self), "\(line):\(column)")
  }

  /// Whether a sentence is the complaint.
  package func isComplaint(_ sentence: String) -> Bool {
    guard let gap = complaint.firstRange(of: "…") else { return sentence == complaint }
    return sentence.hasPrefix(complaint[..<gap.lowerBound])
      && sentence.hasSuffix(complaint[gap.upperBound...])
  }

  private static let newline = UInt8(ascii: "\n")

  private static func find(_ text: String, in document: [UInt8]) -> Range<Int>? {
    let pieces = text.split(separator: "\\n", omittingEmptySubsequences: false).map { Array($0.utf8) }
    guard let first = pieces.first?.first else { return nil }
    for start in document.indices where document[start] == first {
      if let found = match(pieces, in: document, from: start) { return found }
    }
    return nil
  }

  private static func match(_ pieces: [[UInt8]], in document: [UInt8], from start: Int) -> Range<Int>? {
    var position = start
    for (index, piece) in pieces.enumerated() {
      if index > 0 {
        guard position < document.count, document[position] == newline else { return nil }
        position += 1
        while position < document.count, document[position] == UInt8(ascii: " ") { position += 1 }
      }
      guard document[position...].starts(with: piece) else { return nil }
      position += piece.count
    }
    return start..<position
  }
}
