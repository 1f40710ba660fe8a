import StuntContract
import StuntJSON

/// Exchanges that a file describes, to be played against the double: Contracts/meta/exercise.schema.json.
struct Exercise: Sendable {
  /// The file's path.
  let file: String
  /// The name that coverage shows: the file's own, without its ending.
  let name: String
  /// The key of the steps that name none; nil for none.
  let key: DocumentNode?
  /// The scenario of the steps that name none.
  let scenario: DocumentNode?
  /// The variables of each round; one round without any where the file asks for none.
  let rounds: [ExerciseVariables]
  let steps: [DocumentNode]

  private static let members = ["$schema", "description", "key", "scenario", "each", "steps"]
  /// The members of a step that asks for something.
  static let callMembers = [
    "description", "call", "request", "path", "query", "fields", "server", "json", "form", "multipart",
    "text", "base64", "contentType", "key", "scenario", "repeat", "atMost", "expect", "capture",
  ]

  /// Reads a file.
  ///
  /// - Parameter others: Members that are read elsewhere.
  init(_ root: DocumentNode, others: [String] = []) throws(DocumentError) {
    try root.refuseUnknownMembers(except: Self.members + others)
    file = root.file
    let last = root.file.split(separator: "/").last.map(String.init) ?? root.file
    name = last.hasSuffix(".json") ? String(last.dropLast(5)) : last
    let description = try root.required("description")
    guard try description.string().hasSuffix(".") else {
      throw description.expected("a sentence that ends in a full stop")
    }
    key = root.optional("key")
    scenario = root.optional("scenario")
    steps = try root.required("steps").elements()
    guard !steps.isEmpty else { throw try root.required("steps").expected("at least one step") }
    for step in steps {
      guard step.optional("advance") == nil else {
        try step.refuseUnknownMembers(except: ["description", "advance"])
        continue
      }
      try step.refuseUnknownMembers(except: Self.callMembers)
      guard (step.optional("call") == nil) != (step.optional("request") == nil) else {
        throw step.expected("one of \"call\", \"request\" or \"advance\"")
      }
    }
    rounds = try Self.rounds(root.optional("each"))
  }

  /// All combinations of the lists.
  private static func rounds(_ node: DocumentNode?) throws(DocumentError) -> [ExerciseVariables] {
    var rounds: [[(name: String, value: JSONValue)]] = [[]]
    for (name, list) in try node?.members() ?? [] {
      let values = try list.elements().map(\.node.value)
      guard !values.isEmpty else { throw list.expected("at least one value") }
      rounds = rounds.flatMap { round in values.map { round + [(name, $0)] } }
      guard rounds.count <= Limits.exerciseRoundsMax else {
        throw list.error(.tooMany(what: "rounds", limit: Limits.exerciseRoundsMax))
      }
    }
    return rounds.map(ExerciseVariables.init)
  }
}
