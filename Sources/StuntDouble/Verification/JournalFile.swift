package import StuntConformance
package import StuntProviders

/// What a server tells of its clients' traffic, read back: `GET /_stunt/journal?form=runs`.
package enum JournalFile {
  /// The target of the control operation that gives it.
  package static let target = "/_stunt/journal?form=runs"

  /// One run for each tenant, in the order of provider and key; each request is read again by its contract.
  ///
  /// Requests that reached no tenant are in the run of their provider that has the same key, or else in one of
  /// their own, whose key is empty.
  package static func runs(
    in bytes: [UInt8], registry: ProviderRegistry
  ) throws(JournalFileError) -> [ClientRun] {
    throw .notAJournal(reason: "it cannot be read yet")
  }
}

/// Why a journal cannot be read.
package enum JournalFileError: Error, Equatable, CustomStringConvertible {
  /// The bytes are no journal of the form that is read.
  case notAJournal(reason: String)
  /// A member is missing, or of another kind than expected.
  case badMember(String, at: String, expected: String)
  /// It speaks of a provider that is not at hand.
  case unknownProvider(String, known: [String])

  package var description: String {
    switch self {
    case .notAJournal(let reason):
      "this is no journal: \(reason); save one by GET \(JournalFile.target) of a running server"
    case .badMember(let name, let place, let expected):
      "\"\(name)\" at \(place) is not \(expected); save the journal again by GET \(JournalFile.target)"
    case .unknownProvider(let name, let known):
      "no provider is named \"\(name)\"; known are \(known.joined(separator: ", ")); name its folder with --provider"
    }
  }
}
