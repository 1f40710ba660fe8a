/// A multipart/form-data body taken apart: places in the bytes, nothing copied. RFC 7578, RFC 2046, 5.1.
package struct MultipartFormData: Sendable, Equatable {
  /// One entry of the form.
  package struct Part: Sendable, Equatable {
    /// The entry's name as it was sent, brackets and all; `FormName` takes it apart.
    package let name: String
    /// The name of the file; nil for an entry that is not a file.
    package let filename: String?
    /// The part's own Content-Type as it was sent.
    package let contentType: String?
    /// All fields of the part.
    package let fields: HTTPFields
    /// Where the content lies in the body.
    package let range: Range<Int>
  }

  /// The body that the parts lie in.
  package let bytes: [UInt8]
  /// The parts in the order of the wire; a name may occur often.
  package let parts: [Part]

  /// Takes a body apart at its boundary, which comes from the Content-Type's parameter.
  package init(
    parsing bytes: [UInt8], boundary: String, limits: MultipartLimits = .standard
  ) throws(MultipartError) {
    var parser = try MultipartParser(bytes, boundary: boundary, limits: limits)
    parts = try parser.parseAll()
    self.bytes = bytes
  }

  /// Takes a body apart whose Content-Type is given.
  package init(
    parsing bytes: [UInt8], as type: MediaType, limits: MultipartLimits = .standard
  ) throws(MultipartError) {
    guard type.essence == "multipart/form-data", let boundary = type[parameter: "boundary"] else {
      throw .malformed(.boundaryMissing, at: 0)
    }
    try self.init(parsing: bytes, boundary: boundary, limits: limits)
  }

  /// The content of a part.
  package func content(of part: Part) -> ArraySlice<UInt8> { bytes[part.range] }

  /// The content of a part as text; nil if it is not UTF-8.
  package func text(of part: Part) -> String? { String(validating: bytes[part.range], as: UTF8.self) }
}

/// Why a multipart body was refused.
package enum MultipartError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are not a form; the offset counts from the body's first byte.
  case malformed(MultipartFlaw, at: Int)
  /// A limit was reached.
  case tooLarge(MultipartLimit, max: Int)

  /// The status to answer with.
  package var status: HTTPStatus {
    switch self {
    case .malformed, .tooLarge(.boundaryBytes, _): .badRequest
    case .tooLarge: .contentTooLarge
    }
  }

  /// One sentence.
  package var description: String {
    switch self {
    case .malformed(let flaw, let offset): "\(flaw.rawValue), at byte \(offset) of the multipart body"
    case .tooLarge(let limit, let max): "too large: \(limit.rawValue); at most \(max)"
    }
  }
}

/// What is wrong with a multipart body.
package enum MultipartFlaw: String, Sendable, Equatable, CaseIterable {
  case boundaryMissing = "the Content-Type is not multipart/form-data with a boundary"
  case boundary = "the boundary has a character that it cannot have"
  case noParts = "the first boundary is missing"
  case delimiter = "the boundary is followed by something other than a line end or two hyphens"
  case end = "the final boundary is missing"
  case field = "a field line of a part is malformed"
  case disposition = "a part needs one Content-Disposition: form-data with a name"
  case repeatedField = "a part has a field twice"
  case name = "the name of an entry or file is not UTF-8"
  case transferEncoding = "a Content-Transfer-Encoding other than 7bit, 8bit or binary"
}
