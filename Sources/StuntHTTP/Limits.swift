/// How much of anything is read before it is refused.
package struct HTTPLimits: Sendable, Equatable {
  /// Bytes of a method name; beyond it no method is implemented (501). The longest registered one has 17.
  package var methodBytesMax = 24
  /// Bytes of the request line without its end (414). RFC 9112, 3, asks for 8,000 at least.
  package var requestLineBytesMax = 8_192
  /// Bytes of one field line without its end (431). Room for a large token or cookie.
  package var fieldLineBytesMax = 8_192
  /// Field lines of one head (431). Browsers send about 20.
  package var fieldCountMax = 100
  /// Bytes of a whole head (431): what a client can make us hold before it has said anything.
  package var headBytesMax = 32_768
  /// Empty lines before a request line (400). RFC 9112, 2.2, asks for one; old clients send one after a body.
  package var emptyLinesMax = 2
  /// Bytes of a body, after chunks are undone (413). Reference pictures in a form, or as base64 in JSON.
  package var bodyBytesMax = 64 << 20
  /// Digits of a chunk size (400); 8 digits are 4 GiB, more than any body allowed.
  package var chunkSizeDigitsMax = 8
  /// Bytes of chunk extensions in one body (400): nobody sends them, but attackers do.
  package var chunkExtensionBytesMax = 1_024
  /// Bytes of a trailer section (431).
  package var trailerBytesMax = 8_192
  /// Field lines of a trailer section (431).
  package var trailerCountMax = 32

  /// The limits as their comments give them.
  package static let standard = HTTPLimits()

  /// Takes the limits as their comments give them.
  package init() {}
}

/// Which limit a message went over.
package enum HTTPLimit: String, Sendable, Equatable, CaseIterable {
  case methodBytes = "method name, in bytes"
  case requestLineBytes = "request line, in bytes"
  case fieldLineBytes = "field line, in bytes"
  case fieldCount = "number of field lines"
  case headBytes = "head, in bytes"
  case emptyLines = "number of empty lines before a message"
  case bodyBytes = "body, in bytes"
  case chunkSizeDigits = "chunk size, in digits"
  case chunkExtensionBytes = "chunk extensions of one body, in bytes"
  case trailerBytes = "trailer section, in bytes"
  case trailerCount = "number of trailer field lines"

  /// The status to answer with.
  package var status: HTTPStatus {
    switch self {
    case .methodBytes: .notImplemented
    case .requestLineBytes: .uriTooLong
    case .fieldLineBytes, .fieldCount, .headBytes, .trailerBytes, .trailerCount: .requestHeaderFieldsTooLarge
    case .bodyBytes: .contentTooLarge
    case .emptyLines, .chunkSizeDigits, .chunkExtensionBytes: .badRequest
    }
  }
}

extension URLEncodedPairs {
  /// Names and values of one query or body; a form has tens.
  package static let pairsMax = 1_000
}

extension FormName {
  /// Keys in brackets of one name; a document that a form can spell is not deeper.
  package static let keysMax = 16
}

/// How much of a multipart body is read before it is refused; the body as a whole is the request's to limit.
package struct MultipartLimits: Sendable, Equatable {
  /// Bytes of a boundary (400). RFC 2046, 5.1.1, allows 70.
  package var boundaryBytesMax = 70
  /// Parts (413): each costs us about 200 bytes beside its own.
  package var partCountMax = 256
  /// Bytes of the head of one part (413).
  package var partHeadBytesMax = 4_096
  /// Field lines of the head of one part (413); clients send two.
  package var partFieldCountMax = 16
  /// Bytes of an entry's name (413).
  package var nameBytesMax = 256
  /// Bytes of a file's name (413): the longest that file systems allow is 255.
  package var filenameBytesMax = 1_024
  /// Bytes of an entry that is not a file (413); prompts are long, but not that long.
  package var valueBytesMax = 1 << 20

  /// The limits as their comments give them.
  package static let standard = MultipartLimits()

  /// Takes the limits as their comments give them.
  package init() {}
}

/// Which limit a multipart body went over.
package enum MultipartLimit: String, Sendable, Equatable, CaseIterable {
  case boundaryBytes = "boundary, in bytes"
  case partCount = "number of parts"
  case partHeadBytes = "head of a part, in bytes"
  case partFieldCount = "number of field lines of a part"
  case nameBytes = "name of an entry, in bytes"
  case filenameBytes = "name of a file, in bytes"
  case valueBytes = "entry that is not a file, in bytes"
}

extension ServerSentEventDecoder {
  /// Bytes of one event: a whole result with its logs fits.
  package static let eventBytesMax = 1 << 20
}
