import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON

// Requests that belong together, and what answers say besides their bodies.
extension Observations {
  /// Whether an exchange asks how a job stands.
  func isPoll(_ index: Int) -> Bool { facts[index].role == .observe || facts[index].role == .result }

  /// Whether two exchanges have the same request: method, target and content.
  func isSameRequest(_ left: Int, _ right: Int) -> Bool {
    guard run.exchanges[left].operation == run.exchanges[right].operation else { return false }
    let (first, second) = (run.exchanges[left].request, run.exchanges[right].request)
    guard first.method == second.method, first.target == second.target else { return false }
    if first.body == second.body { return true }
    // A form's boundary is another each time.
    guard let body = run.exchanges[left].call?.body, let other = run.exchanges[right].call?.body else {
      return false
    }
    return body.root == other.root
  }

  /// The next exchange after one that asks the same.
  func repetition(of index: Int) -> Int? {
    guard let operation = run.exchanges[index].operation else { return nil }
    if let trace = facts[index].trace, !run.exchanges[index].makesJob {
      return traces[trace].exchanges.first { $0 > index && run.exchanges[$0].operation == operation }
    }
    return run.exchanges.indices[(index + 1)...].first { isSameRequest($0, index) }
  }

  /// The value of an answer's field, by its name in small letters.
  func field(_ name: String, of index: Int) -> String? {
    let lines = run.exchanges[index].fieldLines
    guard !lines.isEmpty else { return nil }
    return lines.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        let line = bytes[start..<end]
        if line.count > name.utf8.count, line[start + name.utf8.count] == UInt8(ascii: ":"),
          zip(name.utf8, line).allSatisfy({ $0 == ($1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1) })
        {
          let value = line[(start + name.utf8.count + 1)...]
          return String(decoding: value, as: UTF8.self).trimmed
        }
        start = end + 1
      }
      return nil
    }
  }

  /// A time in words.
  func seconds(_ span: Instant.Span) -> String {
    let rounded = (span.seconds * 1_000).rounded() / 1_000
    return rounded == rounded.rounded() ? "\(Int(rounded)) s" : "\(rounded) s"
  }
}

extension String {
  /// The text without white space around it.
  var trimmed: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = utf8.firstIndex(where: { !isSpace($0) }),
      let last = utf8.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
