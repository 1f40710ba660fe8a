import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders

/// `stuntdouble providers` and `stuntdouble scenarios`.
enum Listing {
  static func providers(_ selection: [String], isJSON: Bool) throws(DocumentError) -> ExitCode {
    let registry = try ProviderRegistry(selection: selection)
    guard !isJSON else {
      print(
        registry.providers.map { provider in
          .object([
            "name": .string(provider.name), "title": .string(provider.contract.title),
            "description": .string(provider.description),
            "baseURLs": .array(provider.basePaths.map(JSONValue.string)),
            "operations": .array(provider.contract.operations.map { .string($0.id) }),
          ])
        })
      return .success
    }
    for provider in registry.providers {
      Terminal.out("\(provider.name)  \(provider.contract.title)")
      if !provider.description.isEmpty { Terminal.out("  \(provider.description)") }
      for path in provider.basePaths { Terminal.out("  base URL  http://HOST:PORT\(path)") }
      for operation in provider.contract.operations {
        let path = operation.servers.first.map { provider.contract.servers[$0].localPath } ?? ""
        Terminal.out("  \(pad(operation.method.name, 6))  \(path)\(operation.path)")
      }
    }
    return .success
  }

  static func scenarios(_ selection: [String], isJSON: Bool) throws(DocumentError) -> ExitCode {
    let registry = try ProviderRegistry(selection: selection)
    guard !isJSON else {
      print(
        registry.providers.flatMap { provider in
          provider.scenarios.map { scenario in
            .object([
              "provider": .string(provider.name), "name": .string(scenario.name),
              "description": .string(scenario.description), "source": .string(scenario.source),
              "isDefault": .boolean(provider.scenarios[provider.defaultScenario].name == scenario.name),
            ])
          }
        })
      return .success
    }
    let width = registry.providers.flatMap { $0.scenarios.map(\.name.count) }.max() ?? 0
    for provider in registry.providers {
      Terminal.out(provider.name)
      for scenario in provider.scenarios {
        let mark = provider.scenarios[provider.defaultScenario].name == scenario.name ? "*" : " "
        Terminal.out(" \(mark)\(pad(scenario.name, width))  \(scenario.description)")
        Terminal.out("  \(pad("", width))  from \(scenario.source)")
      }
    }
    Terminal.out("* followed when nothing else is asked for")
    return .success
  }

  private static func print(_ list: [JSONValue]) {
    Terminal.out(String(decoding: JSONWriter.bytes(.array(list), .pretty), as: UTF8.self))
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

extension Subcommand {
  static let providers = listing(
    "providers", help: Help.providers,
    { (selection, isJSON) throws(DocumentError) in try Listing.providers(selection, isJSON: isJSON) })
  static let scenarios = listing(
    "scenarios", help: Help.scenarios,
    { (selection, isJSON) throws(DocumentError) in try Listing.scenarios(selection, isJSON: isJSON) })

  private static func listing(
    _ name: String, help: String,
    _ run: @escaping @Sendable ([String], Bool) throws(DocumentError) -> ExitCode
  ) -> Subcommand {
    Subcommand(name, help: help) { (arguments) throws(UsageError) in
      let read = try ReadArguments(
        arguments, of: name,
        flags: [Flag("--provider", value: "NAME|DIR", isRepeatable: true), Flag("--json")])
      try read.refuseOperands()
      return { try run(read.values("--provider"), read.has("--json")) }
    }
  }
}
