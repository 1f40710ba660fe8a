import Foundation

// Usage: EmbedContractsTool FOLDER OUTPUT. Writes `[(path, text)]` of every JSON document below FOLDER, sorted by path.
// Raw string literals compile in a second where a byte array literal of the same size takes half a minute.
guard CommandLine.arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: EmbedContractsTool FOLDER OUTPUT\n".utf8))
  exit(64)
}
let folder = URL(fileURLWithPath: CommandLine.arguments[1]).standardizedFileURL.resolvingSymlinksInPath()
let output = URL(fileURLWithPath: CommandLine.arguments[2])

let files = (FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? [])
  .compactMap { ($0 as? URL)?.standardizedFileURL.resolvingSymlinksInPath() }
  .filter { $0.pathExtension == "json" && !$0.pathComponents.contains("exercises") }
  .sorted { $0.path < $1.path }

var source = "/// The documents under Contracts/ at build time: path below Contracts/, and text.\n"
source += "let embeddedDocuments: [(path: StaticString, text: StaticString)] = [\n"
for file in files {
  let path = String(file.path.dropFirst(folder.path.count + 1))
  let text = try String(contentsOf: file, encoding: .utf8)
  var pounds = "###"
  while text.contains("\"\"\"" + pounds) || text.contains("\\" + pounds) { pounds += "#" }
  source += "  (\n    \"\(path)\",\n    \(pounds)\"\"\"\n\(text)\n\"\"\"\(pounds)\n  ),\n"
}
source += "]\n"
try source.write(to: output, atomically: true, encoding: .utf8)
