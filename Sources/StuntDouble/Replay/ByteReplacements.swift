/// Texts to be put in the place of others, in the bytes of a message.
struct ByteReplacements: Sendable {
  private var pairs: [(old: [UInt8], new: [UInt8])] = []

  /// Nothing to replace.
  init() {}

  var isEmpty: Bool { pairs.isEmpty }

  /// A text that is looked for, in each of its forms.
  struct Pattern: Sendable {
    fileprivate let forms: [[UInt8]]

    init(_ text: String) {
      let bytes = Array(text.utf8)
      let slash = UInt8(ascii: "/")
      // JSON may write a slash with a backslash before it.
      let escaped = bytes.flatMap { $0 == slash ? [UInt8(ascii: "\\"), slash] : [$0] }
      forms = bytes.isEmpty ? [] : escaped == bytes ? [bytes] : [bytes, escaped]
    }
  }

  /// Replaces a text by another one; longer texts are to be added before those that they begin with.
  mutating func add(_ old: String, _ new: String) {
    if old != new { add(Pattern(old), new) }
  }

  /// Replaces a text that was prepared, as it is where it is looked for in each answer.
  mutating func add(_ old: Pattern, _ new: String) {
    let new = Array(new.utf8)
    for form in old.forms where form != new { pairs.append((form, new)) }
  }

  /// The bytes with everything replaced, in one pass: what was put in is not looked at again.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    guard !pairs.isEmpty else { return bytes }
    var firsts = [Bool](repeating: false, count: 256)
    for pair in pairs { firsts[Int(pair.old[0])] = true }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    var kept = 0
    while index < bytes.count {
      guard firsts[Int(bytes[index])], let pair = pairs.first(where: { bytes[index...].starts(with: $0.old) })
      else {
        index += 1
        continue
      }
      result += bytes[kept..<index]
      result += pair.new
      index += pair.old.count
      kept = index
    }
    return result + bytes[kept...]
  }

  /// A text with everything replaced.
  func applied(to text: String) -> String {
    isEmpty ? text : String(decoding: applied(to: Array(text.utf8)), as: UTF8.self)
  }
}
