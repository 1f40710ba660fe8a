import StuntJSON
import StuntProviders
import StuntTestSupport
import Testing

@testable import StuntContract
@testable import StuntEngine
@testable import StuntSchema

/// What ships is compiled when it is first used; a provider that is checked is compiled at once.
@Suite struct CompiledWhenUsedTests {
  @Test(arguments: ProviderRegistry.shippedNames)
  func `messages that are read when they are first used are those that are checked`(_ name: String) throws {
    let (checked, trusted) = try Self.both(name)
    #expect(!checked.contract.operations.isEmpty)
    #expect(checked.contract.operations.map(\.id) == trusted.contract.operations.map(\.id))
    #expect(checked.contract.servers == trusted.contract.servers)
    for (one, other) in zip(checked.contract.operations, trusted.contract.operations) {
      #expect(Self.text(of: one) == Self.text(of: other))
      let schemas = Self.schemas(of: one)
      #expect(schemas.count == Self.schemas(of: other).count)
      for (left, right) in zip(schemas, Self.schemas(of: other)) {
        for probe in try Self.probes(of: one) {
          #expect(left.violations(of: probe) == right.violations(of: probe), "\(one.id)")
        }
      }
    }
  }

  @Test(arguments: ProviderRegistry.shippedNames)
  func `answers that are compiled when they are first given are those that are checked`(_ name: String) throws
  {
    let (checked, trusted) = try Self.both(name)
    let answers = Self.answers(of: checked)
    #expect(answers.count > 10)
    #expect(answers.count == Self.answers(of: trusted).count)
    for (one, other) in zip(answers, Self.answers(of: trusted)) {
      #expect(one.status == other.status)
      #expect("\(one.content.program.lists)" == "\(other.content.program.lists)")
      #expect("\(one.content.fields)" == "\(other.content.fields)")
      #expect("\(one.content.body)" == "\(other.content.body)")
      #expect(one.content.essence == other.content.essence)
      #expect((one.content.proof == nil) == (other.content.proof == nil))
    }
    #expect("\(checked.behavior.program.lists)" == "\(trusted.behavior.program.lists)")
  }

  @Test(arguments: ProviderRegistry.shippedNames)
  func `scenarios that are compiled when they are first followed are those that are checked`(_ name: String)
    throws
  {
    let (checked, trusted) = try Self.both(name)
    #expect(checked.scenarios.count > 8)
    #expect(trusted.scenarios.names == checked.scenarios.map(\.name))
    #expect(trusted.defaultScenario == checked.defaultScenario)
    for (one, other) in zip(checked.scenarios, trusted.scenarios) {
      var (left, right) = ("", "")
      dump(one, to: &left)
      dump(other, to: &right)
      #expect(left == right)
    }
  }

  @Test func `threads that use something first at the same time get one and the same`() async throws {
    let provider = try ProviderRegistry.provider(
      try #require(ProviderRegistry.shippedNames.first), isTrusted: true)
    for (index, operation) in provider.contract.operations.enumerated() {
      let answers = Self.answers(of: provider, operation: index)
      let found = await withTaskGroup(of: [ObjectIdentifier].self) { group in
        for _ in 0..<8 {
          group.addTask {
            [ObjectIdentifier(operation.messages)]
              + Self.schemas(of: operation).map { ObjectIdentifier($0.program) }
              + answers.map { ObjectIdentifier($0.content) } + provider.scenarios.map { ObjectIdentifier($0) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(found).count == 1, "\(operation.id)")
    }
  }

  private static func both(_ name: String) throws -> (checked: Provider, trusted: Provider) {
    (try ProviderRegistry.provider(name), try ProviderRegistry.provider(name, isTrusted: true))
  }

  private static func text(of operation: StuntContract.Operation) -> [String] {
    let messages = operation.messages
    return messages.parameters.map {
      "\($0.name) \($0.location) \($0.isRequired) \($0.shape) \(String(describing: $0.pathIndex))"
    }
      + messages.requestBodies.map {
        "\($0.essence) \($0.shape) \($0.coercions.map(\.rawValue).sorted()) \($0.example ?? [])"
      }
      + messages.responses.map {
        "\(String(describing: $0.status)) \($0.description) \($0.contents.map(\.essence))"
      }
      + ["\(messages.isBodyRequired) \(operation.summary) \(operation.pathNames) \(operation.requiresKey)"]
  }

  private static func schemas(of operation: StuntContract.Operation) -> [Schema] {
    let messages = operation.messages
    return messages.parameters.map(\.schema) + messages.requestBodies.map(\.schema)
      + messages.responses.flatMap { $0.contents.compactMap(\.schema) }
  }

  /// Values that schemas tell apart: one of each kind, and the operation's own examples.
  private static func probes(of operation: StuntContract.Operation) throws -> [JSONDocument] {
    try ["null", "true", "7", "-0.5", #""x""#, "[]", "[1]", "{}", #"{"unknown":1,"prompt":7,"error":{}}"#]
      .map { try JSONDocument(parsing: $0) }
      + operation.messages.requestBodies.compactMap(\.example).map { try JSONDocument(parsing: $0) }
  }

  private static func answers(of provider: Provider) -> [AnswerTemplate] {
    provider.behavior.refusals.map(\.answer) + provider.behavior.failures.compactMap(\.answer)
      + provider.behavior.operations.indices.flatMap { answers(of: provider, operation: $0) }
  }

  private static func answers(of provider: Provider, operation: Int) -> [AnswerTemplate] {
    provider.behavior.operations[operation].answers.compactMap {
      guard case .answer(let template) = $0 else { return nil }
      return template
    }
  }
}
