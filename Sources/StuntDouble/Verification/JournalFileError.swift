/// Why a journal cannot be read.
package enum JournalFileError: Error, Equatable, CustomStringConvertible {
  /// The bytes are no journal of the form that is read.
  case notAJournal(reason: String)
  /// A member is missing, or is not what is expected.
  case badMember(String, expected: String)
  /// It speaks of a provider that is not at hand.
  case unknownProvider(String, known: [String])

  package var description: String {
    switch self {
    case .notAJournal(let reason):
      "this is no journal: \(reason); save one by GET \(JournalFile.target) of a running server"
    case .badMember(let place, let expected):
      "\(place) of the journal is not \(expected); save it again by GET \(JournalFile.target)"
    case .unknownProvider(let name, let known):
      "no provider is named \"\(name)\"; known are \(known.joined(separator: ", ")); name its folder with --provider"
    }
  }
}
