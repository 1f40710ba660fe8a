import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A submit's `"estimate"`: when it is asked for, and what is answered.
  func estimate(_ node: DocumentNode) throws(DocumentError) -> EstimateRule {
    try node.refuseUnknownMembers(except: ["when", "answer", "description"])
    return EstimateRule(
      condition: try condition(try node.required("when")), answer: try answer(try node.required("answer")))
  }
}
