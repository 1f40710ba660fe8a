import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A lifetime: seconds, or seconds by the name that a value gives, and otherwise.
  func lifetime(_ node: DocumentNode) throws(DocumentError) -> Lifetime {
    guard node.node.kind == .object else { return Lifetime(standard: try span(node)) }
    try node.refuseUnknownMembers(except: ["from", "values", "otherwise"])
    var spans: [(name: [UInt8], span: Instant.Span)] = []
    for (name, value) in try node.required("values").members() {
      spans.append((Array(name.utf8), try span(value)))
    }
    return Lifetime(
      standard: try span(try node.required("otherwise")),
      wish: try binding(try node.required("from")), spans: spans)
  }

  private func span(_ node: DocumentNode) throws(DocumentError) -> Instant.Span {
    let seconds = try node.nonNegative()
    guard seconds <= Limits.lifetimeSecondsMax else {
      throw node.expected("at most \(Int(Limits.lifetimeSecondsMax)) seconds")
    }
    return .seconds(seconds)
  }
}
