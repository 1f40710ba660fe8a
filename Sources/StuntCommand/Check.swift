import StuntConformance
import StuntContract
import StuntDouble
import StuntEngine
import StuntJSON
import StuntProviders

/// Examples that their schemas refuse, one line each.
private struct BadExamples: Error, CustomStringConvertible {
  let errors: [DocumentError]
  var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// `stuntdouble check`: compiles documents as `serve` would, holds recordings against them, and says what is wrong.
enum Check {
  static func run(
    _ paths: [String], providers: [String] = [], maxAgeDays: Int? = nil, isJSON: Bool
  ) -> ExitCode {
    let names = paths.isEmpty ? ProviderRegistry.shippedNames : paths
    var failures = 0
    var results: [JSONValue] = []
    for name in names {
      do {
        if CheckRecordings.areRecordings(name) {
          for outcome in try CheckRecordings.check(name, providers: providers, maxAgeDays: maxAgeDays) {
            if !outcome.isGood { failures += 1 }
            results.append(CheckRecordings.json(outcome))
            guard !isJSON else { continue }
            for line in CheckRecordings.lines(outcome) {
              if outcome.isGood { Terminal.out(line) } else { Terminal.err(line) }
            }
          }
          continue
        }
        if ProviderFolder.kind(of: name) == .file {
          let summary = try checkScenario(name)
          results.append(.object(["path": .string(name), "ok": .boolean(true), "summary": .string(summary)]))
          if !isJSON { Terminal.out("ok \(summary)") }
          continue
        }
        let providers = try folders(name)
        for folder in providers {
          let provider = try ProviderRegistry.provider(folder)
          _ = try Router(contracts: [provider.contract])
          let rules = try RuleBooks.book(of: folder, provider: provider)?.rules.count
          let sessions = try sessions(in: folder)
          try checkExamples(of: provider, in: folder)
          let summary =
            "\(provider.name): \(provider.contract.operations.count) operations, "
            + "\(provider.scenarios.count) scenarios" + (rules.map { ", \($0) rules" } ?? "")
            + (sessions > 0 ? ", \(sessions) sessions" : "")
          results.append(
            .object(["path": .string(folder), "ok": .boolean(true), "summary": .string(summary)]))
          if !isJSON { Terminal.out("ok \(summary)") }
        }
      } catch {
        failures += 1
        results.append(.object(["path": .string(name), "ok": .boolean(false), "error": .string("\(error)")]))
        if !isJSON { Terminal.err("\(error)") }
      }
    }
    if isJSON { Terminal.out(String(decoding: JSONWriter.bytes(.array(results), .pretty), as: UTF8.self)) }
    return failures == 0 ? .success : .failure
  }

  /// Holds the examples of a folder's documents against their schemas; those that ship are held by the tests.
  private static func checkExamples(of provider: Provider, in folder: String) throws {
    guard ProviderFolder.kind(of: folder) == .folder else { return }
    let documents = try CoverageFolder.documents(in: folder).contract
    let errors = try ExampleCheck.errors(in: provider.contract, documents: documents)
    guard errors.isEmpty else { throw BadExamples(errors: errors) }
  }

  /// Plays the sessions of a folder, which do not ship with the program; how many there are.
  private static func sessions(in folder: String) throws -> Int {
    guard ProviderFolder.kind(of: folder) == .folder else { return 0 }
    let sessions = try CoverageFolder.sessions(in: folder)
    guard !sessions.isEmpty else { return 0 }
    return try SessionComposer.files(
      registry: try ProviderRegistry(selection: [folder]), folder: folder, documents: sessions
    ).count
  }

  /// Checks a user's scenario against the provider that it names, or all that ship.
  private static func checkScenario(_ path: String) throws(DocumentError) -> String {
    let file = try ScenarioFile(path: path)
    let registry = try ProviderRegistry(scenarios: [file])
    let names = registry.providers.map(\.name).filter { file.provider == nil || file.provider == $0 }
    return "\(path): a scenario for \(names.joined(separator: ", "))"
  }

  /// The provider folders that a path means: itself, or the folders in it.
  private static func folders(_ path: String) throws(DocumentError) -> [String] {
    guard ProviderFolder.kind(of: path) == .folder, ProviderFolder.kind(of: path + "/behavior.json") == nil
    else {
      return [path]
    }
    let inside = try ProviderFolder.names(in: path).map { path + "/" + $0 }
      .filter { ProviderFolder.kind(of: $0 + "/behavior.json") == .file }
    return inside.isEmpty ? [path] : inside
  }
}

extension Subcommand {
  static let check = Subcommand("check", help: Help.check) { (arguments) throws(UsageError) in
    let read = try ReadArguments(
      arguments, of: "check",
      flags: [
        Flag("--coverage"), Flag("--holes"), Flag("--json"), Flag("--max-age", value: "DAYS"),
      ] + CheckMessage.flags)
    let isJSON = read.has("--json")
    let maxAgeDays = try read.maxAgeDays()
    let others = CheckMessage.flags.map(\.name).filter { $0 != "--provider" && read.has($0) }
    if others.isEmpty, !read.has("--coverage"), !read.operands.isEmpty,
      read.operands.allSatisfy(CheckRecordings.areRecordings)
    {
      return {
        Check.run(
          read.operands, providers: read.values("--provider"), maxAgeDays: maxAgeDays, isJSON: isJSON)
      }
    }
    guard maxAgeDays == nil else {
      throw .conflict("--max-age is for recordings; name FILE.har, or a folder of them", command: "check")
    }
    if let messages = try CheckMessage(read) {
      guard !read.has("--coverage"), !read.has("--holes") else {
        throw .conflict("--coverage is for documents, not for messages; leave it out", command: "check")
      }
      return { messages.run() }
    }
    guard read.has("--coverage") else {
      guard !read.has("--holes") else {
        throw .conflict("--holes goes with --coverage only; add it", command: "check")
      }
      return { Check.run(read.operands, isJSON: isJSON) }
    }
    return { CheckCoverage.run(read.operands, holesOnly: read.has("--holes"), isJSON: isJSON) }
  }
}
