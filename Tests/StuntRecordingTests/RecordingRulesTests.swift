import Foundation
import StuntJSON
import StuntRecording
import StuntSchema
import Testing

@Suite struct RecordingRulesTests {
  @Test func `the shipped rules compile`() throws {
    let tree = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Contracts/providers")
    let names = try FileManager.default.contentsOfDirectory(atPath: tree.path).sorted()
    #expect(names.count >= 4)
    let meta = tree.deletingLastPathComponent().appending(path: "meta/recording-rules.schema.json")
    var compiler = SchemaCompiler()
    try compiler.register(JSONDocument(parsing: Array(Data(contentsOf: meta))), at: "stunt://meta/rules")
    let schema = try compiler.compile("stunt://meta/rules")
    for name in names {
      let bytes = Array(try Data(contentsOf: tree.appending(path: "\(name)/recording.json")))
      let violations = schema.violations(of: try JSONDocument(parsing: bytes), limit: 3)
      #expect(violations.map(\.description) == [], "\(name)")
      let rules = try RecordingRules(compiling: bytes)
      #expect(!rules.redaction.keys.isEmpty && !rules.jobs.isEmpty && rules.redaction.members.count > 10)
    }
  }

  /// Rules that are wrong, and what is said of them.
  static let errors: [(String, String)] = [
    (#"{"member":[]}"#, "unknown member \"member\"; did you mean \"members\"?"),
    (#"{"keys":[["ab"]]}"#, "at least 8 characters"),
    (#"{"keys":[["abcdefgh",{"of":"runes","min":1}]]}"#, "of digits, hex"),
    (#"{"jobs":["id"]}"#, "\"id\" is no JSON Pointer"), (#"{"fields":{}}"#, "found object; expected array"),
    ("{", "line 1, column 2"),
  ]

  @Test(arguments: errors.indices) func `rules that are wrong are refused`(_ index: Int) {
    do throws(HARError) {
      _ = try RecordingRules(compiling: Array(Self.errors[index].0.utf8))
      Issue.record("nothing was said")
    } catch {
      #expect(error.description.contains(Self.errors[index].1), "\(error)")
    }
  }
}
