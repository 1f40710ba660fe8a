import ContractFiles
import Dispatch
package import StuntContract
package import StuntEngine
package import StuntHTTP
import StuntSchema
import Synchronization

/// The providers of a server, compiled, and the router over all of them.
package struct ProviderRegistry: Sendable {
  /// The providers, in the order of their names; the router's contracts are in the same order.
  package let providers: [Provider]
  package let router: Router
  /// The fields by which a client's own proxy names the real URL, lower case.
  package let targetFields: [[UInt8]]
  /// The marks of those fields.
  package let targetMarks: FieldMarks

  /// Compiles providers.
  ///
  /// - Parameters:
  ///   - selection: Names of providers that ship, and folders of others; empty for all that ship.
  ///   - scenarios: The user's own, which join those of the provider that each names, or of all.
  package init(selection: [String] = [], scenarios: [ScenarioFile] = []) throws(DocumentError) {
    var providers: [Provider] = []
    let names = selection.isEmpty ? Self.shippedNames : selection
    guard names.count <= Limits.providersMax else {
      throw DocumentError(
        DocumentError.Place(file: "--provider"), .tooMany(what: "providers", limit: Limits.providersMax))
    }
    for (name, result) in zip(names, Self.compiled(names, scenarios)) {
      let provider = try result.get()
      guard !providers.contains(where: { $0.name == provider.name }) else {
        throw DocumentError(
          DocumentError.Place(file: name), .duplicateName(what: "provider", name: provider.name))
      }
      providers.append(provider)
    }
    providers.sort { $0.name < $1.name }
    for scenario in scenarios { try scenario.checkProvider(among: providers.map(\.name)) }
    self.providers = providers
    targetFields = providers.compactMap { $0.targetField.map { Array($0.utf8) } }
    targetMarks = FieldMarks(targetFields)
    router = try Router(contracts: providers.map(\.contract))
  }

  /// The hosts that requests may name, sorted.
  package var hostNames: [String] {
    Set(providers.flatMap(\.contract.servers).map { String(decoding: $0.host, as: UTF8.self) }).sorted()
  }

  /// The names of the providers that ship with the package.
  package static var shippedNames: [String] {
    var names: [String] = []
    for file in ContractFiles.files(under: prefix, ending: "/behavior.json") {
      names.append(String(file.path.dropFirst(prefix.count).dropLast("/behavior.json".count)))
    }
    return names
  }

  private static let prefix = "providers/"

  /// Compiles providers side by side, which halves the time to the first answer on two cores.
  private static func compiled(
    _ names: [String], _ scenarios: [ScenarioFile]
  ) -> [Result<Provider, DocumentError>] {
    let results = Mutex<[Result<Provider, DocumentError>?]>(Array(repeating: nil, count: names.count))
    DispatchQueue.concurrentPerform(iterations: names.count) { index in
      let result = Result { () throws(DocumentError) in
        try provider(names[index], isTrusted: true, scenarios: scenarios)
      }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  /// Compiles one provider: one that ships, or a folder.
  ///
  /// - Parameters:
  ///   - isTrusted: Whether what ships, which the tests of the package check whole, may be compiled as it is used.
  ///   - scenarios: The user's own; those that name another provider are left out.
  package static func provider(
    _ name: String, isTrusted: Bool = false, scenarios: [ScenarioFile] = []
  ) throws(DocumentError) -> Provider {
    let shipped = ContractFiles.files(under: prefix + name + "/")
    if !shipped.isEmpty, !name.contains("/") {
      let files = shipped.map { file in
        ProviderCompiler.File(path: "Contracts/" + file.path) { file.bytes }
      }
      return try ProviderCompiler.compile(
        name: name, files: files + ScenarioFile.files(scenarios, for: name), quirks: Quirks.all,
        areChecked: isTrusted)
    }
    guard ProviderFolder.kind(of: name) == .folder else {
      let known = shippedNames
      throw DocumentError(
        DocumentError.Place(file: "--provider"),
        .unknownName(what: "provider or folder", name: name, nearest: NearestName.among(known, to: name)))
    }
    var folder = name[...]
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let own = folder.split(separator: "/").last.map(String.init) ?? name
    let files = try ProviderFolder.files(in: String(folder)) + ScenarioFile.files(scenarios, for: own)
    return try ProviderCompiler.compile(name: own, files: files, quirks: Quirks.all)
  }
}
