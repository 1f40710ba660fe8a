/// A response as it came over the wire, with its body undone from chunks.
package struct RawResponse: Equatable, Sendable {
  /// The status code; 0 if there is none.
  package var status: Int
  /// The status line and the fields, with the empty line.
  package var head: String
  /// The content, with chunks undone.
  package var body: [UInt8]

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of the first field of that name, in any letters' case.
  package subscript(name: String) -> String? {
    let wanted = name.lowercased() + ":"
    return head.split(separator: "\r\n").dropFirst().first { $0.lowercased().hasPrefix(wanted) }.map {
      String($0.dropFirst(wanted.count)).trimmingSpaces
    }
  }
}

extension RawClient {
  /// Receives one response: by its length, in chunks, or up to the end of the connection; `isHead` has no body.
  package func receiveResponse(isHead: Bool = false) throws -> RawResponse {
    let head = try receive(through: "\r\n\r\n")
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    var response = RawResponse(status: status, head: head, body: [])
    if isHead || status < 200 || status == 204 || status == 304 { return response }
    if let length = response["Content-Length"].flatMap({ Int($0) }) {
      response.body = try receive(length)
    } else if response["Transfer-Encoding"] == "chunked" {
      response.body = try receiveChunks()
    } else {
      response.body = try receiveToEnd().bytes
    }
    return response
  }

  /// Receives one chunk's data; empty for the last.
  package func receiveChunk() throws -> [UInt8] {
    let size = Int(try receive(through: "\r\n").trimmingSpaces, radix: 16) ?? 0
    let data = try receive(size)
    _ = try receive(2)
    return data
  }

  private func receiveChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while case let chunk = try receiveChunk(), !chunk.isEmpty { body += chunk }
    return body
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
