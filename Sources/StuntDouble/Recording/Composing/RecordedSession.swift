import StuntContract

/// A session that a file describes, to be played against the double and kept: Contracts/meta/session.schema.json.
struct RecordedSession: Sendable {
  /// What is sent, and what is expected.
  let exercise: Exercise
  /// The pages of documentation that it follows.
  let sources: [String]
  /// One sentence on what it shows.
  let description: String

  /// The name of its recording: the file's own, without its ending.
  var name: String { exercise.name }

  /// Reads a file.
  init(_ root: DocumentNode) throws(DocumentError) {
    guard root.optional("each") == nil else {
      throw try root.required("each").error(
        .contradiction("a session is played once; write one file for each"))
    }
    exercise = try Exercise(root, others: ["from"])
    description = try root.required("description").string()
    let list = try root.required("from")
    var sources: [String] = []
    for element in try list.elements() { sources.append(try element.string()) }
    guard !sources.isEmpty else { throw list.expected("at least one page") }
    self.sources = sources
  }
}
