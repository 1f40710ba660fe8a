import StuntSchema

/// The scenarios of a provider, in the order of their files.
///
/// Those of documents that were checked before are compiled when they are first asked for: there are hundreds, and a server
/// follows few. Looking through the elements compiles all; their names are known at once.
package struct ScenarioList: RandomAccessCollection, Sendable {
  /// The names, in order.
  package let names: [String]
  private let sources: [ScenarioSource]

  init(_ sources: [ScenarioSource]) {
    names = sources.map(\.name)
    self.sources = sources
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { sources.count }
  package subscript(index: Int) -> Scenario { sources[index].scenario }

  /// Lends a scenario, which is not counted: it lives as long as the list.
  @inline(__always)
  func withScenario<Result>(_ index: Int, _ body: (Scenario) -> Result) -> Result {
    let source = sources[index]
    return source.withScenario(body)
  }
}

/// A scenario, or the way to it.
///
/// A class, because many threads may ask at once. Each of them may compile; the first to end gives the scenario to all.
final class ScenarioSource: Sendable {
  let name: String
  private let known: FirstUse<Scenario>
  private let compile: @Sendable () -> Scenario

  /// A scenario that is compiled already.
  init(_ scenario: Scenario) {
    name = scenario.name
    compile = { scenario }
    known = FirstUse(scenario)
  }

  /// A scenario that is compiled later.
  init(name: String, compile: @escaping @Sendable () -> Scenario) {
    self.name = name
    self.compile = compile
    known = FirstUse()
  }

  /// Lends the scenario.
  @inline(__always)
  func withScenario<Result>(_ body: (Scenario) -> Result) -> Result {
    known.withValue(body) ?? body(scenario)
  }

  /// The scenario: one and the same for all who ask.
  var scenario: Scenario {
    if let scenario = known.value { return scenario }
    return known.keep(compile())
  }
}
