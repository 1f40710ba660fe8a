/// Text for Markdown as GitHub reads it. GFM 0.29, 6.1.
enum MarkdownText {
  /// One line in which nothing has a meaning: no emphasis, link, table cell, mention or HTML.
  static func escaped(_ text: String) -> String {
    var out = ""
    for character in ReportWords.line(text).unicodeScalars {
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "@": out += "&#64;"
      case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "#", "+", "!", "|", "~", "$", ":", "^", "=":
        out += "\\\(character)"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  /// Lines as they are, in a fence longer than any in them.
  static func fenced(_ lines: [String]) -> String {
    var longest = 2
    for line in lines {
      for run in line.split(whereSeparator: { $0 != "`" }) { longest = max(longest, run.count) }
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)text\n\(lines.joined(separator: "\n"))\n\(fence)"
  }
}
