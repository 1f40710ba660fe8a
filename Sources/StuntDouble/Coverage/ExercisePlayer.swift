import StuntContract
import StuntEngine
import StuntHTTP
import StuntJSON
import StuntProviders

/// Plays exercises against the double itself, and notes what they hit.
struct ExercisePlayer {
  let registry: ProviderRegistry
  private(set) var errors: [DocumentError] = []

  init(registry: ProviderRegistry) {
    self.registry = registry
  }

  /// Plays all rounds of an exercise, each against a fresh double.
  ///
  /// - Parameter note: Told about every exchange.
  mutating func play(_ exercise: Exercise, note: (Exchange) -> Void) {
    for round in exercise.rounds {
      let client = InProcessClient(registry: registry)
      do {
        try Self.play(exercise, round, client, note)
      } catch {
        errors.append(error)
      }
    }
  }

  private static func play(
    _ exercise: Exercise, _ round: ExerciseVariables, _ client: InProcessClient, _ note: (Exchange) -> Void
  ) throws(DocumentError) {
    var variables = round
    for step in exercise.steps {
      if let advance = step.optional("advance") {
        let seconds = try variables.value(of: advance).number?.double ?? -1
        guard (0...StuntEngine.Limits.advanceSecondsMax).contains(seconds) else {
          throw advance.expected("a number of seconds")
        }
        client.advance(by: seconds)
        continue
      }
      let exchange = try play(step, exercise, variables, client, note)
      try capture(step, exchange, &variables)
    }
  }

  private static func play(
    _ step: DocumentNode, _ exercise: Exercise, _ variables: ExerciseVariables, _ client: InProcessClient,
    _ note: (Exchange) -> Void
  ) throws(DocumentError) -> Exchange {
    let builder = ExerciseRequest(provider: client.provider, exercise: exercise, variables: variables)
    let request = try builder.request(step)
    let expectation = ExerciseExpectation(node: try step.required("expect"), variables: variables)
    let times = try step.optional("repeat")?.integer(in: 1...Limits.exerciseRepeatsMax) ?? 1
    let most = try step.optional("atMost")?.integer(in: 1...Limits.exerciseRepeatsMax)
    var exchange = client.send(request)
    note(exchange)
    for _ in 1..<(most ?? times) {
      if most != nil {
        if try expectation.disagreement(with: exchange) == nil { return exchange }
        client.advance(by: client.provider.pollSpan.seconds)
      }
      exchange = client.send(request)
      note(exchange)
    }
    if let disagreement = try expectation.disagreement(with: exchange) { throw disagreement }
    return exchange
  }

  /// Gives names to parts of an answer, as a step asks for.
  static func capture(
    _ step: DocumentNode, _ exchange: Exchange, _ variables: inout ExerciseVariables
  ) throws(DocumentError) {
    for (name, node) in try step.optional("capture")?.members() ?? [] {
      let text = try node.string()
      if text.hasPrefix("field:") {
        guard let value = exchange.fields[String(text.dropFirst(6))] else {
          throw node.error(.contradiction("the answer has no such field; it was \(exchange.summary)"))
        }
        variables.set(name, to: .string(value))
      } else {
        guard let found = exchange.json?.root[try node.pointer(parsing: text)] else {
          throw node.error(.contradiction("the answer has no \(text); it was \(exchange.summary)"))
        }
        variables.set(name, to: found.value)
      }
    }
  }
}
