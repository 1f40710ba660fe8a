import StuntDouble
import StuntJSON
import StuntRecording

extension Subcommand {
  /// `stuntdouble show`.
  static let show = Subcommand("show", help: Help.show) { arguments throws(UsageError) in
    let read = try ReadArguments(arguments, of: "show", flags: [Flag("--json")])
    guard !read.operands.isEmpty else { throw .conflict("show needs a file", command: "show") }
    return { Show.run(read.operands, isJSON: read.has("--json")) }
  }
}

/// `stuntdouble show`: recordings as text, fit for `git diff`.
enum Show {
  static func run(_ paths: [String], isJSON: Bool) -> ExitCode {
    var code = ExitCode.success
    var values: [JSONValue] = []
    for (index, path) in paths.enumerated() {
      do {
        let result = try HARReader.readRepairing(try HARFiles.bytes(of: path))
        if result.isCut {
          Terminal.err("\(path): the end is missing; shown is every exchange that is whole")
        }
        if isJSON {
          values.append(["path": .string(path), "recording": RecordingTranscript.json(result.recording)])
          continue
        }
        if paths.count > 1 { Terminal.out((index > 0 ? "\n" : "") + "== \(path)") }
        Terminal.out(RecordingTranscript.lines(result.recording).joined(separator: "\n"))
      } catch {
        Terminal.err(error is HARError ? "\(path): \(error)" : "\(error)")
        code = .notRun
      }
    }
    if isJSON { Terminal.out(String(decoding: JSONWriter.bytes(.array(values), .pretty), as: UTF8.self)) }
    return code
  }
}
