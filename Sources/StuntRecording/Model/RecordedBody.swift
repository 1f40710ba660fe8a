import StuntCrypto
package import StuntJSON

/// The body of a message, as far as the file holds it.
package struct RecordedBody: Hashable, Sendable {
  /// What the file has of a body.
  package enum Content: Hashable, Sendable {
    /// All of it.
    case bytes([UInt8])
    /// Its type and length only: it was large, and left out on request.
    case standIn(byteCount: Int, sha256: String)
    /// Nothing, although there was one of this size (-1 for one of unknown size).
    case missing(size: Int)
  }

  /// The media type as it was written; empty where there was none.
  package var mediaType: String
  /// What there is of it.
  package var content: Content
  /// Members that have no place here.
  package var extra: JSONObject

  /// Creates a body.
  package init(mediaType: String, content: Content, extra: JSONObject = [:]) {
    self.mediaType = mediaType
    self.content = content
    self.extra = extra
  }

  /// Creates a body of which all is known.
  package init(mediaType: String, bytes: [UInt8]) {
    self.init(mediaType: mediaType, content: .bytes(bytes))
  }

  /// The bytes to answer with: a stand-in's are made by its type; nil where the file has nothing.
  package var bytes: [UInt8]? {
    switch content {
    case .bytes(let bytes): bytes
    case .standIn(let count, _): MediaSignature.standIn(for: mediaType, byteCount: count)
    case .missing: nil
    }
  }

  /// The bytes that the file has; nil for a stand-in, too.
  package var keptBytes: [UInt8]? {
    if case .bytes(let bytes) = content { bytes } else { nil }
  }

  /// Number of bytes; nil where nobody knows.
  package var byteCount: Int? {
    switch content {
    case .bytes(let bytes): bytes.count
    case .standIn(let count, _): count
    case .missing(let size): size < 0 ? nil : size
    }
  }

  /// The media type without parameters, in lower case.
  package var essence: String {
    mediaType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
  }

  /// Forgets the bytes, but for type, length and hash.
  package mutating func becomeStandIn() {
    guard case .bytes(let bytes) = content else { return }
    content = .standIn(byteCount: bytes.count, sha256: SHA256.hexadecimal(bytes))
  }
}
