import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A lifetime: seconds, or seconds by the name that a value gives, and otherwise.
  func lifetime(_ node: DocumentNode) throws(DocumentError) -> Lifetime {
    guard node.node.kind == .object else { return Lifetime(standard: .seconds(try node.nonNegative())) }
    try node.refuseUnknownMembers(except: ["from", "values", "otherwise"])
    var spans: [(name: [UInt8], span: Instant.Span)] = []
    for (name, value) in try node.required("values").members() {
      spans.append((Array(name.utf8), .seconds(try value.nonNegative())))
    }
    return Lifetime(
      standard: .seconds(try node.required("otherwise").nonNegative()),
      wish: try binding(try node.required("from")), spans: spans)
  }
}
