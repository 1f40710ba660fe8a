import StuntContract
import StuntEngine
import StuntJSON
import StuntSchema

extension Observations {
  /// `knownMembers`: requests have documented names only.
  func knownMembers(_ names: Detector.MemberNames) -> Verdict {
    var findings = FindingList()
    var isExercised = false
    for index in run.exchanges.indices {
      guard let call = run.exchanges[index].call, names.operations.contains(call.endpoint.operation) else {
        continue
      }
      let operation = run.provider.contract.operations[call.endpoint.operation]
      switch names.part {
      case .body:
        guard let body = call.body else { continue }
        isExercised = true
        lookForUnknown(in: body.root, level: 0, operation.names) { pointer, name in
          guard !names.allowed.contains(name) else { return }
          findings.add(unknownMember(name, at: pointer, operation.names, index))
        }
      case .query:
        isExercised = true
        // What a file's address brings with it is the address's own matter.
        guard !call.query.isEmpty, facts[index].role != .file else { continue }
        for (name, _) in call.query where !operation.names.query.contains(Self.bare(name)) {
          guard !names.allowed.contains(name) else { continue }
          findings.add(unknownParameter(name, operation.names, index))
        }
      }
    }
    return findings.verdict(isExercised: isExercised, otherwise: "no request has such a part")
  }

  /// Calls for each member that is not documented; what is below one is not looked at.
  private func lookForUnknown(
    in node: JSONNode, level: Int, _ names: DocumentedNames, _ report: (JSONPointer, String) -> Void
  ) {
    switch node.kind {
    case .object:
      // Where no name is documented, any is meant.
      guard !names.levels[level].members.isEmpty else { return }
      for (name, member) in node.members {
        if let inner = names.levels[level].level(of: name) {
          guard member.kind == .object || member.kind == .array else { continue }
          lookForUnknown(in: member, level: inner, names, report)
        } else if !names.levels[level].isOpen {
          report(JSONPointer(from: 0, to: member.index, in: member.document), name)
        }
      }
    case .array:
      guard let inner = names.levels[level].element else { return }
      for element in node.elements { lookForUnknown(in: element, level: inner, names, report) }
    case .null, .boolean, .number, .string: return
    }
  }

  /// A parameter's name without the brackets that lists have in some clients.
  private static func bare(_ name: String) -> String {
    name.hasSuffix("[]") ? String(name.dropLast(2)) : name
  }

  private func unknownMember(
    _ name: String, at pointer: JSONPointer, _ names: DocumentedNames, _ index: Int
  ) -> Finding {
    Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: "body \(pointer)",
      expected: "a documented member", found: "\"\(clipped(name))\"",
      closest: NamesSearch(names).closest(to: name, inBodyAt: pointer) ?? elsewhere(name))
  }

  private func unknownParameter(_ name: String, _ names: DocumentedNames, _ index: Int) -> Finding {
    Finding(
      exchange: run.exchanges[index].number, subject: subject(index), place: "query \(clipped(name))",
      expected: names.query.isEmpty ? "no query" : "a documented parameter", found: "\"\(clipped(name))\"",
      closest: NamesSearch(names).closest(toParameter: name) ?? elsewhere(name))
  }

  /// Another operation of the provider that has the name.
  private func elsewhere(_ name: String) -> String? {
    for operation in run.provider.contract.operations {
      if operation.names.query.contains(name) { return "query \(name) of \(operation.id)" }
      if let place = operation.names.places(of: name).first { return "body \(place) of \(operation.id)" }
    }
    return nil
  }
}
