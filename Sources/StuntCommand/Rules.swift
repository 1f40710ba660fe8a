import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntJSON
import StuntProviders
import StuntSchema

extension Subcommand {
  /// `stuntdouble rules`.
  static let rules = Subcommand("rules", help: Help.rules) { (arguments) throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "rules",
      flags: [
        Flag("--provider", value: "NAME|DIR", isRepeatable: true), Flag("--json"), Flag("--markdown"),
      ])
    guard read.operands.count <= 1 else {
      throw .unexpectedOperand(read.operands[1], command: "rules")
    }
    if read.has("--json"), read.has("--markdown") {
      throw .conflict("--json and --markdown contradict each other; leave one out", command: "rules")
    }
    let form: Rules.Form = read.has("--json") ? .json : read.has("--markdown") ? .markdown : .text
    return { try Rules.run(read.operands.first, providers: read.values("--provider"), form) }
  }
}

/// `stuntdouble rules`: what clients owe their providers.
enum Rules {
  /// How rules are printed.
  enum Form {
    case text, json, markdown
  }

  static func run(_ wanted: String?, providers: [String], _ form: Form) throws -> ExitCode {
    let (provider, id) = split(wanted, providers)
    let books = try books(of: providers, named: provider)
    if let id {
      guard form != .markdown else {
        throw UsageError.conflict(
          "--markdown prints the page of a provider; leave the rule out", command: "rules")
      }
      guard let rule = rule(id, in: books) else { return unknown(id, books) }
      if form == .json {
        print(json(rule.rule, of: rule.book))
      } else {
        for line in explanation(rule.rule, of: rule.book) { Terminal.out(line) }
      }
      return .success
    }
    switch form {
    case .json: print(.array(books.flatMap { book in book.rules.map { json($0, of: book) } }))
    case .markdown:
      for book in books { Terminal.out(String(RulePage.markdown(of: book).dropLast())) }
    case .text: for book in books { list(book) }
    }
    return .success
  }

  /// Takes `PROVIDER`, `ID` or `PROVIDER/ID` apart; where a provider is chosen by a flag, a lone word is an id.
  private static func split(_ wanted: String?, _ providers: [String]) -> (provider: String?, id: String?) {
    guard let wanted else { return (nil, nil) }
    let parts = wanted.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 2 { return (parts[0], parts[1]) }
    if ProviderRegistry.shippedNames.contains(wanted) { return (wanted, nil) }
    return providers.isEmpty && !hasRule(wanted) ? (wanted, nil) : (nil, wanted)
  }

  /// Whether any provider that ships has a rule of that id.
  private static func hasRule(_ id: String) -> Bool {
    ProviderRegistry.shippedNames.contains { name in
      (try? RuleBooks.book(of: name, isTrusted: true))?.rules.contains { $0.id == id } ?? false
    }
  }

  /// The books of the providers that are meant; of all that ship those that have one.
  private static func books(
    of providers: [String], named name: String?
  ) throws(DocumentError) -> [RuleBook] {
    var books: [RuleBook] = []
    if providers.isEmpty {
      if let name { return [try RuleBooks.book(of: name, isTrusted: true)] }
      for name in ProviderRegistry.shippedNames {
        let provider = try ProviderRegistry.provider(name, isTrusted: true)
        if let book = try RuleBooks.book(of: name, provider: provider) { books.append(book) }
      }
      return books
    }
    for folder in providers { books.append(try RuleBooks.book(of: folder, isTrusted: true)) }
    guard let name else { return books }
    let names = books.map(\.provider.name)
    guard !names.contains(name) else { return books.filter { $0.provider.name == name } }
    throw DocumentError(
      DocumentError.Place(file: "--provider"),
      .unknownName(what: "chosen provider", name: name, nearest: NearestName.among(names, to: name)))
  }

  private static func rule(_ id: String, in books: [RuleBook]) -> (book: RuleBook, rule: Rule)? {
    for book in books {
      if let rule = book.rules.first(where: { $0.id == id || String($0.number) == id }) {
        return (book, rule)
      }
    }
    return nil
  }

  private static func unknown(_ id: String, _ books: [RuleBook]) -> ExitCode {
    let ids = books.flatMap { book in book.rules.map(\.id) }
    let nearest = NearestName.among(ids, to: id) ?? ids.first { $0.contains(id) || id.contains($0) }
    let names = books.map(\.provider.name).joined(separator: ", ")
    Terminal.err(
      "stuntdouble: error: no rule of \(names) is named '\(id)'."
        + (nearest.map { " Did you mean '\($0)'?" } ?? " List them with 'stuntdouble rules'."))
    return .failure
  }

  private static func list(_ book: RuleBook) {
    let width = book.rules.map(\.id.count).max() ?? 0
    Terminal.out("\(book.provider.name)  \(book.rules.count) rules, \(book.suite.count) runs")
    for rule in book.rules {
      let number = String(rule.number)
      Terminal.out(
        String(repeating: " ", count: max(0, 4 - number.count)) + number + "  "
          + pad(rule.id, width) + "  " + pad(rule.severity.rawValue, 6) + "  " + rule.duty)
    }
  }

  private static func explanation(_ rule: Rule, of book: RuleBook) -> [String] {
    let runs = rule.runs.isEmpty ? "all" : rule.runs.joined(separator: ", ")
    return [
      "\(book.provider.name)/\(rule.id)  (rule \(rule.number), \(rule.kind.rawValue), \(rule.severity.rawValue))",
      "  \(rule.duty)", "  why       \(rule.reason)", "  to mend   \(rule.remedy)",
      "  source    \(rule.source)",
      "  runs      \(runs)", "  detector  \(rule.detector.name.rawValue): \(rule.detector.name.summary)",
    ]
  }

  private static func json(_ rule: Rule, of book: RuleBook) -> JSONValue {
    .object([
      "rule": .string("\(book.provider.name)/\(rule.id)"), "provider": .string(book.provider.name),
      "number": .number(JSONNumber(rule.number)), "id": .string(rule.id), "kind": .string(rule.kind.rawValue),
      "severity": .string(rule.severity.rawValue), "duty": .string(rule.duty), "reason": .string(rule.reason),
      "remedy": .string(rule.remedy), "source": .string(rule.source),
      "runs": .array((rule.runs.isEmpty ? book.suite.map(\.name) : rule.runs).map(JSONValue.string)),
      "detector": .string(rule.detector.name.rawValue),
    ])
  }

  private static func print(_ value: JSONValue) {
    Terminal.out(String(decoding: JSONWriter.bytes(value, .pretty), as: UTF8.self))
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
