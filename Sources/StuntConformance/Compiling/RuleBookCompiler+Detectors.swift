import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

// What shows a rule: a name out of the closed list, and its parameters.
extension RuleBookCompiler {
  /// The detector, and its place for complaints.
  func detector(_ node: DocumentNode) throws(DocumentError) -> (Detector, DocumentNode) {
    let named = try node.required("name")
    let name: DetectorName = try word(named, "detector")
    try node.refuseUnknownMembers(except: ["name"] + Self.parameters(of: name))
    if let detector = try message(name, node) { return (detector, node) }
    return (try conduct(name, node), node)
  }

  /// The parameters that a detector takes.
  static func parameters(of name: DetectorName) -> [String] {
    switch name {
    case .meetsSchema: ["parts", "keywords", "exceptKeywords", "members", "exceptMembers", "operations"]
    case .knownMembers: ["in", "allow", "operations"]
    case .foreign: ["members", "operations"]
    case .together: ["groups", "operations"]
    case .refusal: ["status", "pointer", "values", "pattern", "operations"]
    case .pollPace: ["secondsMin", "tolerance"]
    case .backsOff: ["statuses", "secondsMin", "tolerance"]
    case .retryAfter: ["fields", "tolerance"]
    case .pollHint: ["field", "pointer", "unit", "tolerance"]
    case .waitsForEnd, .cancelsWhenInterrupted: ["operations"]
    case .stopsAtEnd: ["extraPollsMax"]
    case .reportsFailure: ["words"]
    case .followsURLs: ["links"]
    case .fetchesInTime: ["secondsMax"]
    case .verifiesWebhooks: ["flaws"]
    case .knownOperation, .key, .submitsOnce, .knownJobs, .reportsReason, .finishes, .givesUp,
      .fetchesWhole, .resumesByRange, .keepsKey, .handlesOnce, .endsCleanly:
      []
    }
  }

  private func message(_ name: DetectorName, _ node: DocumentNode) throws(DocumentError) -> Detector? {
    switch name {
    case .knownOperation: return .knownOperation
    case .key:
      guard provider.authentication != nil else {
        throw node.error(.contradiction("the provider takes no keys; remove the rule"))
      }
      return .key
    case .meetsSchema: return .meetsSchema(try schemaParts(node))
    case .knownMembers:
      return .knownMembers(
        Detector.MemberNames(
          part: try word(try node.required("in"), "part of a request"),
          allowed: Set(try list(node.optional("allow")) { (node) throws(DocumentError) in try text(node) }),
          operations: try operations(node.optional("operations"))))
    case .foreign:
      let forms = try list(try node.required("members"), foreignForm)
      return .foreign(forms, operations: try operations(node.optional("operations")))
    case .together:
      let groups = try list(try node.required("groups"), memberGroup)
      return .together(groups, operations: try operations(node.optional("operations")))
    case .refusal:
      return .refusal(
        Detector.RefusedAnswer(
          statuses: try statuses(try node.required("status")), pointer: try pointer(node.optional("pointer")),
          values: try values(node.optional("values")), pattern: try pattern(node.optional("pattern")),
          operations: try operations(node.optional("operations"))))
    default: return nil
    }
  }

  private func conduct(_ name: DetectorName, _ node: DocumentNode) throws(DocumentError) -> Detector {
    switch name {
    case .submitsOnce: return .submitsOnce
    case .knownJobs: return .knownJobs
    case .pollPace: return .pollPace(try pace(node, tolerance: 0.5))
    case .backsOff:
      return .backsOff(
        statuses: try statuses(try node.required("statuses")), pace: try pace(node, tolerance: 0.5))
    case .retryAfter: return .retryAfter(try waitFields(node))
    case .pollHint: return .pollHint(try pollHint(node))
    case .waitsForEnd:
      return .waitsForEnd(
        operations: try operations(node.optional("operations"), roles: [.result, .content, .file]))
    case .stopsAtEnd:
      return .stopsAtEnd(extraPollsMax: try node.optional("extraPollsMax")?.integer(in: 0...1_000) ?? 0)
    case .reportsFailure:
      return .reportsFailure(
        words: try list(node.optional("words")) { (node) throws(DocumentError) in try text(node) })
    case .followsURLs: return .followsURLs(try list(try node.required("links"), link))
    case .fetchesInTime:
      let seconds = try node.required("secondsMax")
      guard try seconds.nonNegative() > 0 else { throw seconds.expected("more than 0 seconds") }
      return .fetchesInTime(.seconds(try seconds.nonNegative()))
    case .cancelsWhenInterrupted:
      return .cancelsWhenInterrupted(
        operations: try operations(node.optional("operations"), roles: [.cancel]))
    case .verifiesWebhooks:
      let flaws = try list(node.optional("flaws")) { (node) throws(DocumentError) -> Detector.WebhookFlaw in
        try word(node, "flaw of webhooks")
      }
      return .verifiesWebhooks(flaws: flaws.isEmpty ? Detector.WebhookFlaw.allCases : flaws)
    default: return simple(name)
    }
  }

  /// The detectors without parameters.
  private func simple(_ name: DetectorName) -> Detector {
    switch name {
    case .reportsReason: .reportsReason
    case .finishes: .finishes
    case .givesUp: .givesUp
    case .fetchesWhole: .fetchesWhole
    case .resumesByRange: .resumesByRange
    case .keepsKey: .keepsKey
    case .handlesOnce: .handlesOnce
    case .endsCleanly: .endsCleanly
    default: preconditionFailure("\(name.rawValue) has parameters, or is one of messages")
    }
  }
}
