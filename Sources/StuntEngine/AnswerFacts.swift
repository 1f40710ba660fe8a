import StuntContract
import StuntJSON
import StuntSchema

/// What is known, once for all answers, about the values at an answer's places: what is known needs no proof again.
enum AnswerFacts {
  /// What is known about one place.
  struct Place: Sendable {
    /// Whether all of the provider's identifiers of the main kind may stand here.
    var allowsIdentifiers = false
    /// Whether all URLs may stand here.
    var allowsURLs = false
    /// Whether all whole numbers from 0 on may stand here.
    var allowsNaturals = false
    /// The kinds, as bits, of which all values may stand here.
    var allowedKinds: UInt8 = 0

    /// Whether all values of a kind may stand here.
    func allowsAll(_ kind: JSONKind) -> Bool { allowedKinds >> kind.rawValue & 1 == 1 }
  }

  /// By number of the place.
  static func places(
    of body: BodySource, _ program: AnswerProgram, _ proof: AnswerProof?, _ identifier: JobIdentifier
  ) -> [Place] {
    var places: [Place] = []
    if case .template(let template) = body {
      for piece in template.pieces {
        guard case .slot(let binding) = program.lists.pieces[piece] else { continue }
        var place = Place()
        defer { places.append(place) }
        guard let proof else { continue }
        switch binding.source {
        case .job(.id): place.allowsIdentifiers = proof.allowsEvery(identifier.form, at: places.count)
        case .link: place.allowsURLs = proof.allowsURLs(at: places.count)
        default: place.allowsNaturals = proof.allowsNaturalNumbers(at: places.count)
        }
        // Lists and objects are never known: they may reach limits together with what is around them.
        for kind in [JSONKind.null, .boolean, .number, .string]
        where proof.allowsAll(kind, at: places.count) { place.allowedKinds |= 1 << kind.rawValue }
      }
    }
    return places
  }
}
