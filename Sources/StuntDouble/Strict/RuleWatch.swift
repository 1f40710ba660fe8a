import StuntConformance
package import StuntContract
import StuntEngine
import StuntHTTP
package import StuntProviders
import StuntSchema

/// Holds requests against the rules about messages, as cheaply as most of them deserve.
///
/// A class, because the loops of a listener share it.
package final class RuleWatch: Sendable {
  private let watched: [Watched]
  /// By provider: the number of its first operation among all.
  private let firstOperations: [Int]
  /// By operation, the providers' one after the other.
  private let scans: LentList<Scan>

  /// A provider, and its rules when they are first needed.
  private final class Watched: Sendable {
    let provider: Provider
    /// What its rules are found by: its name, or the folder that was given; nil where it can have none.
    let source: String?
    let book = FirstUse<Book>()

    init(_ provider: Provider, source: String?) {
      self.provider = provider
      self.source = source
    }
  }

  /// The rules of one provider about messages.
  private final class Book: Sendable {
    let rules: RuleBook

    init(_ rules: RuleBook) { self.rules = rules }
  }

  /// A scan, made when its operation is first called with something to scan.
  private final class Scan: Sendable {
    let made = FirstUse<NameScan>()
  }

  /// A watch over the providers of a registry.
  ///
  /// - Parameter selection: What the providers were given by: names, and folders.
  package init(_ registry: ProviderRegistry, selection: [String] = []) {
    let shipped = ProviderRegistry.shippedNames
    watched = registry.providers.map { provider in
      let given = selection.first { $0.split(separator: "/").last.map(String.init) == provider.name }
      return Watched(provider, source: given ?? (shipped.contains(provider.name) ? provider.name : nil))
    }
    var first = 0
    firstOperations = registry.providers.map { provider in
      defer { first += provider.contract.operations.count }
      return first
    }
    scans = LentList((0..<first).map { _ in Scan() })
  }

  /// Reads all rules now, so that a mistake in them is told before the first request.
  package func load() throws(DocumentError) {
    for index in watched.indices { _ = try read(index) }
  }

  /// Whether a request that reached an operation needs a closer look; false for the usual one.
  func flags(_ call: Call) -> Bool {
    if !call.violations.isEmpty { return true }
    // A poll: it has nothing that a rule could be broken by, and its key is looked at anyway.
    if !call.hasBody, call.query.isEmpty { return false }
    let endpoint = call.endpoint
    return scans.with(firstOperations[endpoint.contract] + endpoint.operation) { scan in
      if let isFlagged = scan.made.withValue({ $0.flags(call) }) { return isFlagged }
      guard let rules = book(endpoint.contract)?.rules else { return false }
      return scan.made.keep(NameScan(endpoint.operation, of: rules)).flags(call)
    }
  }

  /// The rules that an exchange breaks, in the order of their numbers.
  ///
  /// - Parameters:
  ///   - request: As its provider sees it.
  ///   - call: The same, read; nil where it reached no operation.
  ///   - reply: The answer; nil for a request that is not answered yet.
  func breaks(
    _ request: HTTPRequest, _ call: Call?, provider: Int, reply: Reply?
  ) -> [RuleBreak] {
    guard let book = book(provider)?.rules else { return [] }
    var exchange = ClientRun.Exchange(
      number: 1, arrival: .zero, instant: .zero, request: request, call: call, status: reply?.status ?? 0)
    if let reply {
      exchange.fieldLines = reply.fieldLines
      exchange.isScripted = reply.isScripted
      if case .bytes(let body) = reply.body { exchange.body = body }
    }
    let run = ClientRun(provider: book.provider, exchanges: [exchange])
    let near = call.map { book.provider.contract.operations[$0.endpoint.operation].findings(in: $0) } ?? []
    return Judge.judge(run, book).verdicts.compactMap { rule, verdict in
      guard case .failed(let findings) = verdict, let finding = findings.first else { return nil }
      return RuleBreak(
        rule: book.provider.name + "/" + rule.id, isBinding: rule.severity == .must, duty: rule.duty,
        place: finding.place, expected: finding.expected, found: finding.found,
        closest: finding.closest
          ?? near.first { $0.place == finding.place && !$0.nearest.isEmpty }?.nearest[0])
    }
  }

  /// The provider that a request was meant for, though it reached none of its operations.
  func provider(of request: HTTPRequest) -> Int? {
    let first = request.pathText.split(separator: "/").first.map(String.init)
    if let index = watched.firstIndex(where: { $0.provider.name == first }) { return index }
    let host = request.authorityText?.prefix { $0 != ":" }.lowercased() ?? ""
    return watched.firstIndex { watched in
      watched.provider.contract.servers.contains { server in
        ([server.host] + server.otherHosts).contains { $0.elementsEqual(host.utf8) }
      }
    }
  }

  private func book(_ provider: Int) -> Book? {
    if let book = watched[provider].book.value { return book }
    // A mistake in rules is told by `load`, and by `check`.
    return try? read(provider)
  }

  private func read(_ index: Int) throws(DocumentError) -> Book? {
    let own = watched[index]
    guard let source = own.source, let book = try RuleBooks.book(of: source, provider: own.provider) else {
      return nil
    }
    let rules = book.rules.filter { $0.kind == .message }
    return own.book.keep(
      Book(RuleBook(provider: own.provider, rules: rules, suite: [], key: book.key, environment: [])))
  }
}
