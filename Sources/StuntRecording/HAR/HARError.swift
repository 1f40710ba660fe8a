package import StuntJSON

/// Why a file is no recording, and where.
package enum HARError: Error, Equatable, Sendable {
  /// It is no JSON, or beyond a limit of JSON.
  case json(JSONError)
  /// A value is not what HAR 1.2, or our own members, want at its place.
  case flaw(HARFlaw, at: JSONPlace)
  /// It is cut off before its first entry.
  case cutBeforeEntries(byteCount: Int)
  /// It has more entries than the limits allow.
  case tooManyEntries(Int, max: Int)
}

/// What is wrong with a value.
package enum HARFlaw: Equatable, Sendable {
  /// A member that must be there is not.
  case missingMember(String)
  /// The value is of another kind.
  case wrongKind(JSONKind, expected: JSONKind)
  /// A version other than 1.1 and 1.2.
  case unknownVersion(String)
  /// A text that is no time.
  case badTime(String)
  /// A text that is no base64.
  case badBase64
  /// An encoding other than base64.
  case unknownEncoding(String)
  /// A number that is no HTTP status.
  case badStatus(Int)
  /// One of our own members that we do not know.
  case unknownMember(String, nearest: String?)
  /// A later version of our own members.
  case unknownFormat(Int)
  /// A word that is no phase.
  case unknownPhase(String)
  /// A body that is said to be another entry's, which is not there.
  case unknownBody(sha256: String)
  /// A provenance that is none of the three.
  case unknownProvenance
  /// A member of `recording.json` that is none of its.
  case unknownRule(String, nearest: String?)
  /// A form of a key that cannot be understood, or is too short to tell a key from a word.
  case badKeyShape([String])
  /// A text that is no JSON Pointer, or one to the whole.
  case badPointer(String)
}

extension HARError: CustomStringConvertible {
  /// The place, what is there, what was expected, and what to do.
  package var description: String {
    switch self {
    case .json(let error): return error.description
    case .cutBeforeEntries(let count):
      return "the file ends after \(count) bytes, before its first entry; nothing in it can be read"
    case .tooManyEntries(let count, let max):
      return "\(count) entries; expected at most \(max); split the file, or raise entriesMax"
    case .flaw(let flaw, let place):
      let pointer = place.pointer.description
      let whose = pointer.isEmpty ? "" : ", at \(pointer)"
      return "line \(place.line), column \(place.column) (byte \(place.offset)\(whose)): \(flaw)"
    }
  }
}

extension HARFlaw: CustomStringConvertible {
  /// What is there, what was expected, and what to do.
  package var description: String {
    switch self {
    case .missingMember(let name): "the member \"\(name)\" is missing; HAR 1.2 wants it here; add it"
    case .wrongKind(let kind, let expected): "found \(kind); expected \(expected)"
    case .unknownVersion(let text): "version \"\(text)\" is not known; expected \"1.2\""
    case .badTime(let text):
      "\"\(text)\" is no time; expected ISO 8601, such as 2026-11-21T14:05:00.123Z"
    case .badBase64: "the text is no base64; write it again, or leave \"encoding\" out if it is plain text"
    case .unknownEncoding(let text): "encoding \"\(text)\" is not known; expected \"base64\", or none"
    case .badStatus(let status): "\(status) is no status; expected 100 to 599, or 0 where no answer came"
    case .unknownMember(let name, let nearest):
      "unknown member \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; see Contracts/meta/recording.schema.json")
    case .unknownFormat(let version):
      "version \(version) of our members; this program reads version \(Recording.formatVersion); update it"
    case .unknownPhase(let text):
      "\"\(text)\" is no phase; expected "
        + RecordedPhase.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownBody(let hash): "no entry has a body with the SHA-256 \(hash); restore it, or record again"
    case .unknownRule(let name, let nearest):
      "unknown member \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? "; see Contracts/meta/recording-rules.schema.json")
    case .badKeyShape(let names):
      "no form of a key; expected texts and { \"of\": \"word\", \"min\": 8 }, at least 8 characters in all; of "
        + names.joined(separator: ", ")
    case .badPointer(let text): "\"\(text)\" is no JSON Pointer to a member; expected one such as \"/id\""
    case .unknownProvenance: "expected one of \"captured\", \"composed\" and \"imported\""
    }
  }
}
