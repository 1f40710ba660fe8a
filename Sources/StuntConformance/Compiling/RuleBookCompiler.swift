package import StuntContract
package import StuntEngine
import StuntJSON
import StuntSchema

extension RuleBook {
  /// Compiles a provider's `rules.json`: every name resolved, every unknown word refused.
  ///
  /// - Parameters:
  ///   - file: The document; its path is for messages.
  ///   - provider: The provider whose folder it is in.
  package init(compiling file: ProviderCompiler.File, provider: Provider) throws(DocumentError) {
    let root = DocumentNode(root: try ProviderCompiler.parse(file), file: file.path)
    self = try RuleBookCompiler(provider: provider, root: root).book()
  }
}

/// Compiles a `rules.json`.
struct RuleBookCompiler {
  let provider: Provider
  let root: DocumentNode

  func book() throws(DocumentError) -> RuleBook {
    try root.refuseUnknownMembers(except: [
      "$schema", "provider", "description", "key", "environment", "suite", "rules",
    ])
    if let named = root.optional("provider"), try named.string() != provider.name {
      throw named.error(
        .contradiction("the rules are not for \(provider.name), whose folder they are in; move them"))
    }
    let suite = try suite(try root.required("suite"))
    let rules = try rules(try root.required("rules"), suite: suite)
    return RuleBook(
      provider: provider, rules: rules.sorted { $0.number < $1.number }, suite: suite,
      key: try key(suite: suite), environment: try environment())
  }

  private func rules(
    _ node: DocumentNode, suite: [RuleBook.PlannedRun]
  ) throws(DocumentError) -> [Rule] {
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.expected("at least one rule") }
    guard elements.count <= Limits.rulesMax else {
      throw node.error(.tooMany(what: "rules", limit: Limits.rulesMax))
    }
    var rules: [Rule] = []
    for element in elements { rules.append(try rule(element, others: rules, suite: suite)) }
    return rules
  }

  private func rule(
    _ node: DocumentNode, others: [Rule], suite: [RuleBook.PlannedRun]
  ) throws(DocumentError) -> Rule {
    try node.refuseUnknownMembers(except: [
      "number", "id", "kind", "severity", "duty", "reason", "remedy", "source", "runs", "detector",
    ])
    let numbered = try node.required("number")
    let number = try numbered.integer(in: 1...9_999)
    guard !others.contains(where: { $0.number == number }) else {
      throw numbered.error(.duplicateName(what: "rule", name: String(number)))
    }
    let named = try node.required("id")
    let id = try name(named)
    guard !others.contains(where: { $0.id == id }) else {
      throw named.error(.duplicateName(what: "rule", name: id))
    }
    let kind: Rule.Kind = try word(try node.required("kind"), "kind of rule")
    let (detector, place) = try detector(try node.required("detector"))
    guard detector.isAboutMessages == (kind == .message) else {
      throw try node.required("kind").error(
        .contradiction(
          "\(detector.name.rawValue) is a detector of \(detector.isAboutMessages ? "messages" : "conduct"); write \"\(detector.isAboutMessages ? "message" : "conduct")\""
        ))
    }
    return Rule(
      number: number, id: id, kind: kind, severity: try word(try node.required("severity"), "severity"),
      duty: try sentence(try node.required("duty")), reason: try sentence(try node.required("reason")),
      remedy: try sentence(try node.required("remedy")), source: try text(try node.required("source")),
      runs: try runs(node, of: detector, at: place, suite: suite), detector: detector)
  }

  /// The runs that show a rule: each must be one that its detector can say something about.
  private func runs(
    _ node: DocumentNode, of detector: Detector, at place: DocumentNode, suite: [RuleBook.PlannedRun]
  ) throws(DocumentError) -> [String] {
    guard let list = node.optional("runs") else {
      guard suite.contains(where: { detector.misfit(with: $0, provider) == nil }) else {
        throw place.error(
          .contradiction(
            "no run of the suite shows it: \(detector.name.rawValue) is about \(detector.subject); add such a run"
          ))
      }
      return []
    }
    let elements = try list.elements()
    guard !elements.isEmpty else { throw list.expected("names of runs; leave it out for all of them") }
    var names: [String] = []
    for element in elements {
      let name = try element.string()
      guard let run = suite.first(where: { $0.name == name }) else {
        throw unknown("run of the suite", element, in: suite.map(\.name))
      }
      guard !names.contains(name) else { throw element.error(.duplicateName(what: "run here", name: name)) }
      if let misfit = detector.misfit(with: run, provider) {
        throw element.error(
          .contradiction(
            "the run \"\(name)\" \(misfit), but \(detector.name.rawValue) is about \(detector.subject); remove it"
          ))
      }
      names.append(name)
    }
    return names
  }
}

// Texts and names.
extension RuleBookCompiler {
  /// A name of small letters, digits and hyphens: it stands in URLs, anchors and file names.
  func name(_ node: DocumentNode) throws(DocumentError) -> String {
    let name = try node.string()
    let isName = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
    guard isName, !name.isEmpty, !name.hasPrefix("-"), !name.hasSuffix("-") else {
      throw node.expected("a name of small letters, digits and hyphens")
    }
    return name
  }

  /// A text that says something.
  func text(_ node: DocumentNode) throws(DocumentError) -> String {
    let text = try node.string()
    guard text.utf8.contains(where: { $0 > 0x20 }) else { throw node.expected("some words") }
    return text
  }

  /// A text of one line that ends as a sentence does.
  func sentence(_ node: DocumentNode) throws(DocumentError) -> String {
    let text = try text(node)
    guard text.hasSuffix("."), !text.utf8.contains(UInt8(ascii: "\n")) else {
      throw node.expected("a sentence on one line")
    }
    return text
  }

  /// One of a closed list of words.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ node: DocumentNode, _ what: String
  ) throws(DocumentError) -> Word {
    guard let word = Word(rawValue: try node.string()) else {
      throw unknown(what, node, in: Word.allCases.map(\.rawValue))
    }
    return word
  }

  /// An error about a name that nothing has.
  func unknown(_ what: String, _ node: DocumentNode, in names: [String]) -> DocumentError {
    let name = node.node.string ?? String(decoding: node.node.rawBytes.prefix(60), as: UTF8.self)
    return node.error(.unknownName(what: what, name: name, nearest: NearestName.among(names, to: name)))
  }
}
