/// Leads URLs in a text elsewhere, also where a URL comes in two pieces.
///
/// What is told apart is scheme and authority; path and query stay. JSON may write a slash with a backslash before it.
struct LinkRewriter: Sendable {
  /// What stands for a scheme and an authority, such as `https` and `cdn.example.com`; nil to leave them.
  typealias Leading = @Sendable (_ scheme: String, _ authority: String) -> String?

  private let leading: Leading
  private var held: [UInt8] = []

  init(_ leading: @escaping Leading) { self.leading = leading }

  /// Bytes of an authority at most: a name has 253, a port 5.
  private static let authorityBytesMax = 300
  private static let starts = ["https://", "http://", "https:\\/\\/", "http:\\/\\/"].map { Array($0.utf8) }

  /// A whole text, led.
  static func lead(_ bytes: [UInt8], _ leading: @escaping Leading) -> [UInt8] {
    var rewriter = LinkRewriter(leading)
    return rewriter.take(bytes) + rewriter.finish()
  }

  /// Takes the next bytes, and gives those that are certain.
  mutating func take(_ bytes: [UInt8]) -> [UInt8] { rewrite(bytes, isLast: false) }

  /// Gives the rest.
  mutating func finish() -> [UInt8] { rewrite([], isLast: true) }

  private mutating func rewrite(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    let input = held.isEmpty ? bytes : held + bytes
    held = []
    var result: [UInt8] = []
    var kept = 0
    var index = 0
    while index < input.count {
      guard input[index] == UInt8(ascii: "h") else {
        index += 1
        continue
      }
      let rest = input[index...]
      guard let start = Self.starts.first(where: { rest.starts(with: $0) }) else {
        if !isLast, Self.starts.contains(where: { rest.count < $0.count && $0.starts(with: rest) }) {
          held = Array(rest)
          return result + input[kept..<index]
        }
        index += 1
        continue
      }
      let authority = rest.dropFirst(start.count).prefix { Self.isAuthority($0) }
      if authority.endIndex == input.count, !isLast, authority.count < Self.authorityBytesMax {
        held = Array(rest)
        return result + input[kept..<index]
      }
      let scheme = start[4] == UInt8(ascii: "s") ? "https" : "http"
      if let text = leading(scheme, String(decoding: authority, as: UTF8.self)) {
        result += input[kept..<index]
        result += Array(text.utf8)
        kept = authority.endIndex
      }
      index = authority.endIndex
    }
    return result + input[kept...]
  }

  private static func isAuthority(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["),
      UInt8(ascii: "]"):
      true
    default: false
    }
  }
}
