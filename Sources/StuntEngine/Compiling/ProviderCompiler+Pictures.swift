import StuntContract
import StuntJSON
import StuntMedia

extension ProviderCompiler {
  /// How wishes become pictures.
  func pictures(_ node: DocumentNode) throws(DocumentError) -> PictureRules {
    try node.refuseUnknownMembers(except: [
      "size", "aspectRatio", "resolution", "sizes", "defaultSize", "count", "format", "defaultFormat",
      "quality", "unit", "lifetimeSeconds", "operation", "description",
    ])
    let format = try node.required("defaultFormat")
    guard let known = PictureFormat(rawValue: try format.string()) else {
      throw unknown("format", format, in: PictureFormat.allCases.map(\.rawValue))
    }
    let server = try node.required("operation")
    let operation = try operation(server)
    let files = try root.required("operations").optional(try server.string())?.optional("action")
    guard files?.node.string == "media" else {
      throw server.expected("an operation whose action is \"media\"")
    }
    return PictureRules(
      frame: try frame(node), count: try optionalBinding(node, "count"),
      format: try optionalBinding(node, "format"), defaultFormat: known,
      quality: try optionalBinding(node, "quality"), unit: try optionalBinding(node, "unit"),
      lifetime: try lifetime(try node.required("lifetimeSeconds")), operation: operation)
  }

  /// An operation that answers with pictures: makes jobs as a submit does, and needs the block that says how.
  func picturesRule(_ node: DocumentNode) throws(DocumentError) -> OperationBehavior.SubmitRule {
    guard root.optional("pictures") != nil else {
      throw try node.required("action").error(
        .contradiction("there is no \"pictures\" beside \"operations\" that says how they are made; add it"))
    }
    return try submitRule(node)
  }

  /// A name that speaks of pictures; nil for another.
  func pictureSource(
    _ head: String, _ tail: String, _ node: DocumentNode
  ) throws(DocumentError) -> Binding.Source? {
    if head == "pictures" { return Binding.PicturesMember(rawValue: tail).map { .pictures($0) } }
    guard head == "picture", let member = Binding.PictureMember(rawValue: tail) else { return nil }
    guard isInItem else {
      throw node.error(
        .contradiction(
          "picture.\(tail) speaks of one of them; use it in the \"item\" of { \"each\": \"pictures\" }"))
    }
    return .picture(member)
  }
}
