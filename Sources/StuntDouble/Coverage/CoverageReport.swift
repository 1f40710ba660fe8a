package import StuntContract
package import StuntJSON

/// What coverage says about one provider: as lines for people, or as JSON.
package struct CoverageReport: Sendable {
  package let run: CoverageRun
  private let findings: [(place: DocumentedPlace, finding: CoverageLedger.Finding)]

  /// A report of a run.
  package init(_ run: CoverageRun) {
    self.run = run
    findings = run.ledger.findings
  }

  /// The items that nothing shows.
  package var holes: [DocumentedPlace] { findings.filter(\.finding.isHole).map(\.place) }

  /// Whether every documented item was shown, and nothing went otherwise than expected.
  package var isWhole: Bool { run.errors.isEmpty && holes.isEmpty }

  /// Documented and shown items of a kind.
  package func count(of kind: DocumentedItem.Kind) -> (documented: Int, shown: Int) {
    let own = findings.filter { $0.place.item.kind == kind }
    return (own.count, own.count { !$0.finding.isHole })
  }

  /// One line for each item: what it is, and who shows it.
  ///
  /// - Parameter holesOnly: Whether only what nothing shows is listed.
  package func lines(holesOnly: Bool) -> [String] {
    // A status that nothing shows takes all that is in its answer with it: one line is enough.
    let unseen = Set(holes.map(\.item).filter { $0.kind == .status }.map(\.description))
    var lines: [String] = []
    var listed: Set<DocumentSite> = []
    for kind in DocumentedItem.Kind.allCases {
      for (place, finding) in findings where place.item.kind == kind {
        let name = "\(run.provider) \(kind.rawValue) \(place.item)"
        switch finding {
        case .hole:
          if kind == .response, unseen.contains(place.item.subject) || !listed.insert(place.place).inserted {
            continue
          }
          let line = place.place.line.map { ":\($0)" } ?? ""
          lines.append("HOLE \(name)  (\(place.place.file)\(line))")
        case .shown(let first, let count):
          if !holesOnly {
            lines.append("ok   \(name)  by \(first)\(count > 1 ? " and \(count - 1) more" : "")")
          }
        case .shownElsewhere(let other):
          if !holesOnly { lines.append("ok   \(name)  as in \(other.subject)") }
        }
      }
    }
    return lines
  }

  /// The counts in one line.
  package var summary: String {
    let counts = DocumentedItem.Kind.allCases.map { kind in
      let (documented, shown) = count(of: kind)
      return "\(kind.rawValue) \(shown)/\(documented)"
    }
    return
      "\(run.provider): \(findings.count) documented items, \(holes.count) holes, \(run.errors.count) errors;"
      + " \(counts.joined(separator: ", ")); \(run.exchanges) exchanges"
  }

  /// The report for machines.
  package var json: JSONValue {
    .object([
      "provider": .string(run.provider),
      "documented": .number(JSONNumber(findings.count)),
      "holes": .number(JSONNumber(holes.count)),
      "exchanges": .number(JSONNumber(run.exchanges)),
      "errors": .array(run.errors.map { .string("\($0)") }),
      "kinds": .array(
        DocumentedItem.Kind.allCases.map { kind in
          let (documented, shown) = count(of: kind)
          return .object([
            "kind": .string(kind.rawValue), "documented": .number(JSONNumber(documented)),
            "shown": .number(JSONNumber(shown)),
          ])
        }),
      "items": .array(findings.map(Self.json)),
    ])
  }

  private static func json(
    _ entry: (place: DocumentedPlace, finding: CoverageLedger.Finding)
  ) -> JSONValue {
    let (place, finding) = entry
    var object: JSONObject = [
      "kind": .string(place.item.kind.rawValue), "subject": .string(place.item.subject),
      "detail": .string(place.item.detail), "file": .string(place.place.file),
    ]
    switch finding {
    case .hole:
      object["line"] = place.place.line.map { .number(JSONNumber($0)) } ?? .null
      object["by"] = .null
    case .shown(let first, let count):
      object["by"] = .string(first)
      object["exchanges"] = .number(JSONNumber(count))
    case .shownElsewhere(let other): object["as in"] = .string(other.subject)
    }
    return .object(object)
  }
}
