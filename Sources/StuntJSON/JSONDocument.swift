/// A parsed document: its bytes as they came, and a flat tape of records over them.
///
/// Valid by construction: well-formed JSON in well-formed UTF-8, no object names a member twice.
/// `root` leads to the convenient view; `withUnsafeTape` to the fast one, whose layout `JSONRecord` describes.
@usableFromInline package struct JSONDocument: Sendable {
  /// The document as it came.
  @usableFromInline package let bytes: [UInt8]
  /// One record per value and per member name, in the order of the document; never empty.
  @usableFromInline package let tape: [JSONRecord]

  /// Parses a whole document, white space around it allowed. RFC 8259.
  package init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
    tape = try JSONDocument.tape(parsing: bytes, limits: limits)
    self.bytes = bytes
  }

  /// Parses a whole document for its tape alone, which goes with the bytes that the caller keeps.
  package static func tape(
    parsing bytes: [UInt8], limits: JSONLimits = .standard
  ) throws(JSONError) -> [JSONRecord] {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
      try JSONParser.tape(of: buffer, limits: limits)
    }
  }

  /// Puts together again what a document was taken apart into.
  @inlinable package init(bytes: [UInt8], tape: [JSONRecord]) {
    self.bytes = bytes
    self.tape = tape
  }

  /// Parses the UTF-8 of a string.
  package init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// The outermost value.
  package var root: JSONNode { JSONNode(document: self, index: 0) }

  /// The kind of the value at an index of the tape.
  @inlinable package func kind(at index: Int) -> JSONKind { tape[index].kind }

  /// Lends bytes and tape to a walk that neither allocates nor counts references.
  ///
  /// The buffers must not outlive the call. Index 0 is the root; `JSONRecord` shows how to walk from there.
  @inlinable package func withUnsafeTape<Result, Failure: Error>(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>) throws(Failure) ->
      Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try tape.withUnsafeBufferPointer { (tape) throws(Failure) in
        try body(bytes, tape)
      }
    }
  }

  /// Parses bytes that stay where they are and lends them with their tape, for what is read once and let go.
  ///
  /// Up to 64 records, as in most requests, nothing is allocated. The body hands out results by capturing a
  /// variable: a generic result would cost 30 ns, since nothing is specialized across modules here.
  package static func withUnsafeTape(
    parsing bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = .standard,
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ tape: UnsafeBufferPointer<JSONRecord>) -> Void
  ) throws(JSONError) {
    try JSONParser.withTape(of: bytes, limits: limits) { body(bytes, $0) }
  }
}
