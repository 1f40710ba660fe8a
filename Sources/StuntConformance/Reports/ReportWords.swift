/// Texts that arrive from elsewhere, made fit to be shown.
enum ReportWords {
  /// At most so many bytes of a text, whole characters, from the beginning; then how many were left out.
  static func bounded(_ text: String, bytesMax: Int) -> String {
    guard text.utf8.count > bytesMax else { return text }
    let head = prefix(of: text, bytesMax: bytesMax)
    return "\(head)… (\(text.utf8.count - head.utf8.count) bytes more)"
  }

  /// At most so many bytes of a text, from its beginning and its end, since a stack trace comes last.
  static func boundedMiddle(_ text: String, bytesMax: Int) -> String {
    guard text.utf8.count > bytesMax else { return text }
    let head = prefix(of: text, bytesMax: bytesMax / 4)
    var start = text.utf8.index(text.utf8.endIndex, offsetBy: -(bytesMax - bytesMax / 4))
    while String.Index(start, within: text.unicodeScalars) == nil { start = text.utf8.index(after: start) }
    let tail = text[start...]
    let left = text.utf8.count - head.utf8.count - tail.utf8.count
    return "\(head)\n… (\(left) bytes left out) …\n\(tail)"
  }

  private static func prefix(of text: String, bytesMax: Int) -> String {
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: bytesMax)
    while String.Index(end, within: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }

  /// The same on one line, with every character seen: controls as `\n` or `\x1B`, those that turn the line as U+FFFD.
  static func line(_ text: String) -> String { visible(text, keepsLines: false) }

  /// The same with lines and tabs kept.
  static func lines(_ text: String) -> String { visible(text, keepsLines: true) }

  private static func visible(_ text: String, keepsLines: Bool) -> String {
    var out = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A where keepsLines: if !wasReturn { out.append(scalar) }
      case 0x0D where keepsLines: out.append("\n")
      case 0x09 where keepsLines: out.append(scalar)
      case 0x09: out.append(contentsOf: "\\t".unicodeScalars)
      case 0x0A: out.append(contentsOf: "\\n".unicodeScalars)
      case 0x0D: out.append(contentsOf: "\\r".unicodeScalars)
      case 0x00..<0x20, 0x7F..<0xA0:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        out.append(contentsOf: "\\x\(digits.count < 2 ? "0" : "")\(digits)".unicodeScalars)
      // Nothing is seen of them, or they turn what follows. Unicode Technical Report 36, 2.
      case 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF:
        out.append("\u{FFFD}")
      default: out.append(scalar)
      }
      wasReturn = scalar.value == 0x0D
    }
    return String(out)
  }

  /// A line that no runner of workflows takes for a command, whatever a client wrote.
  ///
  /// GitHub's runner takes `::name::` at a line's beginning, white space skipped, and `##[name]` anywhere.
  static func harmless(_ line: String) -> String {
    let line = line.split(separator: "##[", omittingEmptySubsequences: false).joined(separator: "##\\[")
    let start = line.firstIndex { $0 != " " } ?? line.endIndex
    return line[start...].hasPrefix("::") ? "\(line[..<start])\\\(line[start...])" : line
  }

  /// The lines of a text, none longer than so many characters, broken between words where there is room.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        if !line.isEmpty, line.count + 1 + word.count > width {
          lines.append(line)
          line = ""
        }
        var rest = line.isEmpty ? word : Substring("\(line) \(word)")
        while rest.count > width {
          lines.append(String(rest.prefix(width)))
          rest = rest.dropFirst(width)
        }
        line = String(rest)
      }
      lines.append(line)
    }
    return lines
  }

  /// A number with so many digits after the point.
  static func decimal(_ value: Double, digits: Int) -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return "0" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int64((value.magnitude * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % Int64(scale))
    return
      "\(sign)\(scaled / Int64(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }

  /// A length of time as a reader says it.
  static func duration(_ seconds: Double) -> String {
    if seconds < 10 { return "\(decimal(seconds, digits: 2)) s" }
    if seconds < 600 { return "\(decimal(seconds, digits: 1)) s" }
    return "\(decimal(seconds / 60, digits: 0)) min"
  }

  /// A number with its noun, which takes an "s" unless there is one.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
