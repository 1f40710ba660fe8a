/// Takes a command apart as a POSIX shell does: quotes, backslashes, continued lines; nothing is expanded.
enum ShellWords {
  /// Why a text is no command.
  enum Problem: Error, Equatable, CustomStringConvertible {
    case openQuote(Character)
    /// The shell would put something else there, which is not known here.
    case expansion(String)

    var description: String {
      switch self {
      case .openQuote(let quote): "a \(quote) is not closed; close it, or put a backslash before it"
      case .expansion(let text): "\(text) is not expanded here; write what it stands for, or quote it with '"
      }
    }
  }

  /// The words of a command, up to the first `|`, `;`, `&`, `>` or `<` that is not quoted.
  static func split(_ text: String) throws(Problem) -> [String] {
    var scanner = Scanner(rest: Array(text)[...])
    return try scanner.words()
  }

  private struct Scanner {
    var rest: ArraySlice<Character>
    private var list: [String] = []
    private var word: String?

    init(rest: ArraySlice<Character>) {
      self.rest = rest
    }

    mutating func words() throws(Problem) -> [String] {
      while let character = rest.popFirst() {
        switch character {
        case "\\": takeEscaped()
        case "'": try takeSingle()
        case "\"": try takeDouble()
        case "$" where rest.first == "'":
          rest.removeFirst()
          try takeDollarSingle()
        case "$" where rest.first.map(Self.startsName) == true, "`":
          throw .expansion(String(character) + String(rest.prefix { $0.isLetter || $0 == "_" || $0 == "{" }))
        case "|", ";", "&", "<", ">":
          end()
          return list
        case let space where space.isWhitespace: end()
        default: append(character)
        }
      }
      end()
      return list
    }

    private static func startsName(_ character: Character) -> Bool {
      character.isLetter || character == "_" || character == "{" || character == "("
    }

    private mutating func append(_ character: Character) {
      word = (word ?? "") + String(character)
    }

    private mutating func end() {
      if let word { list.append(word) }
      word = nil
    }

    private mutating func takeEscaped() {
      guard let next = rest.popFirst() else { return }
      // A line that goes on.
      if next.isNewline { return }
      append(next)
    }

    private mutating func takeSingle() throws(Problem) {
      word = word ?? ""
      while let character = rest.popFirst() {
        if character == "'" { return }
        append(character)
      }
      throw .openQuote("'")
    }

    private mutating func takeDouble() throws(Problem) {
      word = word ?? ""
      while let character = rest.popFirst() {
        switch character {
        case "\"": return
        case "\\":
          guard let next = rest.popFirst() else { break }
          if next.isNewline { continue }
          if !"\"\\$`".contains(next) { append("\\") }
          append(next)
        case "$" where rest.first.map(Self.startsName) == true, "`":
          throw .expansion(String(character) + String(rest.prefix { $0.isLetter || $0 == "_" || $0 == "{" }))
        default: append(character)
        }
      }
      throw .openQuote("\"")
    }

    /// What browsers copy: `$'…'` with escapes.
    private mutating func takeDollarSingle() throws(Problem) {
      word = word ?? ""
      while let character = rest.popFirst() {
        if character == "'" { return }
        guard character == "\\", let next = rest.popFirst() else {
          append(character)
          continue
        }
        switch next {
        case "n": append("\n")
        case "r": append("\r")
        case "t": append("\t")
        case "u": appendScalar(digits: 4)
        case "x": appendScalar(digits: 2)
        default: append(next)
        }
      }
      throw .openQuote("'")
    }

    private mutating func appendScalar(digits: Int) {
      let text = String(rest.prefix(digits).prefix { $0.isHexDigit })
      rest = rest.dropFirst(text.count)
      if let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) { append(Character(scalar)) }
    }
  }
}
