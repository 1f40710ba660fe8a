import Foundation
import PackagePlugin

/// Turns the documents under Contracts/ into Swift: string literals, so that the binary runs anywhere, and names.
@main
struct EmbedContracts: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = context.package.directoryURL.appending(path: "Contracts")
    let tool = try context.tool(named: "EmbedContractsTool").url
    guard target.name == "ContractFiles" else {
      let output = context.pluginWorkDirectoryURL.appending(path: "ShippedProviders.swift")
      return [
        .buildCommand(
          displayName: "Naming Providers", executable: tool,
          arguments: ["--names", folder.path(), output.path()],
          inputFiles: documents(under: folder).filter { $0.lastPathComponent == "behavior.json" },
          outputFiles: [output])
      ]
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedContracts.swift")
    return [
      .buildCommand(
        displayName: "Embedding Contracts",
        executable: tool,
        arguments: [folder.path(), output.path()],
        inputFiles: documents(under: folder),
        outputFiles: [output])
    ]
  }

  /// The JSON documents, sorted, so that a new or changed one runs the command again.
  private func documents(under folder: URL) -> [URL] {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? [])
      // Exercises are for whoever has the sources.
      .filter { file in
        file.pathExtension == "json"
          && !["exercises", "sessions"].contains { file.pathComponents.contains($0) }
      }
      .sorted { $0.path() < $1.path() }
  }
}
