/// Writes multipart/form-data with a boundary that the caller chose. RFC 7578.
package struct MultipartWriter: Sendable {
  /// What has been written so far.
  package private(set) var bytes: [UInt8] = []
  private let boundary: String

  /// The boundary must not occur in any content; whoever chooses it sees to that.
  package init(boundary: String) {
    precondition(
      1...70 ~= boundary.utf8.count && boundary.utf8.allSatisfy(MultipartParser.isBoundary)
        && boundary.utf8.last != 0x20,
      "a boundary has 1 to 70 letters, digits or marks")
    self.boundary = boundary
  }

  /// The media type of the whole.
  package var contentType: MediaType {
    MediaType(essence: "multipart/form-data", parameters: [.init("boundary", boundary)])
  }

  /// Writes one entry; control characters outside of its content, which no header can hold, are written as `%0A`.
  package mutating func append(
    name: String, filename: String? = nil, contentType: String? = nil, content: some Collection<UInt8>
  ) {
    var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\(ParameterScanner.quote(name))"
    if let filename { head += "; filename=\(ParameterScanner.quote(filename))" }
    head += "\r\n"
    if let contentType { head += "Content-Type: \(ParameterScanner.escapingControls(contentType))\r\n" }
    bytes += Array(head.utf8)
    bytes.append("\r\n")
    bytes += content
    bytes.append("\r\n")
  }

  /// Writes one entry whose content is text.
  package mutating func append(name: String, text: String) { append(name: name, content: text.utf8) }

  /// Writes the final boundary and gives the whole.
  package mutating func finish() -> [UInt8] {
    bytes += Array("--\(boundary)--\r\n".utf8)
    return bytes
  }
}
