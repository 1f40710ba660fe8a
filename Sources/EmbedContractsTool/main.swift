import Foundation

// Usage: EmbedContractsTool FOLDER OUTPUT. Writes `[(path, text)]` of every JSON document below FOLDER, sorted by path.
// Raw string literals compile in a second where a byte array literal of the same size takes half a minute.
// With --names first: writes a constant of `ProviderName` for each provider below FOLDER.
var arguments = Array(CommandLine.arguments.dropFirst())
let writesNames = arguments.first == "--names"
if writesNames { arguments.removeFirst() }
guard arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: EmbedContractsTool [--names] FOLDER OUTPUT\n".utf8))
  exit(64)
}
let folder = URL(fileURLWithPath: arguments[0]).standardizedFileURL.resolvingSymlinksInPath()
let output = URL(fileURLWithPath: arguments[1])

/// Writes the output unless it is there already: what depends on it is compiled again only when something changed.
func write(_ source: String) throws {
  if let known = try? String(contentsOf: output, encoding: .utf8), known == source { return }
  try source.write(to: output, atomically: true, encoding: .utf8)
}

let files = (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? [])
  .compactMap { ($0 as? URL)?.standardizedFileURL.resolvingSymlinksInPath() }
  .filter { file in
    file.pathExtension == "json"
      && !["exercises", "sessions"].contains { file.pathComponents.contains($0) }
  }
  .sorted { $0.path < $1.path }

if writesNames {
  var source = "extension ProviderName {\n"
  for file in files where file.lastPathComponent == "behavior.json" {
    let name = file.deletingLastPathComponent().lastPathComponent
    let identifier = name.split(separator: "-").enumerated()
      .map { $0.offset == 0 ? String($0.element) : $0.element.capitalized }.joined()
    source += "  /// The provider that Contracts/providers/\(name) describes.\n"
    source += "  public static let \(identifier) = ProviderName(\"\(name)\")\n"
  }
  try write(source + "}\n")
  exit(0)
}

var source = "/// The documents under Contracts/ at build time: path below Contracts/, and text.\n"
source += "let embeddedDocuments: [(path: StaticString, text: StaticString)] = [\n"
for file in files {
  let path = String(file.path.dropFirst(folder.path.count + 1))
  let text = try String(contentsOf: file, encoding: .utf8)
  var pounds = "###"
  while text.contains("\"\"\"" + pounds) || text.contains("\\" + pounds) { pounds += "#" }
  source += "  (\n    \"\(path)\",\n    \(pounds)\"\"\"\n\(text)\n\"\"\"\(pounds)\n  ),\n"
}
try write(source + "]\n")
