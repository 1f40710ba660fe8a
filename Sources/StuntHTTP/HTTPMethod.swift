/// A request method. RFC 9110, 9; RFC 5789 for PATCH.
///
/// Method names are case-sensitive: `get` is `other`.
@frozen @usableFromInline
package enum HTTPMethod: UInt8, Sendable, Equatable, CaseIterable,
  BitwiseCopyable
{
  case get, head, post, put, delete, connect, options, trace, patch
  /// Any other token; the request's `methodBytes` spell it.
  case other

  /// The name on the wire; empty for `other`.
  package var name: String { nameText.description }

  var nameText: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .connect: "CONNECT"
    case .options: "OPTIONS"
    case .trace: "TRACE"
    case .patch: "PATCH"
    case .other: ""
    }
  }

  /// Recognizes a name; unknown ones are `other`.
  package init(name: String) {
    self = HTTPMethod.allCases.first { $0 != .other && $0.name == name } ?? .other
  }

  /// Recognizes a token of `count` bytes.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, count: Int) {
    var word: UInt64 = 0
    if count <= 8 {
      for index in 0..<count { word = word &<< 8 | UInt64(bytes[index]) }
    }
    switch word {
    case 0x47_4554: self = .get
    case 0x504F_5354: self = .post
    case 0x4845_4144: self = .head
    case 0x50_5554: self = .put
    case 0x4445_4C45_5445: self = .delete
    case 0x50_4154_4348: self = .patch
    case 0x4F_5054_494F_4E53: self = .options
    case 0x43_4F4E_4E45_4354: self = .connect
    case 0x54_5241_4345: self = .trace
    default: self = .other
    }
  }
}
