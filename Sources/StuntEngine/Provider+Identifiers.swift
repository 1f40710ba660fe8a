import StuntJSON

/// A kind of ids besides those of jobs in general.
struct IdentifierKind: Sendable {
  let name: String
  let form: JobIdentifier
}

extension Provider {
  /// The name that documents give the ids of jobs in general: kind 0.
  static let mainKindName = "job"

  /// The form of a kind of ids.
  func identifier(ofKind kind: UInt8) -> JobIdentifier {
    kind == 0 ? identifier : behavior.kinds[Int(kind) - 1].form
  }

  /// Appends the id of a slot's job.
  func appendIdentifier(_ slot: Int, kind: UInt8, _ entropy: Entropy, to out: inout ByteSink) {
    if kind == 0 {
      identifier.append(slot: slot, entropy: entropy, to: &out)
    } else {
      behavior.kinds[Int(kind) - 1].form.append(slot: slot, entropy: entropy, to: &out)
    }
  }

  /// The number of the kind that a text names.
  func kind(named name: [UInt8]) -> UInt8? {
    if name.elementsEqual(Self.mainKindName.utf8) { return 0 }
    return behavior.kinds.firstIndex { name.elementsEqual($0.name.utf8) }.map { UInt8($0 + 1) }
  }

  /// The id of a slot's job.
  func identifierText(slot: Int, kind: UInt8, entropy: Entropy) -> [UInt8] {
    identifier(ofKind: kind).text(slot: slot, entropy: entropy)
  }
}

extension ProviderDouble {
  /// The id of the job in a slot, as its answers give it.
  package func identifierText(ofSlot slot: Int) -> [UInt8] {
    provider.identifierText(slot: slot, kind: slot < jobs.count ? jobs[slot].kind : 0, entropy: entropy)
  }

  /// The slot of the job that an id of one of the kinds names, if it is one of this tenant's and not deleted.
  func slot(named id: [UInt8], kinds: [UInt8]) -> Int? {
    id.withUnsafeBufferPointer { slot(named: $0, kinds: kinds) }
  }

  /// The same of borrowed bytes.
  func slot(named id: UnsafeBufferPointer<UInt8>, kinds: [UInt8]) -> Int? {
    for kind in kinds {
      guard let slot = provider.identifier(ofKind: kind).slot(of: id, entropy: entropy), slot < jobs.count,
        jobs[slot].kind == kind, !jobs[slot].isDeleted
      else { continue }
      return slot
    }
    return nil
  }
}
