package import StuntJSON

extension Complaint {
  /// The complaint as a problem document. RFC 9457, 3.
  package var problem: [UInt8] {
    var problem: JSONObject = [
      "type": .string("urn:stuntdouble:\(name)"), "title": .string(title),
      "status": .number(JSONNumber(status)),
      "detail": .string(detail),
    ]
    if case .brokenRule(let breach) = self {
      for (name, value) in breach.members { problem.append(name, value) }
    }
    return JSONWriter.bytes(.object(problem))
  }

  /// The complaint as a reply, with the field that tells the double's voice from a provider's.
  package var reply: Reply {
    var reply = Reply(status: status)
    reply.fieldLines = Array("Content-Type: application/problem+json\r\nStunt-Diagnostic: \(name)\r\n".utf8)
    if case .methodNotAllowed(_, _, let allowed) = self {
      reply.fieldLines += Array("Allow: \(allowed.joined(separator: ", "))\r\n".utf8)
    }
    reply.body = .bytes(problem)
    return reply
  }
}

extension RuleBreak {
  /// What is told of it where JSON is read.
  package var members: [(name: String, value: JSONValue)] {
    [
      ("rule", .string(rule)), ("severity", .string(isBinding ? "must" : "should")), ("duty", .string(duty)),
      ("place", .string(place)), ("expected", .string(expected)), ("found", .string(found)),
      ("closest", closest.map(JSONValue.string) ?? .null), ("help", .string(help)),
    ]
  }
}

extension ProviderDouble {
  /// The double's own complaint, in the turn.
  func complaint(_ complaint: Complaint, _ turn: borrowing Turn) -> Reply {
    var reply = complaint.reply
    reply.slot = turn.slot
    return reply
  }
}

extension Reply {
  /// Whether the double speaks in its own voice.
  var isComplaint: Bool { fieldLines.starts(with: "Content-Type: application/problem+json".utf8) }
}
