/// Status and fields of a response.
package struct HTTPResponseHead: Sendable, Equatable {
  /// The status of the answer.
  package var status: HTTPStatus
  /// The fields; a writer leaves out those by which it frames the message itself.
  package var fields: HTTPFields

  /// Takes the parts as they are.
  package init(status: HTTPStatus, fields: HTTPFields = [:]) {
    self.status = status
    self.fields = fields
  }
}

/// A whole response.
package struct HTTPResponse: Sendable, Equatable {
  /// Status and fields.
  package var head: HTTPResponseHead
  /// The content, with chunks undone.
  package var body: [UInt8]

  /// Takes the parts as they are.
  package init(status: HTTPStatus, fields: HTTPFields = [:], body: [UInt8] = []) {
    head = HTTPResponseHead(status: status, fields: fields)
    self.body = body
  }

  /// Takes the parts as they are.
  package init(head: HTTPResponseHead, body: [UInt8]) {
    self.head = head
    self.body = body
  }
}

/// How the end of a response's body is told, and whether the body is sent at all. RFC 9112, 6.3.
package struct HTTPResponseFraming: Sendable, Equatable {
  /// What tells the end of the body.
  package enum Delimiter: Sendable, Equatable {
    /// Nothing: there is no body, and no field speaks of one.
    case none
    /// Content-Length.
    case length(Int)
    /// The chunked transfer coding.
    case chunked
    /// The end of the connection.
    case close
  }

  /// What tells the end of the body.
  package let delimiter: Delimiter
  /// False for answers to HEAD, which say what a GET would have brought but bring nothing.
  package let sendsBody: Bool

  /// Decides for an answer with a body of that length, or of unknown length (nil).
  package init(to method: HTTPMethod, versionMinor: Int = 1, status: HTTPStatus, length: Int?) {
    if status.forbidsBody || (method == .connect && 200...299 ~= status.code) {
      delimiter = .none
      sendsBody = false
      return
    }
    sendsBody = method != .head
    if let length {
      delimiter = .length(length)
    } else {
      delimiter = versionMinor >= 1 ? .chunked : .close
    }
  }

  /// Whether the connection has to end for the body to end.
  package var closesConnection: Bool { delimiter == .close && sendsBody }
}
