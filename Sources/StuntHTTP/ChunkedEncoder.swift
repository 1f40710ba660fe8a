/// Writes the chunked transfer coding, for bodies whose length is not known when they begin. RFC 9112, 7.1.
package enum ChunkedEncoder {
  /// Writes one chunk; nothing for no bytes, since an empty chunk would end the body.
  package static func append(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
    if bytes.isEmpty { return }
    output.append(contentsOf: String(bytes.count, radix: 16).utf8)
    output.append("\r\n")
    output.append(contentsOf: bytes)
    output.append("\r\n")
  }

  /// Writes the last chunk and an empty trailer section.
  package static func appendEnd(to output: inout [UInt8]) { output.append("0\r\n\r\n") }
}
