import StuntContract
import StuntEngine

/// What must hold for every pair of a behavior and a scenario; shared by the fuzzer and the test of its findings.
///
/// They are refused with a sentence, or make a provider whose jobs live: forward only, their end is for ever, and each
/// answer either keeps to the contract, is what the scenario says for word, or is the double's own complaint.
enum ScenarioCheck {
  /// What does not hold, if anything.
  static func complaint(about bytes: [UInt8]) -> String? {
    guard let input = ScenarioInput(bytes) else { return nil }
    do throws(DocumentError) {
      let provider = try compiled(input)
      let router = try Router(contracts: [provider.contract])
      for course in JobLife.Course.allCases {
        var life = JobLife(provider, router, course, isShown: input.behavior == SmallProvider.behavior)
        if let complaint = life.complaint() { return "\(course): \(complaint)" }
      }
      return nil
    } catch {
      return complaint(about: error)
    }
  }

  /// The provider of the documents; a quirk stands in for those that ship.
  static func compiled(_ input: ScenarioInput) throws(DocumentError) -> Provider {
    try ProviderCompiler.compile(
      name: SmallProvider.name,
      files: SmallProvider.files(behavior: input.behavior, scenario: input.scenario),
      quirks: [BodyQuirk(name: "plain") { _, _ in Array(#"{"message": "No."}"#.utf8) }])
  }

  private static func complaint(about error: DocumentError) -> String? {
    guard error.place.file.hasPrefix(SmallProvider.name) else { return "no file: \(error)" }
    guard error.place.pointer.isEmpty || error.place.line > 0 else { return "no line: \(error)" }
    return error.description.count > error.place.file.count + 20 ? nil : "no sentence: \(error)"
  }
}
