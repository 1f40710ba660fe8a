import StuntEngine
import StuntHTTP

/// The keys that a run's requests carry, which no report repeats.
///
/// They are the double's own where `verify` made them; of a server that somebody attached to nobody can know.
struct Secrets {
  /// What stands in a report in place of a key.
  static let replacement = "[key]"
  /// Bytes of the shortest text that is taken for a key: shorter ones occur by chance.
  private static let bytesMin = 6

  /// The longest first, so that no part of a key outlives it.
  private let values: [[UInt8]]
  private let field: String?

  init(of run: ClientRun) {
    let field = run.provider.authentication?.field
    var found = Self.parts(of: Array(run.key.utf8)[...])
    for exchange in run.exchanges {
      let fields = exchange.request.fields
      for number in 0..<fields.count {
        let line = fields[lineAt: number]
        guard Self.isSecret(String(decoding: line.name, as: UTF8.self), field) else { continue }
        for value in Self.parts(of: line.value) where !found.contains(value) { found.append(value) }
      }
    }
    values = found.sorted { $0.count > $1.count }
    self.field = field
  }

  /// Whether a field's value is not to be repeated.
  func hides(_ name: String) -> Bool { Self.isSecret(name, field) }

  private static func isSecret(_ name: String, _ field: String?) -> Bool {
    let name = name.lowercased()
    return name == field
      || ["authorization", "cookie", "api-key", "apikey", "token", "secret"].contains { name.contains($0) }
  }

  /// The credentials in a field's value: without the scheme, and what follows the key's public part.
  private static func parts(of value: ArraySlice<UInt8>) -> [[UInt8]] {
    let whole = value.split(separator: UInt8(ascii: " ")).last ?? []
    let hidden = whole.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }.last ?? []
    return [whole, hidden].filter { $0.count >= bytesMin }.map(Array.init)
  }

  /// The text without the keys.
  func masked(_ text: String) -> String {
    guard !values.isEmpty, !text.isEmpty else { return text }
    var bytes = Array(text.utf8)
    var isChanged = false
    for value in values { isChanged = Self.replace(value, in: &bytes) || isChanged }
    return isChanged ? String(decoding: bytes, as: UTF8.self) : text
  }

  private static func replace(_ value: [UInt8], in bytes: inout [UInt8]) -> Bool {
    guard let first = value.first, bytes.count >= value.count else { return false }
    var out: [UInt8] = []
    var start = 0
    var index = 0
    while index <= bytes.count - value.count {
      if bytes[index] == first, bytes[index..<index + value.count].elementsEqual(value) {
        out += bytes[start..<index]
        out += replacement.utf8
        index += value.count
        start = index
      } else {
        index += 1
      }
    }
    guard start > 0 else { return false }
    bytes = out + bytes[start...]
    return true
  }
}
