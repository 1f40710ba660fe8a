/// Texts to be put in the place of others, in the bytes of a message.
struct ByteReplacements: Sendable {
  private var pairs: [(old: [UInt8], new: [UInt8])] = []

  /// Nothing to replace.
  init() {}

  var isEmpty: Bool { pairs.isEmpty }

  /// Replaces a text by another one; longer texts are to be added before those that they begin with.
  mutating func add(_ old: String, _ new: String) {
    guard old != new, !old.isEmpty else { return }
    pairs.append((Array(old.utf8), Array(new.utf8)))
    // JSON may write a slash with a backslash before it.
    let escaped = old.replacing("/", with: "\\/")
    if escaped != old { pairs.append((Array(escaped.utf8), Array(new.utf8))) }
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
